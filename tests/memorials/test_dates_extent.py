import random
import subprocess
import sys
from datetime import date, timedelta

import pytest

from memorials import dates
from memorials.dates.calendars import to_date


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize(
    ("kept", "earliest", "latest"),
    [
        ("", "", ""),
        ("1906", "1906-01-01", "1906-12-31"),
        ("1904-02", "1904-02-01", "1904-02-29"),
        ("1906-12-24", "1906-12-24", "1906-12-24"),
        ("1943~", "1943-01-01", "1943-12-31"),
        ("1943-05%", "1943-05-01", "1943-05-31"),
        ("1951-21", "1951-03-01", "1951-05-31"),
        ("1951-22", "1951-06-01", "1951-08-31"),
        ("1951-23", "1951-09-01", "1951-11-30"),
        ("1951-24", "1951-01-01", "1952-02-28"),
        ("194X", "1940-01-01", "1949-12-31"),
        ("18XX?", "1800-01-01", "1899-12-31"),
        ("[1940..1945-05]", "1940-01-01", "1945-05-31"),
        ("1940-06/1945", "1940-06-01", "1945-12-31"),
        ("[..1945-05]", "", "1945-05-31"),
        ("[1945-05..]", "1945-05-01", ""),
        ("9999", "9999-01-01", "9999-12-31"),
        ("1900-02-29", "1900-03-13", "1900-03-13"),
    ],
)
def test_earliest_and_latest_day(kept, earliest, latest):
    assert dates.bounds(kept) == (day(earliest), day(latest))


@pytest.mark.parametrize(
    ("kept", "earliest", "latest"),
    [
        ("1899-12-20", "1900-01-01", "1900-01-01"),
        ("1899", "1899-01-13", "1900-01-12"),
        ("1900-02", "1900-02-13", "1900-03-13"),
        ("1904-02", "1904-02-14", "1904-03-13"),
        ("[..1917]", "", "1918-01-13"),
        ("[1900-02-28..1900-03]", "1900-03-12", "1900-04-13"),
        ("9999-12-31", "9999-12-31", "9999-12-31"),
        ("0001-01-01", "0001-01-01", "0001-01-01"),
    ],
)
def test_old_style_days_are_counted_by_our_calendar(kept, earliest, latest):
    assert dates.bounds(kept, old_style=True) == (day(earliest), day(latest))


def test_old_days_follow_each_other_as_ours_do():
    """Every old day from 1582 to 1918 is the day after the one before it."""
    ours = date(1582, 10, 15)
    year, month, number = 1582, 10, 5
    while (year, month, number) != (1918, 2, 1):
        assert to_date((year, month, number), old_style=True) == ours
        ours += timedelta(days=1)
        last = {4: 30, 6: 30, 9: 30, 11: 30, 2: 28 + (year % 4 == 0)}.get(month, 31)
        number += 1
        if number > last:
            month, number = month + 1, 1
        if month > 12:
            year, month = year + 1, 1
    assert ours == date(1918, 2, 14)


@pytest.mark.parametrize(
    "text", ["летом", "9.12.1906", "../1945", "1906-02-30", "1903-02-29", "0000", "000X"]
)
def test_what_is_no_kept_date_has_no_bounds(text):
    with pytest.raises(ValueError, match=r"date|day|year"):
        dates.bounds(text)


@pytest.mark.parametrize(
    ("one", "other", "before"),
    [
        ("1906", "1907", True),
        ("1907", "1906", False),
        ("1906", "1906-12", False),
        ("1906-12", "1906", False),
        ("1906-11", "1906-12-09", True),
        ("1906-12-09", "1906-12-10", True),
        ("1906-12-09", "1906-12-09", False),
        ("", "1906", False),
        ("1906", "", False),
        ("", "", False),
        ("1941", "1943~", False),
        ("1943?", "1945", False),
        ("1930", "1943~", True),
        ("1935", "194X~", False),
        ("1941-22", "1941-23", True),
        ("1941-24", "1941-12-31", False),
        ("[..1940]", "1941", True),
        ("[..1940]", "1940", False),
        ("[1940..]", "2000", False),
        ("1939", "[1940..]", True),
        ("1900", "[..1940]", False),
        ("[1940..1945]", "1944", False),
        ("1940/1945", "1946", True),
        ("0001~", "9999~", True),
    ],
)
def test_a_date_is_before_another_only_when_that_is_sure(one, other, before):
    assert dates.is_before(one, other) is before


def test_the_style_of_each_date_is_heeded():
    assert dates.is_before("1917-12-25", "1918-01-01")
    assert not dates.is_before("1917-12-25", "1918-01-01", one_old_style=True)
    assert dates.is_before("1917-12-25", "1918-01-01", one_old_style=True, other_old_style=True)


def test_lists_begin_with_the_earliest_and_of_the_same_day_with_the_vaguest():
    in_order = [
        "0988", "18XX", "1899-12-31", "190X~", "[1906..]", "1906%", "1906-01-01/1908", "1906", "1906-01",
        "1906-01-01", "1906-12~", "1906-12", "1906-12-09", "1906-12-10", "[..1945]", "1945", "1951-22",
        "1951-07",
    ]  # fmt: skip
    shuffled = random.Random(4).sample(in_order, len(in_order))  # noqa: S311 - a fixed sample, no secret
    assert sorted(shuffled, key=dates.sort_key) == in_order
    assert {len(dates.sort_key(kept)) for kept in in_order} == {15}
    assert all(dates.sort_key(kept).isdecimal() for kept in in_order)
    assert dates.sort_key("") == ""


def test_an_old_style_day_is_sorted_by_our_calendar():
    assert dates.sort_key("1899-12-20", old_style=True) == dates.sort_key("1900-01-01")


def test_the_library_is_loaded_only_when_it_is_asked():
    told = (
        "import sys, django; django.setup(); from memorials import dates;"
        "assert dates.worded('[1940..1945]') and dates.years('1906~', '1992');"
        "assert 'edtf' not in sys.modules; dates.bounds('1906'); assert 'edtf' in sys.modules"
    )
    env = {"DJANGO_SETTINGS_MODULE": "config.settings", "RODNIK_IGNORE_DOTENV": "1", "PATH": ""}
    subprocess.run([sys.executable, "-c", told], env=env, check=True, timeout=60)
