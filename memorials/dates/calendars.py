"""The old and the new calendar: Julian days, by which Russia lived until February 1918, as days of ours."""

from calendar import isleap
from datetime import date

from memorials.dates.kept import Kept, is_day
from memorials.dates.standard import Day

_LEAP_DAY = (2, 29)
#: The proleptic day before 1 January of the year 1 by the Julian calendar is the third before ours.
_DAYS_BETWEEN_STARTS = 2


def is_julian_only(day: Day) -> bool:
    """29 February 1900 and its like were days by the old calendar alone."""
    year, month, number = day
    return (month, number) == _LEAP_DAY and year % 4 == 0 and not isleap(year)


def is_old_style(kept: Kept, said: bool) -> bool:
    """A day that only the old calendar has is read by it, said or not."""
    return said or any(is_day(end) and is_julian_only(numbers(end)) for end in kept.ends)


def numbers(end: str) -> Day:
    year, month, day = map(int, end.split("-"))
    return year, month, day


def to_date(day: Day, *, old_style: bool) -> date:
    """The day by our calendar. ValueError where the calendar meant has no such day."""
    return _from_julian(day) if old_style else date(*day)


def _from_julian(day: Day) -> date:
    year, month, number = day
    leap = (month, number) == _LEAP_DAY and year % 4 == 0
    # Our calendar may lack the leap day itself: count it from the day before.
    within = date(year, month, number - 1 if leap else number).timetuple().tm_yday + leap
    within += month > 2 and year % 4 == 0 and not isleap(year)
    passed = (year - 1) * 365 + (year - 1) // 4
    ordinal = passed + within - _DAYS_BETWEEN_STARTS
    return date.fromordinal(min(max(ordinal, date.min.toordinal()), date.max.toordinal()))
