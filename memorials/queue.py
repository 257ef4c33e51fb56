"""What waits for a decision: memories, tributes and media not yet approved, and all that was reported,
in one list, the longest waiting first.

A page of it costs the same number of queries however long the list is. Everything in it comes through
`pending_for`, so nobody finds in it what they may not decide on.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from django.core.paginator import Page, Paginator
from django.db.models import (
    Case,
    CharField,
    DateTimeField,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from memorials.models import ITEMS, Item, Media, Memorial, Report, Status, Tribute
from memorials.viewer import Viewer

#: Items on one page.
PAGE = 20
#: A report about the page as a whole.
PAGE_ITSELF = "memorial"
KINDS = (*ITEMS, PAGE_ITSELF)
#: What a decider reads of an item. If any of it has changed, they have not read it.
READ: dict[str, tuple[str, ...]] = {
    "memory": ("status", "title", "text", "teller", "relation", "happened", "source_name", "source_url"),
    "tribute": ("status", "kind", "name", "text"),
    "media": ("status", "caption", "people", "taken", "place", "credit", "transcript", "sha256"),
    PAGE_ITSELF: (),
}
#: Since when an item without reports waits. An author who changes a text begins to wait anew.
_SINCE = {"memory": "changed", "tribute": "changed", "media": "created"}
_AUTHOR = {"memory": "author", "tribute": "author", "media": "added_by"}


@dataclass(frozen=True)
class Waiting:
    """One line of the list: an item, or a memorial, with the open reports about it."""

    kind: str
    item: Item | Memorial
    reports: list[Report] = field(default_factory=list)
    since: datetime | None = None

    @property
    def memorial(self) -> Memorial:
        return self.item if isinstance(self.item, Memorial) else self.item.memorial

    @property
    def is_pending(self) -> bool:
        return not isinstance(self.item, Memorial) and self.item.status == Status.PENDING

    @property
    def title(self) -> str:
        """In a sentence about it."""
        if isinstance(self.item, Tribute):
            return self.item.name or self.item.get_kind_display()
        return self.item.alt if isinstance(self.item, Media) else str(self.item)

    @property
    def name(self) -> str:
        """By which the item is found again, whatever becomes of it."""
        return f"{self.kind}:{self.item.code}"

    @property
    def mark(self) -> str:
        """The name, and a print of all that is read of the item. It comes back with the decision: what has
        changed since the page was made is not decided on unread."""
        read = [str(getattr(self.item, column)) for column in READ[self.kind]]
        told = [*read, *sorted(report.code for report in self.reports)]
        return f"{self.name}:{hashlib.sha256(repr(told).encode()).hexdigest()[:16]}"

    @property
    def media(self) -> list[Media]:
        """The thing itself that was brought, or those that stand beside the text."""
        return [self.item] if isinstance(self.item, Media) else list(getattr(self.item, "beside", ()))


@dataclass(frozen=True)
class Wish:
    """Which part of the list somebody asks for. Unknown words in it ask for nothing in particular."""

    kind: str = ""
    language: str = ""
    reported: bool = False

    @property
    def kinds(self) -> tuple[str, ...]:
        return (self.kind,) if self.kind in KINDS else KINDS


@dataclass(frozen=True)
class Place:
    """Where in the list somebody stands: at the line that they have read last."""

    since: datetime
    kind: str
    code: str


class Queue:
    """The list for one viewer, to be cut into pages by a Paginator."""

    def __init__(self, viewer: Viewer, *, within: QuerySet[Memorial] | None = None, wish: Wish | None = None):
        self.viewer, self.within, self.wish = viewer, within, wish or Wish()

    def page(self, number: str | None) -> Page[Waiting]:
        """That page, or the nearest that there is."""
        pages: Paginator[Waiting] = Paginator(cast(Any, self), PAGE)
        return pages.get_page(number)

    def count(self) -> int:
        return int(self._lines().count())

    def __getitem__(self, part: slice) -> list[Waiting]:
        return self._loaded(self._lines(), part)

    def after(self, place: Place | None, number: int) -> list[Waiting]:
        """So many of those that come after that place, whether or not its line still waits."""
        return self._loaded(self._lines(place), slice(number))

    def _loaded(self, lines: Any, part: slice) -> list[Waiting]:
        ordered = lines.order_by("since", "kind_of", "code")[part]
        return load(self.viewer, [(kind, pk, since) for kind, pk, since, _ in ordered])

    def _lines(self, after: Place | None = None) -> Any:
        first, *others = [self._of_kind(kind, after) for kind in self.wish.kinds]
        return first.union(*others, all=True)

    def _of_kind(self, kind: str, after: Place | None) -> QuerySet[Any]:
        waiting: QuerySet[Any] = self._reported_memorials() if kind == PAGE_ITSELF else self._items(kind)
        if self.wish.language:
            column = "language" if kind == PAGE_ITSELF else "memorial__language"
            waiting = waiting.filter(**{column: self.wish.language})
        if after:
            waiting = waiting.filter(_later(kind, after))
        named = waiting.annotate(kind_of=Value(kind, output_field=CharField()))
        lines: QuerySet[Any] = named.order_by().values_list("kind_of", "pk", "since", "code")
        return lines

    def _items(self, kind: str) -> QuerySet[Any]:
        items: Any = ITEMS[kind]._default_manager
        waiting = items.pending_for(self.viewer)
        if self.wish.reported:
            waiting = waiting.filter(items.reported())
        if self.within is not None:
            waiting = waiting.filter(memorial__in=self.within)
        first = _first_report(Report.objects.filter(**{kind: OuterRef("pk")}))
        pending = When(status=Status.PENDING, then=F(_SINCE[kind]))
        since = Case(pending, default=Coalesce(first, F("created")))
        dated: QuerySet[Any] = waiting.annotate(since=since)
        return dated

    def _reported_memorials(self) -> QuerySet[Any]:
        memorials = Memorial.objects.overseen_by(self.viewer)
        if self.within is not None:
            memorials = memorials.filter(pk__in=self.within)
        reports = Report.objects.about_memorial().filter(memorial=OuterRef("pk"))
        return memorials.annotate(since=_first_report(reports)).exclude(since=None)


def _later(kind: str, place: Place) -> Q:
    """Of the lines of that kind, those after the place, in the order of the list."""
    later = Q(since__gt=place.since)
    if kind > place.kind:
        later |= Q(since=place.since)
    elif kind == place.kind:
        later |= Q(since=place.since, code__gt=place.code)
    return later


def _first_report(reports: QuerySet[Report]) -> Subquery:
    open_ones = reports.filter(closed_at=None).order_by("created")
    return Subquery(open_ones.values("created")[:1], output_field=DateTimeField())


def something_waits(viewer: Viewer) -> bool:
    """Whether this member, who moderates somewhere, is waited for. One query."""
    if not viewer.user:
        return False
    queue = Queue(viewer, within=Memorial.objects.moderated_by(viewer))
    return bool(queue._lines()[:1])


def load(viewer: Viewer, lines: Iterable[tuple[str, int, datetime | None]]) -> list[Waiting]:
    """These lines with everything that is shown of them, in the same order."""
    wanted = list(lines)
    ids: dict[str, list[int]] = defaultdict(list)
    for kind, pk, _ in wanted:
        ids[kind].append(pk)
    rows = {(kind, row.pk): row for kind in ids for row in shown(viewer, kind).filter(pk__in=ids[kind])}
    reports = open_reports(rows)
    return [
        Waiting(kind, rows[kind, pk], reports[kind, pk], since)
        for kind, pk, since in wanted
        if (kind, pk) in rows
    ]


def shown(viewer: Viewer, kind: str) -> QuerySet[Any]:
    """The rows of a kind that this viewer may decide on, with what is shown of each."""
    if kind == PAGE_ITSELF:
        return Memorial.objects.overseen_by(viewer)
    items: Any = ITEMS[kind]._default_manager
    rows: QuerySet[Any] = items.moderated_by(viewer).select_related("memorial", _AUTHOR[kind])
    if kind == "media":
        return rows.select_related("preparation").prefetch_related("renditions")
    if kind == "memory":
        seen = Media.objects.moderated_by(viewer).select_related("preparation").prefetch_related("renditions")
        return rows.prefetch_related(Prefetch("attached", queryset=seen, to_attr="beside"))
    return rows


def open_reports(rows: Iterable[tuple[str, int]]) -> dict[tuple[str, int], list[Report]]:
    """The open reports about these rows."""
    found: dict[tuple[str, int], list[Report]] = defaultdict(list)
    ids: dict[str, list[int]] = defaultdict(list)
    for kind, pk in rows:
        ids[kind].append(pk)
    for kind, report in _reports_of(ids):
        found[kind, getattr(report, f"{kind}_id")].append(report)
    return found


def _reports_of(ids: dict[str, list[int]]) -> Iterator[tuple[str, Report]]:
    for kind, pks in ids.items():
        about = Report.objects.open().filter(**{f"{kind}__in": pks}).select_related("reporter")
        if kind == PAGE_ITSELF:
            about = about.about_memorial()
        yield from ((kind, report) for report in about)


def find(
    viewer: Viewer, names: Iterable[str], *, within: QuerySet[Memorial] | None = None, lock: bool = False
) -> list[Waiting]:
    """The items of these names (`memory:<code>`) that this viewer may decide on, whether they wait or not.

    What is hidden from the viewer, not `within` these memorials, or not there, is left out.
    """
    codes: dict[str, list[str]] = defaultdict(list)
    for name in names:
        kind, _, code = name.partition(":")
        if kind in KINDS:
            codes[kind].append(code)
    rows: dict[tuple[str, int], Any] = {}
    for kind, wanted in codes.items():
        those = shown(viewer, kind).filter(code__in=wanted).order_by("pk")
        if within is not None:
            those = those.filter(**{"pk__in" if kind == PAGE_ITSELF else "memorial__in": within})
        found = those.select_for_update(of=("self",)) if lock else those
        rows |= {(kind, row.pk): row for row in found}
    reports = open_reports(rows)
    return [Waiting(kind, row, reports[kind, pk]) for (kind, pk), row in rows.items()]
