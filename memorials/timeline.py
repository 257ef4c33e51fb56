"""The line of a life: every row of the timeline repeats the whole line and marks its own place on it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from memorials import dates
from memorials.models import LifeEvent, Memorial

#: A line without length would put everything at its beginning.
SHORTEST_LIFE = 365
_ABOUT = set("~?%X[.")
_SEASONS = ("-21", "-22", "-23", "-24")


@dataclass(frozen=True)
class Moment:
    """One row. `start` and `width` are shares of the line in per cent; a known day has no width.

    `shape` is "day", "lasted" (from one date to another) or "about" (some time between two).
    """

    happened: str  # EDTF
    old_style: bool
    title: str | Promise
    place: str
    event: LifeEvent | None  # None for birth and death
    start: float
    width: float
    shape: str


@dataclass(frozen=True)
class _Line:
    first: date
    days: int

    def share(self, day: date) -> float:
        return round(min(100.0, max(0.0, 100 * (day - self.first).days / self.days)), 2)


def moments_of(memorial: Memorial, events: Iterable[LifeEvent]) -> list[Moment]:
    """Birth, the events in their order, and death. Empty where there are no events to show."""
    rows = list(_rows(memorial, list(events)))
    days = [day for row in rows for day in row[-1] if day]
    if not days or not any(row[4] for row in rows):
        return []
    line = _Line(min(days), max(SHORTEST_LIFE, (max(days) - min(days)).days))
    rows.sort(key=lambda row: (row[-1][0] or row[-1][1] or line.first, row[-1][1] or line.first))
    return [_moment(line, *row) for row in rows]


Bounds = tuple[date | None, date | None]
Row = tuple[str, bool, str | Promise, str, LifeEvent | None, Bounds]


def _rows(memorial: Memorial, events: list[LifeEvent]) -> Iterator[Row]:
    ends = (
        (memorial.born, memorial.born_old_style, _("Birth"), memorial.born_place),
        (memorial.died, memorial.died_old_style, _("Death"), memorial.died_place),
    )
    for happened, old_style, title, place in ends:
        if happened:
            yield happened, old_style, title, place, None, dates.bounds(happened, old_style=old_style)
    for event in events:
        bounds = (event.happened_earliest, event.happened_latest)
        yield event.happened, False, event.title, event.place, event, bounds


def _moment(
    line: _Line, happened: str, old_style: bool, title: str | Promise, place: str,
    event: LifeEvent | None, bounds: Bounds,
) -> Moment:  # fmt: skip
    earliest, latest = bounds[0] or bounds[1] or line.first, bounds[1] or bounds[0] or line.first
    shape = shape_of(happened)
    start = line.share(earliest)
    width = 0.0 if shape == "day" else max(1.5, line.share(latest) - start)
    return Moment(happened, old_style, title, place, event, start, width, shape)


def shape_of(happened: str) -> str:
    """How a date is drawn."""
    if set(happened) & _ABOUT or happened.endswith(_SEASONS):
        return "about"
    return "lasted" if "/" in happened else "day"
