import pytest
from django.utils import translation

from memorials import dates

WORDED = [
    ("1906", "1906", "1906"),
    ("0988", "0988", "0988"),
    ("1906-12", "декабрь 1906", "December 1906"),
    ("1906-05", "май 1906", "May 1906"),
    ("1906-12-09", "9 декабря 1906", "9 December 1906"),
    ("1943~", "около 1943", "about 1943"),
    ("1943-12~", "около декабря 1943", "about December 1943"),
    ("1943-12-09~", "около 9 декабря 1943", "about 9 December 1943"),
    ("1943?", "вероятно, 1943", "probably 1943"),
    ("1943-12?", "вероятно, декабрь 1943", "probably December 1943"),
    ("1943%", "вероятно, около 1943", "probably about 1943"),
    ("1951-21", "весна 1951", "spring 1951"),
    ("1951-22", "лето 1951", "summer 1951"),
    ("1951-23", "осень 1951", "autumn 1951"),
    ("1951-24", "зима 1951", "winter 1951"),
    ("194X", "1940-е годы", "the 1940s"),
    ("194X~", "около 1940-х годов", "about the 1940s"),
    ("194X?", "вероятно, 1940-е годы", "probably the 1940s"),
    ("18XX", "XIX век", "the 19th century"),
    ("18XX~", "около XIX века", "about the 19th century"),
    ("18XX%", "вероятно, около XIX века", "probably about the 19th century"),
    ("10XX", "XI век", "the 11th century"),
    ("20XX", "XXI век", "the 21st century"),
    ("[1940..1945]", "между 1940 и 1945", "between 1940 and 1945"),
    (
        "[1906-12..1907-03]",
        "между декабрём 1906 и мартом 1907",
        "between December 1906 and March 1907",
    ),
    (
        "[1906-12-09..1907]",
        "между 9 декабря 1906 и 1907",
        "between 9 December 1906 and 1907",
    ),
    ("1940/1945", "1940–1945", "1940–1945"),
    ("1943-06/1943-08", "с июня 1943 по август 1943", "from June 1943 to August 1943"),
    (
        "1906-12-09/1907-03-03",
        "с 9 декабря 1906 по 3 марта 1907",
        "from 9 December 1906 to 3 March 1907",
    ),
    ("[..1945]", "до 1945", "before 1945"),
    ("[..1945-05]", "до мая 1945", "before May 1945"),
    ("[..1945-05-09]", "до 9 мая 1945", "before 9 May 1945"),
    ("[1945..]", "после 1945", "after 1945"),
    ("[1945-05..]", "после мая 1945", "after May 1945"),
]


@pytest.mark.parametrize(("kept", "russian", "english"), [("", "", ""), *WORDED])
def test_dates_in_words(kept, russian, english):
    with translation.override("ru"):
        assert dates.worded(kept) == russian
    with translation.override("en"):
        assert dates.worded(kept) == english


MONTHS = [f"{pattern % month}" for month in range(1, 13) for pattern in (
    "1906-%02d", "1906-%02d-01", "1906-%02d~", "1906-%02d?", "[1905..1906-%02d]", "[..1906-%02d]",
    "[1906-%02d..]", "1906-%02d/1907", "1905/1906-%02d",
)]  # fmt: skip


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("reader", ["ru", "en"])
def test_words_are_read_back_as_the_same_date_whatever_the_language_of_the_page(language, reader):
    for kept in [*(kept for kept, _, _ in WORDED), *MONTHS]:
        with translation.override(language):
            said = dates.worded(kept)
        with translation.override(reader):
            assert dates.parse(said) == kept, said


def test_what_is_not_kept_so_is_shown_as_it_is():
    assert [dates.worded(text) for text in ("летом", "9.12.1906", "<b>")] == ["летом", "9.12.1906", "<b>"]


@pytest.mark.parametrize(
    ("kept", "russian", "english"),
    [
        ("1906-11-26", "26 ноября (9 декабря) 1906", "26 November (9 December) 1906"),
        ("1899-12-20", "20 декабря 1899 (1 января 1900)", "20 December 1899 (1 January 1900)"),
        ("1918-02-01", "1 (14) февраля 1918", "1 (14) February 1918"),
        ("1900-02-28", "28 февраля (12 марта) 1900", "28 February (12 March) 1900"),
        ("1900-02-29", "29 февраля (13 марта) 1900", "29 February (13 March) 1900"),
        ("1900-03-01", "1 (14) марта 1900", "1 (14) March 1900"),
        ("1812-08-26", "26 августа (7 сентября) 1812", "26 August (7 September) 1812"),
        ("1582-10-05", "5 (15) октября 1582", "5 (15) October 1582"),
        ("1904-02-29", "29 февраля (13 марта) 1904", "29 February (13 March) 1904"),
        ("1906-11-26~", "около 26 ноября (9 декабря) 1906", "about 26 November (9 December) 1906"),
        ("1906-11", "ноябрь 1906 (по старому стилю)", "November 1906 (old style)"),
        ("1905-22", "лето 1905 (по старому стилю)", "summer 1905 (old style)"),
        ("[..1906-11]", "до ноября 1906 (по старому стилю)", "before November 1906 (old style)"),
        ("1906", "1906", "1906"),
        ("189X", "1890-е годы", "the 1890s"),
    ],
)
def test_old_style_dates_stand_with_ours(kept, russian, english):
    with translation.override("ru"):
        assert dates.worded(kept, old_style=True) == russian
    with translation.override("en"):
        assert dates.worded(kept, old_style=True) == english


def test_a_leap_day_of_the_old_calendar_alone_needs_not_be_told_apart():
    assert dates.worded("1900-02-29") == "29 февраля (13 марта) 1900"
    assert dates.style_note("1900-02-29") == "по старому стилю"


def test_the_old_style_is_named_where_days_matter():
    finer = ["1906-11-26", "1906-11", "1905-22", "[..1906-11]", "1906/1906-11-26"]
    assert {dates.style_note(kept, old_style=True) for kept in finer} == {"по старому стилю"}
    assert {dates.style_note(kept) for kept in finer} == {""}
    assert {dates.style_note(kept, old_style=True) for kept in ("", "1906", "189X", "[1905..1906]")} == {""}
    with translation.override("en"):
        assert dates.style_note("1906-11-26", old_style=True) == "old style"


@pytest.mark.parametrize(
    ("kept", "old_style", "said"),
    [
        ("1906-12-09", False, "1906-12-09"),
        ("1906-11-26", True, "1906-12-09"),
        ("1900-02-29", False, "1900-03-13"),
        ("1906-12", False, "1906-12"),
        ("1906-12", True, ""),
        ("1906", False, "1906"),
        ("1943~", False, ""),
        ("194X", False, ""),
        ("1951-22", False, ""),
        ("[1940..1945]", False, ""),
        ("1940/1945", False, ""),
        ("", False, ""),
    ],
)
def test_machines_are_told_only_what_html_can_say(kept, old_style, said):
    assert dates.machine_readable(kept, old_style=old_style) == said


@pytest.mark.parametrize(
    ("born", "died", "russian", "english"),
    [
        ("", "", "", ""),
        ("1906-12-09", "1992", "1906–1992", "1906–1992"),
        ("1906", "", "род. 1906", "born 1906"),
        ("", "1992-01-01", "ум. 1992", "died 1992"),
        ("1906~", "", "род. ок. 1906", "born c. 1906"),
        ("1906~", "1992", "ок. 1906–1992", "c. 1906–1992"),
        ("1906-12~", "1992-05", "ок. 1906–1992", "c. 1906–1992"),
        ("1906", "1992~", "1906 — ок. 1992", "1906 – c. 1992"),
        ("1906?", "1992?", "1906?–1992?", "1906?–1992?"),
        ("1906%", "1992", "ок. 1906?–1992", "c. 1906?–1992"),
        ("1906-22", "1992-24", "1906–1992", "1906–1992"),
        ("190X", "1992", "1900-е — 1992", "1900s – 1992"),
        ("18XX", "1943", "XIX век — 1943", "the 19th century – 1943"),
        ("[1906..1908]", "1992", "между 1906 и 1908 — 1992", "between 1906 and 1908 – 1992"),
        ("[1906-03..1906-05]", "1992", "1906–1992", "1906–1992"),
        ("[..1906-05]", "[1943-03..]", "до 1906 — после 1943", "before 1906 – after 1943"),
        ("", "[1941..1945]", "ум. между 1941 и 1945", "died between 1941 and 1945"),
    ],
)
def test_years_of_a_life(born, died, russian, english):
    with translation.override("ru"):
        assert dates.years(born, died) == russian
    with translation.override("en"):
        assert dates.years(born, died) == english
