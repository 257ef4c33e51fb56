"""Dates that need not be known to the day: a year, a month of a year, or a day.

They are kept as EDTF level 0 text (ISO 8601: `1906`, `1906-12`, `1906-12-09`), which sorts as it
stands, the less exact date before the more exact one.
"""

import datetime
import re

from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS, MONTHS_ALT
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext_lazy as _

_ISO = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?")
_DOTTED = re.compile(r"(?:(?:(?P<day>\d{1,2})\.)?(?P<month>\d{1,2})\.)(?P<year>\d{4})")


def parse(text: str) -> str:
    """Text as somebody types it (`1906`, `12.1906`, `9.12.1906`, `1906-12-09`) as EDTF.

    Raises ValidationError with a plain sentence for anything else, and for a day that no calendar has.
    """
    match = _ISO.fullmatch(text.strip()) or _DOTTED.fullmatch(text.strip())
    if not match:
        raise ValidationError(_("Write a year, a month and year, or a day: 1906, 12.1906, 9.12.1906."))
    year, month, day = (int(match[part]) if match[part] else None for part in ("year", "month", "day"))
    try:
        datetime.date(year or 0, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        raise ValidationError(_("There is no such date: %(date)s."), params={"date": text}) from None
    return "-".join(
        f"{part:04}" if i == 0 else f"{part:02}" for i, part in enumerate((year, month, day)) if part
    )


def validate(text: str) -> None:
    """A model validator: the text must already be EDTF."""
    if parse(text) != text:
        raise ValidationError(_("Write a year, a month and year, or a day: 1906, 12.1906, 9.12.1906."))


DIED_BEFORE_BORN = _("The date of death is before the date of birth.")


def is_before(one: str, other: str) -> bool:
    """Whether one date is surely before the other: 1906 is not before 1906-12."""
    shared = min(len(one), len(other))
    return one[:shared] < other[:shared]


def year(text: str) -> str:
    return text[:4]


def worded(text: str) -> str:
    """The date in words of the current language: 9 декабря 1906, December 1906, 1906."""
    parts = [int(part) for part in text.split("-")] if text else []
    if len(parts) < 2:
        return text
    if len(parts) == 2:
        return f"{_month_alone(parts[1])} {parts[0]}"
    return f"{parts[2]} {MONTHS_ALT[parts[1]]} {parts[0]}"


def _month_alone(month: int) -> str:
    name = str(MONTHS[month])
    return name.lower() if (get_language() or "").startswith("ru") else name


def years(born: str, died: str) -> str:
    """A life in years: 1906–1992; with one end known, that end in words."""
    if born and died:
        return f"{year(born)}–{year(died)}"
    if born:
        return pgettext("year of birth alone", "born %(year)s") % {"year": year(born)}
    if died:
        return pgettext("year of death alone", "died %(year)s") % {"year": year(died)}
    return ""


def bounds(text: str, *, old_style: bool = False) -> tuple[datetime.date | None, datetime.date | None]:
    parts = [int(part) for part in text.split("-")]
    first = datetime.date(*[*parts, 1, 1][:3])
    last = datetime.date(parts[0], *(parts[1:] + [12, 31][len(parts) - 1 :])) if len(parts) != 2 else first
    return first, last
