"""Columns that are made from others whenever a row is saved, so that both databases search and sort alike.

SQLite folds ASCII only: «анна» would not find «Анна» there. So each searchable row keeps its words folded,
and each dated row keeps the days between which its inexact date lies. Like `auto_now`, these columns are
filled by the field itself; who saves only some columns does it by `save_columns`, which knows what follows.
"""

from __future__ import annotations

import datetime
import re
from abc import abstractmethod
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models

from memorials import dates

_SPACES = re.compile(r"\s+")
#: Characters of what is looked for.
LONGEST_SEARCH = 100


def fold(text: str) -> str:
    """Text as it is searched: letter case, ё and runs of spaces make no difference."""
    return _SPACES.sub(" ", text.casefold().replace("ё", "е")).strip()


def holds(text: str) -> models.Q:
    """Rows whose `search_text` has every word of the text; letter case and ё do not matter."""
    wanted = models.Q()
    for word in fold(text).split():
        wanted &= models.Q(search_text__contains=word)
    return wanted


class DerivedField(models.Field):
    """A column computed from `sources`, the names of other columns of the row."""

    sources: tuple[str, ...]

    def pre_save(self, row: models.Model, add: bool) -> Any:
        value = self.derive(row)
        setattr(row, self.attname, value)
        return value

    @abstractmethod
    def derive(self, row: models.Model) -> Any:
        """The value of the column for this row."""


class FoldedField(DerivedField, models.TextField):
    """The words of the sources, folded: what a search looks through."""

    def __init__(self, *sources: str, **options: Any) -> None:
        self.sources = sources
        super().__init__(**{"editable": False, "default": "", "blank": True, **options})

    def deconstruct(self) -> Any:
        name, path, _, options = super().deconstruct()
        return name, path, list(self.sources), options

    def derive(self, row: models.Model) -> str:
        return fold(" ".join(str(getattr(row, source)) for source in self.sources if getattr(row, source)))


class BoundField(DerivedField, models.DateField):
    """The earliest or the latest day that an inexact date may mean; None where that is open."""

    def __init__(self, source: str, *, end: str, old_style: str = "", **options: Any) -> None:
        self.source, self.end, self.old_style = source, end, old_style
        self.sources = (source, old_style) if old_style else (source,)
        super().__init__(**{"editable": False, "null": True, "default": None, **options})

    def deconstruct(self) -> Any:
        name, path, _, options = super().deconstruct()
        return name, path, [self.source], {**options, "end": self.end, "old_style": self.old_style}

    def derive(self, row: models.Model) -> datetime.date | None:
        text = getattr(row, self.source)
        if not text:
            return None
        old_style = bool(self.old_style and getattr(row, self.old_style))
        earliest, latest = dates.bounds(text, old_style=old_style)
        return earliest if self.end == "earliest" else latest


class DateKeyField(DerivedField, models.CharField):
    """By this column rows sort in the order of their inexact dates; "" where there is none."""

    def __init__(self, source: str, **options: Any) -> None:
        self.source = source
        self.sources = (source,)
        super().__init__(**{"max_length": 16, "editable": False, "default": "", "blank": True, **options})

    def deconstruct(self) -> Any:
        name, path, _, options = super().deconstruct()
        return name, path, [self.source], options

    def derive(self, row: models.Model) -> str:
        text = getattr(row, self.source)
        return dates.sort_key(text) if text else ""


def with_derived(model: type[models.Model], names: Iterable[str]) -> list[str]:
    """These columns, and those that are made from them: for `save(update_fields=…)`."""
    changed = set(names)
    follow = [
        field.attname
        for field in model._meta.concrete_fields
        if isinstance(field, DerivedField) and changed & set(field.sources)
    ]
    return [*changed, *follow]


def write_columns(row: models.Model, columns: Mapping[str, Any], *touched: str) -> None:
    """Give the row these values and write them, and what is `touched` beside them, and no others."""
    for name, value in columns.items():
        setattr(row, name, value)
    save_columns(row, [*columns, *touched])


def save_columns(row: models.Model, names: Iterable[str]) -> None:
    """Write these columns of a row and no others: a stale copy must not eat somebody else's edit."""
    row.save(update_fields=with_derived(type(row), names))
