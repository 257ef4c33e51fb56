"""The way itself: look, build, carry, compare. Until its last step the new database shows nothing of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.color import no_style
from django.db import Error, connections, transaction
from django.db.migrations.executor import MigrationExecutor

from config.moving import refusals, tables
from config.moving.carrying import carry
from config.moving.ends import SOURCE, TARGET, described, opened, snapshot, source_settings, target_settings
from config.moving.errors import CannotMove
from config.moving.proof import Proof
from config.moving.report import Report, Say
from config.moving.sequences import continue_numbers
from config.moving.tables import Table


def move(site: dict[str, Any], to: str, *, data_dir: Path, say: Say) -> Report:
    """Everything that the database of `site` (as in settings.DATABASES) holds, to the empty one at `to`.

    All or nothing: it happens in one transaction of the new database, and the old one is only read.
    Raises CannotMove.
    """
    old, new = source_settings(site), target_settings(to)
    with _in_one_sentence(), refusals.site_stopped(data_dir), opened(SOURCE, old), opened(TARGET, new):
        refusals.examine()
        report = Report(described(SOURCE), described(TARGET), left_out=_left_out())
        say(f"Moving from {report.source} to {report.target}.")
        with transaction.atomic(using=TARGET):
            all_tables = tables.moved()
            _build(all_tables)
            with snapshot():
                _carry_and_compare(all_tables, report, say)
            connections[TARGET].check_constraints()
    return report


@contextmanager
def _in_one_sentence() -> Iterator[None]:
    """Whatever a database says in between has undone everything; the host gets its first line."""
    try:
        yield
    except Error as error:
        raise CannotMove(f"Nothing was moved: {refusals.first_line(error)}.") from error


def _left_out() -> dict[str, str]:
    with connections[SOURCE].cursor() as cursor:
        there = set(connections[SOURCE].introspection.table_names(cursor))
    moved = {table.name for table in tables.moved()}
    known = tables.without_model()
    return {name: known.get(name, "it belongs to no installed app") for name in sorted(there - moved)}


def _build(all_tables: list[Table]) -> None:
    """The tables as the migrations make them, without the rows that these bring: the source has them."""
    target = connections[TARGET]
    with target.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        # A migration that writes rows would otherwise leave checks waiting that forbid the next ALTER TABLE.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    executor = MigrationExecutor(target)
    executor.migrate(executor.loader.graph.leaf_nodes())
    names = [table.name for table in all_tables]
    target.ops.execute_sql_flush(target.ops.sql_flush(no_style(), names, reset_sequences=True))
    with target.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")  # rows may point to rows that come later


def _carry_and_compare(all_tables: list[Table], report: Report, say: Say) -> None:
    read = {}
    for table in all_tables:
        read[table.label] = carry(table, report)
        report.rows[table.label] = read[table.label].rows
        say(f"  {table.label:<38}{read[table.label].rows:>9}")
    continue_numbers(all_tables)
    for table in all_tables:
        _insist_on_legibility(table, read[table.label])
        _insist_on_sameness(table, read[table.label], table.proof(TARGET))


def _insist_on_legibility(table: Table, read: Proof) -> None:
    """SQLite keeps whatever was written; a moment that is none is read as if nothing were there."""
    pairs = zip(table.columns, read.filled, table.filled(SOURCE), strict=True)
    unread = [column.name for column, legible, there in pairs if legible != there]
    if unread:
        raise CannotMove(f"{table.label}: {unread[0]} holds a value that cannot be read.")


def _insist_on_sameness(table: Table, read: Proof, written: Proof) -> None:
    if read.rows != written.rows:
        raise CannotMove(f"{table.label}: {read.rows} rows were read, but {written.rows} arrived.")
    strayed = read.differing(written)
    if strayed:
        names = ", ".join(table.columns[place].name for place in strayed)
        raise CannotMove(f"{table.label}: what arrived differs from what was read ({names}).")
