"""From the earliest to the latest day a date may mean: what is compared and sorted."""

from datetime import date, timedelta

from memorials.dates.calendars import is_julian_only, is_old_style, to_date
from memorials.dates.kept import Kept, Kind, is_day
from memorials.dates.standard import Day, first_and_last

#: The library takes a winter for its December. People call by one year both the winter that ends in it
#: and the winter that begins in it: it may be any day from that January to the February after.
_WINTER = "-24"
_FEBRUARY_END = 28
#: How far from the truth an "about" or a "perhaps" may be, at least: families remember in fives.
_DOUBT = timedelta(days=5 * 366)
#: More days than lie between any two dates, with its seven digits.
_ENDLESS = 9_999_999


def bounds(edtf: str, *, old_style: bool = False) -> tuple[date | None, date | None]:
    """The earliest and the latest day the text names, by our calendar; None where it is open or empty.

    "About" and "perhaps" do not widen them: «около 1943» stands in lists where 1943 does, and only
    `is_before` allows for the doubt. ValueError for text that is not in the kept form.
    """
    if not edtf:
        return None, None
    kept = _read(edtf)
    old_style = is_old_style(kept, old_style)
    if kept.kind is Kind.BEFORE:
        return None, _latest(kept.last, old_style)
    if kept.kind is Kind.AFTER:
        return _earliest(kept.first, old_style), None
    return _earliest(kept.first, old_style), _latest(kept.last or kept.first, old_style)


def is_before(one: str, other: str, *, one_old_style: bool = False, other_old_style: bool = False) -> bool:
    """Whether one date is surely before the other: 1906 is not before 1906-12, nor 1941 before 1943~."""
    _, latest = _allowing_for_doubt(one, one_old_style)
    earliest, _ = _allowing_for_doubt(other, other_old_style)
    return latest is not None and earliest is not None and latest < earliest


def sort_key(edtf: str, *, old_style: bool = False) -> str:
    """Fifteen digits, alike in every collation: the earliest day, and of the same one the vaguer first.

    Open dates are the vaguest: «до 1945» and «после 1945» stand right before 1945 (by its earliest day
    the former would lead every list, before the birth of whom it is about). Empty for no date.
    """
    if not edtf:
        return ""
    kept = _read(edtf)
    start = _earliest(kept.first or kept.last, is_old_style(kept, old_style))
    earliest, latest = _allowing_for_doubt(edtf, old_style)
    vagueness = (latest - earliest).days if earliest and latest else _ENDLESS
    return f"{start.isoformat().replace('-', '')}{_ENDLESS - vagueness:07}"


def decade(edtf: str) -> str:
    """The decade in which it begins, 194X, or the century where no more is known, 18XX; "" for no date.

    An open date stands in the decade of the end that is known.
    """
    if not edtf:
        return ""
    kept = _read(edtf)
    year = (kept.first or kept.last)[:4]
    return year if year.endswith("XX") else f"{year[:3]}X"


def is_reversed(kept: Kept) -> bool:
    """Whether the last end begins or ends before the first one does. ValueError where a day never was."""
    old_style = is_old_style(kept, False)
    spans = [(_earliest(end, old_style), _latest(end, old_style)) for end in kept.ends]
    return any(later < sooner for sooner, later in zip(spans[0], spans[-1], strict=True))


def _read(edtf: str) -> Kept:
    kept = Kept.read(edtf)
    if kept is None:
        raise ValueError(f"not a date in the kept form: {edtf!r}")
    return kept


def _allowing_for_doubt(edtf: str, old_style: bool) -> tuple[date | None, date | None]:
    earliest, latest = bounds(edtf, old_style=old_style)
    if earliest is None or latest is None or not _read(edtf).mark:
        return earliest, latest
    doubt = max(_DOUBT, latest - earliest)
    return max(earliest, date.min + doubt) - doubt, min(latest, date.max - doubt) + doubt


def _earliest(end: str, old_style: bool) -> date:
    first, _ = first_and_last(end)
    return to_date((first[0], 1, 1) if end[4:] == _WINTER else first, old_style=old_style)


def _latest(end: str, old_style: bool) -> date:
    _, last = first_and_last(end)
    if end[4:] == _WINTER:
        last = (last[0] + 1, 2, _FEBRUARY_END)
    return to_date(_of_old_february(last) if old_style and not is_day(end) else last, old_style=old_style)


def _of_old_february(last: Day) -> Day:
    """The last day of February 1900, which the library takes for the 28th, was the 29th then."""
    leap_day = (last[0], 2, _FEBRUARY_END + 1)
    return leap_day if last[1:] == (2, _FEBRUARY_END) and is_julian_only(leap_day) else last
