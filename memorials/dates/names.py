"""How years, months, days, decades and centuries are called, in the case that the sentence asks for."""

from enum import Enum

from django.utils.dates import MONTHS, MONTHS_ALT
from django.utils.translation import get_language, pgettext, pgettext_lazy

from memorials.dates.calendars import numbers, to_date
from memorials.dates.kept import is_day
from memorials.dates.vocabulary import as_roman


class Case(Enum):
    """What Russian nouns need to know; English ones are always the same."""

    NAMING = "nominative"
    ABOUT = "genitive, after около, до and после"
    BETWEEN = "instrumental, after между"


_BETWEEN_MONTHS = (
    pgettext_lazy("between which months", "January"),
    pgettext_lazy("between which months", "February"),
    pgettext_lazy("between which months", "March"),
    pgettext_lazy("between which months", "April"),
    pgettext_lazy("between which months", "May"),
    pgettext_lazy("between which months", "June"),
    pgettext_lazy("between which months", "July"),
    pgettext_lazy("between which months", "August"),
    pgettext_lazy("between which months", "September"),
    pgettext_lazy("between which months", "October"),
    pgettext_lazy("between which months", "November"),
    pgettext_lazy("between which months", "December"),
)


def date(end: str, case: Case = Case.NAMING, *, old_style: bool = False) -> str:
    if end.endswith("XX"):
        return century(end, case)
    if end.endswith("X"):
        return _decade(end, case)
    if is_day(end):
        return _both_days(end) if old_style else _day(end)
    year, _, month = end.partition("-")
    return f"{_month(int(month), case)} {year}" if month else year


def century(end: str, case: Case = Case.NAMING) -> str:
    number = int(end[:2]) + 1
    shown = as_roman(number) if _is_russian() else _ordinal(number)
    if case is Case.ABOUT:
        return pgettext("about what", "the %(number)s century") % {"number": shown}
    return pgettext("time", "the %(number)s century") % {"number": shown}


def season(edtf: str) -> str:
    year, _, number = edtf.partition("-")
    patterns = {
        "21": pgettext("season", "spring %(year)s"),
        "22": pgettext("season", "summer %(year)s"),
        "23": pgettext("season", "autumn %(year)s"),
        "24": pgettext("season", "winter %(year)s"),
    }
    return patterns[number] % {"year": year}


def _decade(end: str, case: Case) -> str:
    year = end.replace("X", "0")
    if case is Case.ABOUT:
        return pgettext("about what", "the %(year)ss") % {"year": year}
    return pgettext("time", "the %(year)ss") % {"year": year}


def _month(number: int, case: Case) -> str:
    if case is Case.BETWEEN:
        return str(_BETWEEN_MONTHS[number - 1])
    if case is Case.ABOUT:
        return str(MONTHS_ALT[number])
    name = str(MONTHS[number])
    return name.lower() if _is_russian() else name


def _day(end: str) -> str:
    year, month, day = end.split("-")
    return f"{int(day)} {MONTHS_ALT[int(month)]} {year}"


def _both_days(end: str) -> str:
    """«26 ноября (9 декабря) 1906», «20 декабря 1899 (1 января 1900)», «1 (14) февраля 1918»."""
    year, month, day = numbers(end)
    now = to_date((year, month, day), old_style=True)
    if now.year != year:
        return f"{_day(end)} ({now.day} {MONTHS_ALT[now.month]} {now.year:04})"
    if now.month != month:
        return f"{day} {MONTHS_ALT[month]} ({now.day} {MONTHS_ALT[now.month]}) {year:04}"
    return f"{day} ({now.day}) {MONTHS_ALT[month]} {year:04}"


def _is_russian() -> bool:
    return (get_language() or "").startswith("ru")


def _ordinal(number: int) -> str:
    teen = number % 100 in (11, 12, 13)
    return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"
