"""Lists: pages by cursor, named filters and named orders."""

import base64

import pytest

from memorials.models import Memorial
from tests.people import make_memorial, make_photo

pytestmark = pytest.mark.django_db
ALL = "/api/v1/memorials/"


@pytest.fixture
def five(cast):
    return [make_memorial(cast, name=f"Анна {number}") for number in range(5)]


def names(answer):
    return [each["name"] for each in answer.json()["results"]]


def test_pages_follow_each_other_both_ways(app, cast, five):
    keeper = app(cast.keeper)
    first = keeper.get(ALL, {"limit": 2})
    second = keeper.get(first.json()["next"])
    third = keeper.get(second.json()["next"])
    assert names(first) + names(second) + names(third) == [f"Анна {number}" for number in (4, 3, 2, 1, 0)]
    assert third.json()["next"] is None
    assert names(keeper.get(third.json()["previous"])) == names(second)


def test_what_comes_in_meanwhile_shifts_nothing(app, cast, five):
    keeper = app(cast.keeper)
    first = keeper.get(ALL, {"limit": 2})
    make_memorial(cast, name="Новая")
    assert names(keeper.get(first.json()["next"])) == ["Анна 2", "Анна 1"]


def test_a_named_order(app, cast, five):
    assert names(app(cast.keeper).get(ALL, {"order": "oldest", "limit": 1})) == ["Анна 0"]


@pytest.mark.parametrize(
    ("asked", "pointer"),
    [
        ({"order": "-password"}, "/order"),
        ({"limit": "0"}, "/limit"),
        ({"limit": "101"}, "/limit"),
        ({"limit": "\u0000"}, "/limit"),
        ({"visiblity": "public"}, "/visiblity"),
        ({"cursor": "nonsense"}, "/cursor"),
        ({"cursor": base64.b64encode("p=не дата".encode()).decode()}, "/cursor"),
        ({"cursor": base64.b64encode(b"p=\x00").decode()}, "/cursor"),
    ],
)
def test_what_a_list_does_not_have_is_a_fault(app, cast, five, asked, pointer):
    answer = app(cast.keeper).get(ALL, asked)
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert [fault["pointer"] for fault in answer.json()["errors"]] == [pointer]


def test_a_cursor_shows_nobody_what_they_may_not_see(app, cast, five):
    further = app(cast.keeper).get(ALL, {"limit": 2}).json()["next"]
    assert names(app(cast.stranger).get(further)) == []
    assert Memorial.objects.count() == 5


def test_a_list_is_filtered_by_kind(app, cast):
    memorial = make_memorial(cast)
    kept = make_photo(memorial, cast.keeper)
    media = f"{ALL}{memorial.code}/media/"
    assert [each["code"] for each in app(cast.keeper).get(media, {"kind": "photo"}).json()["results"]] == [
        kept.code
    ]
    assert app(cast.keeper).get(media, {"kind": "video"}).json()["results"] == []
    assert app(cast.keeper).get(media, {"kind": "exe"}).status_code == 400
