"""Kept dates in the words of the current language."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from memorials.dates import names
from memorials.dates.calendars import is_old_style, numbers, to_date
from memorials.dates.kept import Kept, Kind, is_day
from memorials.dates.names import Case

DIED_BEFORE_BORN = _("The date of death is before the date of birth.")


def worded(edtf: str, *, old_style: bool = False) -> str:
    """«9 декабря 1906», «лето 1951», "about 1943"; what is not in the kept form stands as it is.

    Old-style days stand with those of our calendar: «26 ноября (9 декабря) 1906». Old-style months and
    seasons are followed by a note; a year says nothing that twelve days could change.
    """
    kept = Kept.read(edtf)
    if kept is None:
        return edtf
    old_style = is_old_style(kept, old_style)
    said = _said(kept, old_style)
    if old_style and (kept.kind is Kind.SEASON or any(_is_month(end) for end in kept.ends)):
        return pgettext("a date and its note", "%(date)s (%(note)s)") % {"date": said, "note": _old_style()}
    return said


def style_note(edtf: str, *, old_style: bool = False) -> str:
    """The name of the old calendar, to be said beside a date that is written by it; "" for all others."""
    kept = Kept.read(edtf)
    if kept is None or not is_old_style(kept, old_style):
        return ""
    finer_than_years = kept.kind is Kind.SEASON or any("-" in end for end in kept.ends)
    return _old_style() if finer_than_years else ""


def machine_readable(edtf: str, *, old_style: bool = False) -> str:
    """What the `datetime` attribute of HTML may say of the date: a day, a month or a year of our calendar.

    Empty where HTML has no word for it, which is every inexact date.
    """
    kept = Kept.read(edtf)
    if kept is None or kept.kind is not Kind.DATE or kept.mark or "X" in kept.first:
        return ""
    old_style = is_old_style(kept, old_style)
    if is_day(kept.first):
        return to_date(numbers(kept.first), old_style=old_style).isoformat()
    return "" if old_style else kept.first


def years(born: str, died: str) -> str:
    """A life in years: 1906–1992, «ок. 1906–1992»; with one end known, that end in words."""
    one, other = _to_years(Kept.read(born)), _to_years(Kept.read(died))
    if one and other:
        pattern = "%(born)s–%(died)s"
        if not (_is_plain(one) and _is_plain(other) and not other.is_about):
            # A dash without spaces would tie "about 1992" or "before 1906" to the wrong year.
            pattern = pgettext("years of a life in words", "%(born)s – %(died)s")
        return pattern % {"born": _in_years(one), "died": _in_years(other)}
    if one:
        return pgettext("year of birth alone", "born %(year)s") % {"year": _in_years(one)}
    if other:
        return pgettext("year of death alone", "died %(year)s") % {"year": _in_years(other)}
    return ""


def _said(kept: Kept, old_style: bool) -> str:
    if kept.kind is Kind.SEASON:
        return names.season(kept.first)
    if kept.kind is Kind.DATE:
        return _marked(kept, old_style)
    if kept.kind is Kind.BETWEEN:
        return pgettext("date", "between %(first)s and %(last)s") % _ends(kept, Case.BETWEEN, old_style)
    if kept.kind is Kind.BEFORE:
        return pgettext("date", "before %(last)s") % _ends(kept, Case.ABOUT, old_style)
    if kept.kind is Kind.AFTER:
        return pgettext("date", "after %(first)s") % _ends(kept, Case.ABOUT, old_style)
    return _lasting(kept, old_style)


def _marked(kept: Kept, old_style: bool) -> str:
    case = Case.ABOUT if kept.is_about else Case.NAMING
    said = names.date(kept.first, case, old_style=old_style)
    if kept.is_about:
        said = pgettext("date", "about %(date)s") % {"date": said}
    return pgettext("date", "probably %(date)s") % {"date": said} if kept.is_doubted else said


def _lasting(kept: Kept, old_style: bool) -> str:
    if "-" not in kept.first + kept.last:
        return f"{kept.first}–{kept.last}"
    first = names.date(kept.first, Case.ABOUT, old_style=old_style)
    last = names.date(kept.last, old_style=old_style)
    return pgettext("date", "from %(first)s to %(last)s") % {"first": first, "last": last}


def _ends(kept: Kept, case: Case, old_style: bool) -> dict[str, str]:
    return {
        "first": names.date(kept.first, case, old_style=old_style),
        "last": names.date(kept.last, case, old_style=old_style),
    }


def _to_years(kept: Kept | None) -> Kept | None:
    """The date with its months and days left out."""
    if kept is None:
        return None
    first, last = kept.first[:4], kept.last[:4]
    if kept.kind is Kind.SEASON or first == last:
        return Kept(Kind.DATE, first)
    return replace(kept, first=first, last=last)


def _in_years(kept: Kept) -> str:
    """As short as a list wants it."""
    if kept.kind is not Kind.DATE:
        return _said(kept, False)
    said = _short(kept.first)
    if kept.is_about:
        said = pgettext("short date", "c. %(date)s") % {"date": said}
    return f"{said}?" if kept.is_doubted else said


def _short(date: str) -> str:
    if date.endswith("XX"):
        return names.century(date)
    if date.endswith("X"):
        return pgettext("short date", "%(year)ss") % {"year": date.replace("X", "0")}
    return date


def _is_plain(kept: Kept) -> bool:
    return kept.kind is Kind.DATE and "X" not in kept.first


def _is_month(end: str) -> bool:
    return "-" in end and not is_day(end)


def _old_style() -> str:
    return pgettext("calendar", "old style")
