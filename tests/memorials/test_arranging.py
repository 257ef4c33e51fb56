"""The order of what was brought, and its albums: with buttons, and by hand."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from memorials.models import Album, Media
from tests.people import in_status, make_memorial, make_photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def album(memorial):
    return Album.objects.create(memorial=memorial, title="До войны", period="1930/1939")


@pytest.fixture
def five(memorial, keeper, album):
    """In the album, by their dates: а, б, в, г; and one without an album."""
    put = [
        make_photo(memorial, keeper, name=name, taken=f"193{n}", album=album) for n, name in enumerate("абвг")
    ]
    return [*put, make_photo(memorial, keeper, name="д", taken="1951")]


def order(album):
    return "".join(each.original_name for each in Media.objects.filter(album=album).arranged())


def page(memorial):
    return f"/m/{memorial.code}/media/arrange/"


def read(answer):
    return answer.content.decode()


@pytest.mark.parametrize(
    ("name", "press", "expected"),
    [
        ("а", "later", "бавг"),
        ("в", "earlier", "авбг"),
        ("а", "earlier", "абвг"),
        ("г", "later", "абвг"),
    ],
)
def test_one_place_earlier_or_later_by_a_button(memorial, five, album, cast, browser, name, press, expected):
    photo = next(each for each in five if each.original_name == name)
    answer = browser(cast.editor).post(page(memorial), {press: photo.code})
    assert (answer.status_code, answer["Location"]) == (302, f"{page(memorial)}#i-{photo.code}")
    assert order(album) == expected
    assert sorted(Media.objects.filter(album=album).values_list("position", flat=True)) == [1, 2, 3, 4]
    assert Media.objects.get(pk=five[4].pk).position == 0


@pytest.mark.parametrize(("name", "by", "expected"), [("а", 2, "бваг"), ("г", -3, "габв"), ("б", 99, "авгб")])
def test_several_places_by_hand(memorial, five, album, cast, browser, name, by, expected):
    photo = next(each for each in five if each.original_name == name)
    browser(cast.editor).post(page(memorial), {"moved": photo.code, "by": by})
    assert order(album) == expected


def test_what_others_wait_with_does_not_stand_in_the_way(memorial, five, album, cast, browser):
    """A place is one among what this editor sees."""
    in_status(five[1], "pending")
    browser(cast.editor).post(page(memorial), {"later": five[0].code})
    seen = Media.objects.filter(album=album).exclude(pk=five[1].pk).arranged()
    assert "".join(each.original_name for each in seen) == "ваг"


def test_new_ones_follow_those_in_their_places(memorial, five, album, cast, keeper, browser):
    browser(cast.editor).post(page(memorial), {"later": five[0].code})
    make_photo(memorial, keeper, name="новый", taken="1930", album=album)
    assert order(album) == "бавгновый"


def test_ticked_ones_go_into_an_album_and_out_of_it(memorial, five, album, cast, browser):
    other = Album.objects.create(memorial=memorial, title="Лето")
    client = browser(cast.editor)
    ticked = {"chosen": [five[0].code, five[4].code]}
    assert client.post(page(memorial), {**ticked, "album": other.code}).status_code == 302
    assert (order(album), order(other)) == ("бвг", "ад")
    client.post(page(memorial), {**ticked, "album": ""})
    assert (order(other), order(None)) == ("", "ад")


def test_foreign_things_and_albums_are_refused(memorial, five, album, cast, browser):
    other = make_memorial(cast)
    foreign = make_photo(other, cast.keeper)
    elsewhere = Album.objects.create(memorial=other, title="Чужой")
    client, before = browser(cast.keeper), list(Media.objects.order_by("pk").values())
    assert client.post(page(memorial), {"later": foreign.code}).status_code == 404
    for given in (
        {"chosen": [foreign.code], "album": album.code},
        {"chosen": [five[0].code], "album": elsewhere.code},
        {"chosen": [], "album": album.code},
        {"moved": five[0].code, "by": "x"},
        {"later": "../x"},
    ):
        assert client.post(page(memorial), given).status_code == 422
    assert list(Media.objects.order_by("pk").values()) == before


def test_page_shows_albums_then_decades_with_their_ends(memorial, five, cast, browser):
    told = read(browser(cast.editor).get(page(memorial)))
    codes = [part.split('"')[0] for part in told.split('id="i-')[1:]]
    assert codes == [each.code for each in five]
    assert told.index("До войны") < told.index("1950")
    assert told.count("disabled") == 4  # the first and the last of the album, and both of the single one


def test_long_order_is_paged_and_its_ends_are_on_their_pages(memorial, five, cast, browser, monkeypatch):
    monkeypatch.setattr("memorials.views.arranging.PAGE", 2)
    client = browser(cast.editor)
    first, second = (read(client.get(f"{page(memorial)}?page={n}")) for n in (1, 2))
    assert [each.code in first for each in five] == [True, True, False, False, False]
    assert (first.count("disabled"), second.count("disabled")) == (1, 1)
    answer = client.post(f"{page(memorial)}?page=2", {"earlier": five[2].code})
    assert answer["Location"].startswith(f"{page(memorial)}?page=2#")


def test_page_asks_as_often_for_many_as_for_one(memorial, cast, keeper, browser):
    client, asked = browser(cast.editor), []
    for more in (1, 9):
        for n in range(more):
            make_photo(memorial, keeper, name=f"{n}.jpg", taken="1951")
        client.get(page(memorial))
        with CaptureQueriesContext(connection) as queries:
            client.get(page(memorial))
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 25
