"""New rows of the new site are numbered on from where the old one stood, so that no number comes twice."""

from django.db import connections, models
from django.db.models import Max
from django.db.models.query import QuerySet

from config.moving.ends import SOURCE, TARGET
from config.moving.tables import Table


def continue_numbers(tables: list[Table]) -> None:
    used = _last_numbers_of_sqlite() if connections[SOURCE].vendor == "sqlite" else {}
    for table in tables:
        key = table.model._meta.pk
        if isinstance(key, models.AutoField) and key.column:
            highest = QuerySet(table.model, using=TARGET).aggregate(last=Max("pk"))["last"] or 0
            last = max(highest, used.get(table.name, 0), _last_number_of_postgres(table.name, key.column))
            if last:
                _set_last_number(table.name, key.column, last)


def _last_numbers_of_sqlite() -> dict[str, int]:
    """Table -> the highest number that was ever given, to rows that are gone by now too."""
    with connections[SOURCE].cursor() as cursor:
        cursor.execute("SELECT name, seq FROM sqlite_sequence")
        return dict(cursor.fetchall())


def _last_number_of_postgres(table: str, column: str) -> int:
    if connections[SOURCE].vendor != "postgresql":
        return 0
    with connections[SOURCE].cursor() as cursor:
        cursor.execute(
            "SELECT pg_sequence_last_value(pg_get_serial_sequence(%s, %s))", [f'"{table}"', column]
        )
        return int(cursor.fetchone()[0] or 0)


def _set_last_number(table: str, column: str, last: int) -> None:
    with connections[TARGET].cursor() as cursor:
        cursor.execute("SELECT setval(pg_get_serial_sequence(%s, %s), %s)", [f'"{table}"', column, last])
