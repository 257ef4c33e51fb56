import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from memorials import dates


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("1906", "1906"),
        (" 1906 ", "1906"),
        ("12.1906", "1906-12"),
        ("2.1906", "1906-02"),
        ("9.12.1906", "1906-12-09"),
        ("09.12.1906", "1906-12-09"),
        ("1906-12", "1906-12"),
        ("1906-2", "1906-02"),
        ("1906-12-09", "1906-12-09"),
        ("29.2.1904", "1904-02-29"),
        ("0988", "0988"),
    ],
)
def test_dates_as_people_write_them_are_kept_as_edtf(typed, kept):
    assert dates.parse(typed) == kept
    dates.validate(kept)


NO_DATES = """06|190|19066|1906-13|13.1906|31.2.1906|29.2.1903|0000|0.1906|1906-00|9.0.1906|1906-12-9-1
9/12/1906|около 1943|../1945|1906.12|1906-|١٩٠٦-١٣"""


@pytest.mark.parametrize("typed", ["", "1906\n1907", *NO_DATES.replace("\n", "|").split("|")])
def test_what_is_no_date_is_refused_in_plain_words(typed):
    with pytest.raises(ValidationError) as refusal:
        dates.parse(typed)
    assert len(refusal.value.messages) == 1
    assert refusal.value.messages[0].endswith(".") or ":" in refusal.value.messages[0]


@pytest.mark.parametrize("typed", ["12.1906", "1906-2", " 1906"])
def test_the_model_takes_only_the_kept_form(typed):
    with pytest.raises(ValidationError):
        dates.validate(typed)


@pytest.mark.parametrize(
    ("one", "other", "before"),
    [
        ("1906", "1907", True),
        ("1907", "1906", False),
        ("1906", "1906-12", False),
        ("1906-12", "1906", False),
        ("1906-11", "1906-12-09", True),
        ("1906-12-09", "1906-12-10", True),
        ("", "1906", False),
        ("1906", "", False),
    ],
)
def test_a_date_is_before_another_only_when_that_is_sure(one, other, before):
    assert dates.is_before(one, other) is before


@pytest.mark.parametrize(
    ("kept", "russian", "english"),
    [
        ("", "", ""),
        ("1906", "1906", "1906"),
        ("1906-12", "декабрь 1906", "December 1906"),
        ("1906-05", "май 1906", "May 1906"),
        ("1906-12-09", "9 декабря 1906", "9 December 1906"),
    ],
)
def test_dates_in_words(kept, russian, english):
    with translation.override("ru"):
        assert dates.worded(kept) == russian
    with translation.override("en"):
        assert dates.worded(kept) == english


def test_years_of_a_life():
    with translation.override("en"):
        assert dates.years("1906-12-09", "1992") == "1906–1992"
        assert dates.years("", "") == ""
        assert "1906" in dates.years("1906-12", "") and "1992" in dates.years("", "1992-01-01")
        assert dates.years("1906", "") != dates.years("", "1906")
