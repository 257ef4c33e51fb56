"""The rows on their way: read from the source, written to the target, and witnessed."""

from django.db import DatabaseError, models, transaction

from config.moving.columns import NUL, Column
from config.moving.ends import SOURCE, TARGET
from config.moving.errors import CannotMove
from config.moving.proof import Proof
from config.moving.refusals import first_line
from config.moving.report import Report
from config.moving.tables import Row, Table


def carry(table: Table, report: Report) -> Proof:
    """Answers with the proof of what was read."""
    proof = table.blank_proof()
    for batch in table.batches(SOURCE):
        rows = [_fit(table, row, report) for row in batch]
        _write(table, rows)
        for row in rows:
            table.witness(proof, row)
            _look_for_files(table, row, report)
    return proof


def _fit(table: Table, row: Row, report: Report) -> Row:
    """PostgreSQL holds no NUL signs. They are no part of any text, so they go, and the report says where."""
    for column, value in zip(table.columns, row, strict=True):
        if column.overlong(value):
            limit = column.field.max_length
            raise CannotMove(
                f"{table.named(row)}: {column.name} has {len(value)} signs, {limit} are allowed."
            )
    if not any(map(Column.has_nul, table.columns, row)):
        return row
    return tuple(_without_nul(table, row, place, report) for place in range(len(row)))


def _without_nul(table: Table, row: Row, place: int, report: Report) -> object:
    column, value = table.columns[place], row[place]
    if not column.has_nul(value):
        return value
    if column.identifies:
        raise CannotMove(f"{table.named(row)}: {column.name} has a NUL sign, which PostgreSQL does not hold.")
    report.mended.append(f"{table.named(row)}: {column.name}, without {value.count(NUL)} NUL signs")
    return value.replace(NUL, "")


def _write(table: Table, rows: list[Row]) -> None:
    try:
        with transaction.atomic(using=TARGET):
            table.insert(TARGET, rows)
    except DatabaseError:
        _name_the_refused(table, rows)
        raise


def _name_the_refused(table: Table, rows: list[Row]) -> None:
    """One by one, until the row is found for which the batch was refused."""
    for row in rows:
        try:
            with transaction.atomic(using=TARGET):
                table.insert(TARGET, [row])
        except DatabaseError as error:
            raise CannotMove(f"PostgreSQL does not take {table.named(row)}: {first_line(error)}.") from error


def _look_for_files(table: Table, row: Row, report: Report) -> None:
    for column, value in zip(table.columns, row, strict=True):
        if isinstance(column.field, models.FileField):
            report.files.look_for(column.field, value, table.named(row))
