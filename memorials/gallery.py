"""What was brought, in the order of a life: the family's own albums, then decades, and last what has no date.
Recordings and papers stand apart, each in a stretch of their own."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple

from django.db.models import Count
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from memorials import dates
from memorials.models import Album, Media
from memorials.models.media import MediaQuerySet

#: In addresses a decade is called 194x, an album by its longer code, and the others so.
UNDATED, VOICES, PAPERS = "undated", "voices", "papers"
#: What may be long, and is not needed where many things stand side by side.
NOT_SHOWN = ("transcript", "search_text")


class Line(NamedTuple):
    """Of each thing only what tells its place."""

    pk: int
    code: str
    kind: str
    album_id: int | None
    taken: str


class Beside(NamedTuple):
    """The codes of what stands around a thing in its order; "" where there is nothing."""

    first: str
    previous: str
    next: str
    last: str


@dataclass
class Period:
    """A stretch of the gallery: `lines` are all that is in it, `items` what was loaded to be shown."""

    key: str
    title: str
    years: str = ""
    lines: list[Line] = field(default_factory=list)
    items: list[Media] = field(default_factory=list)

    @property
    def has_more(self) -> bool:
        return len(self.items) < len(self.lines)

    def show(self, loaded: dict[int, Media], lines: Iterable[Line]) -> None:
        self.items = [loaded[line.pk] for line in lines if line.pk in loaded]


@dataclass
class Gallery:
    pictures: list[Period]
    voices: Period
    papers: Period

    def __iter__(self) -> Iterator[Period]:
        """The stretches that hold something."""
        return (period for period in (*self.pictures, self.voices, self.papers) if period.lines)

    @property
    def is_one_period(self) -> bool:
        return len(self.pictures) == 1

    def period(self, key: str) -> Period | None:
        return next((period for period in self if period.key == key), None)

    def beside(self, media: Media) -> Beside:
        """Pictures are leafed through from one period to the next; recordings and papers among themselves."""
        apart = {Media.Kind.AUDIO.value: [self.voices], Media.Kind.DOCUMENT.value: [self.papers]}
        periods = apart.get(media.kind, self.pictures)
        codes = [line.code for line in chain.from_iterable(period.lines for period in periods)]
        place = codes.index(media.code)
        around = ["", *codes, ""]
        return Beside(codes[0], around[place], around[place + 2], codes[-1])


def counts_of(media: MediaQuerySet) -> dict[str, int]:
    """How many of each kind, all kinds named."""
    counted = media.order_by().values_list("kind").annotate(Count("pk"))
    return {**dict.fromkeys(Media.Kind.values, 0), **dict(counted)}


def arrange(media: MediaQuerySet, albums: Iterable[Album]) -> Gallery:
    """All of these, by two queries whatever their number; nothing is loaded to be shown yet."""
    lines = [Line(*line) for line in media.prefetch_related(None).arranged().values_list(*Line._fields)]
    pictures = [line for line in lines if line.kind in (Media.Kind.PHOTO, Media.Kind.VIDEO)]
    return Gallery(
        _periods(pictures, {album.pk: album for album in albums}),
        Period(VOICES, _("Voices"), lines=[line for line in lines if line.kind == Media.Kind.AUDIO]),
        Period(PAPERS, _("Papers"), lines=[line for line in lines if line.kind == Media.Kind.DOCUMENT]),
    )


def _periods(pictures: Iterable[Line], albums: dict[int, Album]) -> list[Period]:
    by_album: dict[int, list[Line]] = defaultdict(list)
    by_decade: dict[str, list[Line]] = defaultdict(list)
    for line in pictures:
        if line.album_id in albums:
            by_album[line.album_id].append(line)
        else:
            by_decade[dates.decade(line.taken)].append(line)
    filled = [album for album in albums.values() if by_album[album.pk]]
    decades = sorted(
        by_decade, key=lambda decade: (not decade, decade.replace("XX", "~"))
    )  # 199X, 19XX, 200X
    return [
        *(_of_album(album, by_album[album.pk]) for album in sorted(filled, key=in_order)),
        *(_of_decade(decade, by_decade[decade]) for decade in decades),
    ]


def in_order(album: Album) -> tuple[bool, str, int]:
    """By their years; those of which nothing is said come last."""
    return not album.period_key, album.period_key, album.pk


def _of_album(album: Album, lines: list[Line]) -> Period:
    return Period(album.code, album.title, _years(album, lines), lines)


def _of_decade(decade: str, lines: list[Line]) -> Period:
    title = capfirst(dates.worded(decade)) if decade else _("Without a date")
    return Period(decade.lower() or UNDATED, title, lines=lines)


def _years(album: Album, lines: Iterable[Line]) -> str:
    """What the family says of it, or else the years of what is in it."""
    if album.period:
        return dates.worded(album.period)
    years = sorted(dates.sort_key(line.taken)[:4] for line in lines if line.taken)
    return "–".join(dict.fromkeys((years[0], years[-1]))) if years else ""
