"""Finding people: letter case, ё and the order of words hide nobody, and nobody is found who is not shown."""

import pytest

from memorials import dates
from memorials.models import Memory, Visibility
from memorials.models.derived import fold, save_columns
from tests.people import make_memorial, make_memory


@pytest.fixture
def people(cast):
    shown = {"visibility": Visibility.PUBLIC}
    return {
        "Фёдор": make_memorial(cast, name="Фёдор Ёлкин", born_place="Нижний Новгород", **shown),
        "Anna": make_memorial(cast, name="Anna Smith", maiden_name="Orlova", **shown),
        "secret": make_memorial(cast, name="Фёдор Тайный"),
        "link": make_memorial(cast, name="Фёдор Ссылкин", visibility=Visibility.LINK),
        "draft": make_memorial(cast, name="Фёдор Черновиков", published=False, **shown),
    }


def found(browser, asked, person=None):
    page = browser(person).get("/search/", {"q": asked})
    return {memorial.name for memorial in page.context["found"]}


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("фёдор", {"Фёдор Ёлкин"}),
        ("ФЕДОР елкин", {"Фёдор Ёлкин"}),
        ("ёлкин  фед", {"Фёдор Ёлкин"}),
        ("новгород", {"Фёдор Ёлкин"}),
        ("ORLOVA", {"Anna Smith"}),
        ("anna fedor", set()),
        ("%", set()),
        ("", set()),
        ("\0", set()),
        ("ё" * 5000, set()),
    ],
)
def test_visitor_finds_public_people_however_they_are_written(browser, people, asked, names):
    assert found(browser, asked) == names


def test_member_finds_their_own_too_and_a_stranger_does_not(browser, people, cast):
    everyone = {"Фёдор Ёлкин", "Фёдор Тайный", "Фёдор Ссылкин", "Фёдор Черновиков"}
    assert found(browser, "федор", cast.reader) == everyone
    for person in (cast.stranger, cast.moderator, cast.admin):
        assert found(browser, "федор", person) == {"Фёдор Ёлкин"}


def test_renamed_person_is_found_by_the_new_name_only(browser, people):
    anna = people["Anna"]
    anna.name = "Нюра Смит"
    save_columns(anna, ["name"])
    assert found(browser, "нюра") == {"Нюра Смит"}
    assert found(browser, "anna") == set()


def test_words_are_found_within_a_memorial_and_what_waits_is_not(browser, memorial, cast):
    make_memory(memorial, cast.keeper, title="Самовар", text="Пили чай под ёлкой.")
    make_memory(memorial, cast.contributor, text="Ёлка упала.")
    page = f"{memorial.get_absolute_url()}memories/"

    def titles(person):
        return [memory.title for memory in browser(person).get(page, {"q": "елк"}).context["memories"]]

    assert titles(None) == ["Самовар"]
    assert sorted(titles(cast.contributor)) == ["", "Самовар"]


def test_rows_made_in_bulk_are_folded_too(memorial):
    Memory.objects.bulk_create([Memory(memorial=memorial, text="ЁЖ", status="approved", happened="1943-05")])
    kept = Memory.objects.get()
    assert (kept.search_text, kept.happened_key) == ("еж", dates.sort_key("1943-05"))


def test_folding_makes_case_yo_and_spaces_alike():
    assert fold("  Ёлка\t ЁЛКА ß ") == "елка елка ss"
