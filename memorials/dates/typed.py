"""What people type, in Russian or English whatever the language of the page, as the kept EDTF."""

import re
from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from memorials.dates import extent, points
from memorials.dates.kept import Kept, Kind

#: «между 29 сентября 1940 года и 30 сентября 1945 года» has 53 signs.
LONGEST_TYPED = 80
HOW_TO_WRITE = _(
    "Write a date as far as you know it: 9 December 1906, 12.1906, summer 1951, about 1943, the 1940s."
)
_ONE_SIGN = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-") | {"ё": "е", ",": " ", "’": "'", "«": " ", "»": " "})
#: «1906–12» may mean years or a month: it is not read at all rather than wrongly. 1906-12 is a month.
_SHORTENED = re.compile(r"\s*[0-9]{4}\s*[‒–—―]\s*[0-9]{1,2}\s*")
_WORD_ENDS = r"(?: |(?<=[.~]))"
_MARKED = re.compile(
    r"(?:(?P<perhaps>возможно|вероятно|наверное?|может быть|видимо|предположительно|скорее всего"
    rf"|maybe|perhaps|probably|possibly|предп\.|prob\.){_WORD_ENDS})?"
    r"(?:(?P<about>около|ок\.?|примерно|приблизительно|прибл\.|где-то"
    rf"|about|around|approximately|circa|ca?\.?|~){_WORD_ENDS})?"
    r"(?P<date>[^~?%]+?) ?(?P<signs>[~?%]|\(\?\)|)"
)
_YEARS = r"(?: ?(?:гг\.?|годами|годы|годах))?"
_BETWEEN = re.compile(rf"(?:между|between) (?P<first>.+) (?:и|and) (?P<last>.+?){_YEARS}")
_LASTING = re.compile(rf"(?:со?|от|from) (?P<first>.+) (?:по|до|to|till|until|through) (?P<last>.+?){_YEARS}")
_DASHED = re.compile(rf"(?P<first>[^-]+?) ?- ?(?P<last>[^-]+?){_YEARS}|(?P<first_>.+) - (?P<last_>.+)")
_BEFORE = re.compile(r"(?:до|не позднее|не позже|ранее|раньше|before|by|(?:no|not) later than) (?P<date>.+)")
_AFTER = re.compile(r"(?:после|не ранее|не раньше|позднее|позже|after|(?:no|not) earlier than) (?P<date>.+)")


def parse(text: str) -> str:
    """The date as it is kept (see `memorials.dates.kept`).

    "Between 1940 and 1945" is one day of those years, nobody knows which: [1940..1945]. "From 1940 to
    1945" and "1940–1945" lasted all that time: 1940/1945. «До 1945» may be 1945 itself, as in speech it
    often is. ValidationError with one plain sentence for anything else, and for a day that no calendar
    has; 29 February 1900 was a day of the old one.
    """
    plain = _plain(text)
    readings: tuple[Callable[[str], Kept | None], ...] = (_edtf, _marked, _season, _between, _lasting, _open)
    kept = next(filter(None, (reading(plain) for reading in readings)), None)
    if kept is None:
        raise ValidationError(HOW_TO_WRITE)
    return str(_checked(kept, text.strip()))


def validate(text: str) -> None:
    """A model validator: the text must already be in the kept form."""
    if parse(text) != text:
        raise ValidationError(HOW_TO_WRITE)


def _plain(text: str) -> str:
    """Small letters, one kind of dash, single spaces; nothing of a text that is too long to be a date."""
    if len(text) > LONGEST_TYPED or _SHORTENED.fullmatch(text):
        return ""
    return " ".join(text.lower().translate(_ONE_SIGN).split())


def _edtf(plain: str) -> Kept | None:
    return Kept.read(plain.replace("х", "x").upper())


def _marked(plain: str) -> Kept | None:
    match = _MARKED.fullmatch(plain)
    date = points.date(match["date"]) if match else None
    if match is None or date is None:
        return None
    about = match["about"] or match["signs"] in ("~", "%")
    doubted = match["perhaps"] or match["signs"] in ("?", "%", "(?)")
    return Kept(Kind.DATE, date, mark="%" if about and doubted else "~" if about else "?" if doubted else "")


def _season(plain: str) -> Kept | None:
    season = points.season(plain)
    return Kept(Kind.SEASON, season) if season else None


def _between(plain: str) -> Kept | None:
    match = _BETWEEN.fullmatch(plain)
    return _pair(Kind.BETWEEN, match["first"], match["last"]) if match else None


def _lasting(plain: str) -> Kept | None:
    if match := _LASTING.fullmatch(plain):
        return _pair(Kind.LASTING, match["first"], match["last"])
    if match := _DASHED.fullmatch(plain):
        return _pair(Kind.LASTING, match["first"] or match["first_"], match["last"] or match["last_"])
    return None


def _open(plain: str) -> Kept | None:
    if (match := _BEFORE.fullmatch(plain)) and (end := points.point(match["date"])):
        return Kept(Kind.BEFORE, last=end)
    if (match := _AFTER.fullmatch(plain)) and (end := points.point(match["date"])):
        return Kept(Kind.AFTER, end)
    return None


def _pair(kind: Kind, first: str, last: str) -> Kept | None:
    """«9 и 12 декабря 1906», "June and August 1943": the first end may borrow the words of the other."""
    end = points.point(last)
    if end is None:
        return None
    words = last.split()
    lent = [first, *(" ".join([first, *words[i:]]) for i in range(len(words) - 1, 0, -1))]
    start = next(filter(None, map(points.point, lent)), None)
    return Kept(kind, start, end) if start else None


def _checked(kept: Kept, typed: str) -> Kept:
    try:
        is_reversed = extent.is_reversed(kept)
    except ValueError:
        raise points.no_such_date(typed) from None
    if is_reversed:
        raise ValidationError(_("The first date is later than the second."))
    return Kept(Kind.DATE, kept.first) if kept.first == kept.last else kept
