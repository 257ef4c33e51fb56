"""The line of a life: every row of the timeline repeats the whole line and marks its own place on it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from memorials import dates
from memorials.models import LifeEvent, Memorial

#: Days. A shorter line would set everything at its beginning.
SHORTEST_LIFE = 365
#: Per cent of the line: what is inexact must still be seen.
NARROWEST = 1.5
_ABOUT = set("~?%X[.")
SHAPES = ("day", "lasted", "about")
_SEASONS = ("-21", "-22", "-23", "-24")


@dataclass(frozen=True)
class Moment:
    """What happened, and between which days: birth, an event, or death (`event` is None for the ends)."""

    happened: str  # EDTF
    title: str | Promise
    place: str
    earliest: date | None
    latest: date | None
    event: LifeEvent | None = None
    old_style: bool = False

    @property
    def shape(self) -> str:
        """How it is drawn: "day", "lasted" (from one date to another), or "about" (some time between)."""
        if set(self.happened) & _ABOUT or self.happened.endswith(_SEASONS):
            return "about"
        return "lasted" if "/" in self.happened else "day"


@dataclass(frozen=True)
class Row:
    """A moment on the line; `start` and `width` are shares of the line in per cent."""

    moment: Moment
    start: float
    width: float


def rows_of(memorial: Memorial, events: Iterable[LifeEvent]) -> list[Row]:
    """Birth, the events, and death in their order. Empty where no event has been told."""
    moments = sorted(_moments(memorial, events), key=lambda moment: dates.sort_key(moment.happened))
    days = [day for moment in moments for day in (moment.earliest, moment.latest) if day]
    if not days or not any(moment.event for moment in moments):
        return []
    line = _Line(min(days), max(SHORTEST_LIFE, (max(days) - min(days)).days))
    return [line.row(moment) for moment in moments]


def _moments(memorial: Memorial, events: Iterable[LifeEvent]) -> Iterator[Moment]:
    if memorial.born:
        bounds = (memorial.born_earliest, memorial.born_latest)
        yield Moment(
            memorial.born, _("Birth"), memorial.born_place, *bounds, old_style=memorial.born_old_style
        )
    for event in events:
        bounds = (event.happened_earliest, event.happened_latest)
        yield Moment(event.happened, event.title, event.place, *bounds, event=event)
    if memorial.died:
        bounds = (memorial.died_earliest, memorial.died_latest)
        yield Moment(
            memorial.died, _("Death"), memorial.died_place, *bounds, old_style=memorial.died_old_style
        )


@dataclass(frozen=True)
class _Line:
    first: date
    days: int

    def row(self, moment: Moment) -> Row:
        start = self._share(moment.earliest or moment.latest)
        end = self._share(moment.latest or moment.earliest)
        return Row(moment, start, 0 if moment.shape == "day" else max(NARROWEST, round(end - start, 2)))

    def _share(self, day: date | None) -> float:
        return round(100 * ((day or self.first) - self.first).days / self.days, 2)
