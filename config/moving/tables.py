"""Which tables are moved: those of every model of every installed app, as they are found."""

from collections.abc import Iterator, Sequence
from itertools import islice
from types import SimpleNamespace
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Count, sql
from django.db.models.query import QuerySet

from config.moving.columns import Column
from config.moving.proof import Proof, canonical

Row = tuple[Any, ...]
BATCH = 500
#: Label of a model -> why its rows are not moved. A model without a table of its own belongs here too.
LEFT_OUT: dict[str, str] = {}


class Table:
    def __init__(self, model: type[models.Model]) -> None:
        self.model = model
        self.label = model._meta.label
        self.name = model._meta.db_table
        stored = [field for field in model._meta.local_concrete_fields if not field.generated]
        self.columns = [Column(field) for field in stored]
        self._key = next(place for place, field in enumerate(stored) if field.primary_key)

    def batches(self, alias: str) -> Iterator[list[Row]]:
        """All rows of the table, a few at a time.

        Plain tuples, and a bare queryset: an instance may touch its files when it is made, and a
        manager may hide rows.
        """
        wanted = [column.wanted for column in self.columns]
        rows = self._bare(alias).order_by("pk").values_list(*wanted)
        stream = rows.iterator(chunk_size=BATCH)
        while batch := list(islice(stream, BATCH)):
            yield batch

    def insert(self, alias: str, rows: Sequence[Row]) -> None:
        """Raw, as fixtures are loaded: nothing is computed anew, such as the time of the last change."""
        query = sql.InsertQuery(self.model)
        objects: list[Any] = [self._as_object(row) for row in rows]
        query.insert_values([column.field for column in self.columns], objects, raw=True)
        query.get_compiler(using=alias).execute_sql()

    def _as_object(self, row: Row) -> SimpleNamespace:
        pairs = zip(self.columns, row, strict=True)
        return SimpleNamespace(**{column.name: column.stored(value) for column, value in pairs})

    def witness(self, proof: Proof, row: Row) -> None:
        proof.add(canonical(row[self._key]), list(map(Column.canonical, self.columns, row)))

    def proof(self, alias: str) -> Proof:
        proof = self.blank_proof()
        for batch in self.batches(alias):
            for row in batch:
                self.witness(proof, row)
        return proof

    def filled(self, alias: str) -> list[int]:
        """How many values each column holds, by the database's own count."""
        counts = {f"column_{place}": Count(column.name) for place, column in enumerate(self.columns)}
        return list(self._bare(alias).aggregate(**counts).values())

    def _bare(self, alias: str) -> "QuerySet[models.Model]":
        return QuerySet(self.model, using=alias)

    def blank_proof(self) -> Proof:
        return Proof(len(self.columns))

    def named(self, row: Row) -> str:
        """A row in words. Keys that are texts may be secrets (a session's opens the session)."""
        key = row[self._key]
        return f"{self.label} {key if isinstance(key, int) else str(key)[:4] + '…'}"


def moved() -> list[Table]:
    """A proxy has no rows of its own, and the table of an unmanaged model is not ours to fill."""
    return [
        Table(model)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.label not in LEFT_OUT
    ]


def without_model() -> dict[str, str]:
    """Tables of ours that are no model's, and why they stay behind."""
    caches = [
        cache["LOCATION"] for cache in settings.CACHES.values() if cache["BACKEND"].endswith(".DatabaseCache")
    ]
    return {
        MigrationRecorder.Migration._meta.db_table: "the new database writes its own",
        **{str(name): "counters of the last minutes; the next start makes it anew" for name in caches},
    }


def all_names() -> set[str]:
    """Every table that a site may have."""
    ours = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    return ours | set(without_model())
