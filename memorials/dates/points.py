"""One date as people write it, as EDTF: a day, a month, a year, a season, a decade, a century.

The text comes in small letters and single spaces, without ё and commas.
"""

import re
from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from memorials.dates.vocabulary import century_named, decade_named, month_named, season_named

_LEAD = r"(?:(?:во?|in|on) )?(?:the )?"
_YEAR = r"(?P<year>[0-9]{4})(?:-(?:го|й|м|ом|ый))?(?: ?(?:г\.?|год|года|году|годом))?"
_DAY = r"(?P<day>[0-9]{1,2})(?:-?(?:го|е|st|nd|rd|th))?"
_NAME = r"(?P<name>[a-zа-я]+\.?)"
_POINTS = [
    re.compile(_LEAD + form)
    for form in (
        r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})(?:-(?P<day>[0-9]{1,2}))?",
        rf"(?:(?P<day>[0-9]{{1,2}})\. ?)?(?P<month>[0-9]{{1,2}})\. ?{_YEAR}",
        rf"(?:{_DAY} (?:of )?)?{_NAME} ?{_YEAR}",
        rf"{_NAME} ?{_DAY} {_YEAR}",
        _YEAR,
    )
]
_CENTURY = (
    r"(?P<century>[0-9]{1,2}|[ivxlcхіс]+)(?:-?(?:й|го|м|ый|ом|st|nd|rd|th))?"
    r" ?(?:века|веке|веком|век|в\.?|столетия|столетии|столетие|century|cent\.|c\.)"
)
_YEARS = r"(?: ?(?:годы|годов|годах|годами|гг\.?|г\.?))?"
_IN_NUMBERS = re.compile(rf"{_LEAD}(?P<decade>[0-9]{{3}})0(?:-?(?:е|х|ые|ых|ми)|'?s){_YEARS}")
_IN_WORDS = re.compile(
    rf"{_LEAD}(?:'?(?P<tens>[1-9])0(?:-?(?:е|х|ые|ых|ми)|'?s)|(?P<name>[a-zа-я]+)){_YEARS}(?: {_CENTURY})?"
)
_CENTURY_ALONE = re.compile(_LEAD + _CENTURY)
_SEASON = re.compile(rf"{_LEAD}(?P<name>[a-zа-я]+)(?: of)? {_YEAR}")
#: 30-е, named alone, are of the century in which the remembered lived; 20-е may be of two.
_FIRST_SURE_DECADE = 3
_THEIR_CENTURY = 20


def point(text: str) -> str | None:
    """A day, a month or a year. ValidationError for the thirteenth month."""
    matches = (form.fullmatch(text) for form in _POINTS)
    return next(filter(None, (_point(match, text) for match in matches if match)), None)


def _point(match: re.Match[str], text: str) -> str | None:
    part = {"month": None, "day": None, "name": None, **match.groupdict()}
    month = month_named(part["name"]) if part["name"] else int(part["month"] or 0)
    if month is None:
        return None
    if part["month"] and not 1 <= month <= 12:
        raise no_such_date(text)
    numbers = [part["year"], f"{month:02}" if month else "", f"{int(part['day']):02}" if part["day"] else ""]
    return "-".join(filter(None, numbers))


def decade(text: str) -> str | None:
    if match := _IN_NUMBERS.fullmatch(text):
        return f"{match['decade']}X"
    match = _IN_WORDS.fullmatch(text)
    if match is None:
        return None
    tens = int(match["tens"]) if match["tens"] else decade_named(match["name"])
    century = century_named(match["century"]) if match["century"] else None
    if tens is None or (century is None and tens < _FIRST_SURE_DECADE):
        return None
    return f"{(century or _THEIR_CENTURY) - 1:02}{tens}X"


def century(text: str) -> str | None:
    match = _CENTURY_ALONE.fullmatch(text)
    number = century_named(match["century"]) if match else None
    return f"{number - 1:02}XX" if number else None


def season(text: str) -> str | None:
    match = _SEASON.fullmatch(text)
    number = season_named(match["name"]) if match else None
    return f"{match['year']}-{number}" if match and number else None


def date(text: str) -> str | None:
    """Whatever `about` and `perhaps` may stand before."""
    readings: tuple[Callable[[str], str | None], ...] = (point, decade, century)
    return next(filter(None, (reading(text) for reading in readings)), None)


def no_such_date(text: str) -> ValidationError:
    return ValidationError(_("There is no such date: %(date)s."), params={"date": text})
