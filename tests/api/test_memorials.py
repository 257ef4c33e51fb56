"""Memorials: what is told of them, and what becomes of them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from memorials.models import Media, Membership, Memorial, Role, Status, Visibility
from memorials.services.memorials import link_twins
from tests.people import in_status, make_memorial, make_memory, make_photo, make_public

pytestmark = pytest.mark.django_db
ALL = "/api/v1/memorials/"


def home(memorial):
    return f"{ALL}{memorial.code}/"


def codes(answer):
    return [each["code"] for each in answer.json()["results"]]


def test_people_are_found_by_words_of_their_names_and_places(app, cast):
    anna = make_memorial(cast, name="Анна Ильина", born_place="Кинешма")
    make_memorial(cast, name="Пётр Ильин")
    for words in ("ильина анна", "КИНЕШМА", "ильина кин"):
        assert codes(app(cast.keeper).get(ALL, {"q": words})) == [anna.code]
    assert codes(app(cast.stranger).get(ALL, {"q": "анна"})) == []
    assert app(cast.keeper).get(ALL, {"q": "я" * 101}).status_code == 400


def test_one_s_own_are_listed_apart_from_the_public_ones(app, cast):
    public, own = make_public(cast), make_memorial(cast, visibility=Visibility.LINK)
    other = make_public(cast)
    Membership.objects.filter(memorial=other, user=cast.reader).delete()
    assert codes(app(cast.reader).get(ALL, {"mine": "true"})) == [own.code, public.code]
    assert codes(app(cast.reader).get(ALL)) == [other.code, own.code, public.code]
    assert codes(app().get(ALL, {"mine": "true"})) == []


def test_they_are_ordered_by_name(app, cast):
    for name in ("Яков", "анна", "Ёлкина"):
        make_memorial(cast, name=name)
    listed = app(cast.keeper).get(ALL, {"order": "name"}).json()["results"]
    assert [each["name"] for each in listed] == ["анна", "Ёлкина", "Яков"]


def test_the_list_takes_the_same_queries_for_one_and_for_three(app, cast, django_assert_max_num_queries):
    def asked():
        with django_assert_max_num_queries(30) as counted:
            assert app(cast.keeper).get(ALL).status_code == 200
        return len(counted)

    make_photo(make_memorial(cast), cast.keeper)
    once = asked()
    for _ in range(2):
        make_photo(make_memorial(cast), cast.keeper)
    assert asked() == once


def test_one_tells_all_of_the_person_and_of_the_asker(app, cast):
    memorial = make_memorial(cast, surname="Ильина", died_place="Москва", died_old_style=True)
    photo = make_photo(memorial, cast.keeper)
    make_memory(memorial, cast.contributor)
    told = app(cast.editor).get(home(memorial)).json()
    assert (told["surname"], told["died_place"], told["died_old_style"]) == ("Ильина", "Москва", True)
    assert (told["role"], told["published"], told["twin"]) == ("editor", True, None)
    assert told["may"] == ["view", "tribute", "talk", "contribute", "moderate", "edit", "animate"]
    assert told["counts"] == {
        "chapters": 0, "memories": 0, "photo": 1, "video": 0, "audio": 0, "document": 0,
    }  # fmt: skip
    assert told["portrait"]["media"] == photo.code
    assert (told["portrait"]["x"], told["portrait"]["y"]) == (50, 30)
    assert {each["name"] for each in told["portrait"]["renditions"]} == {"thumb", "view"}
    assert told["page"].endswith(f"/m/{memorial.code}/")


def test_the_author_alone_counts_what_waits(app, cast):
    memorial = make_memorial(cast)
    make_memory(memorial, cast.contributor)
    counted = {who: app(getattr(cast, who)).get(home(memorial)).json()["counts"]["memories"]
               for who in ("contributor", "reader")}  # fmt: skip
    assert counted == {"contributor": 1, "reader": 0}


def test_a_twin_that_is_hidden_is_not_named(app, cast):
    public, private = make_public(cast), make_memorial(cast)
    link_twins(public, private)
    assert app(cast.keeper).get(home(public)).json()["twin"] == private.code
    assert app(cast.stranger).get(home(public)).json()["twin"] is None


def test_a_portrait_that_is_hidden_is_not_shown(app, cast):
    memorial = make_public(cast)
    in_status(make_photo(memorial, cast.keeper), Status.HIDDEN)
    assert app().get(home(memorial)).json()["portrait"] is None
    assert app().get(f"{home(memorial)}portrait/").json()["media"] is None


@pytest.mark.parametrize(
    "field", ["language", "visibility", "tributes_on", "animation_on", "chat_on", "indexing_on"]
)
def test_what_the_page_offers_is_the_keeper_s_to_say(app, cast, field):
    memorial = make_memorial(cast, language="ru")
    other = {"language": "en", "visibility": "public", "indexing_on": True}.get(field, False)
    refused = app(cast.editor).patch(home(memorial), {field: other, "epitaph": "Помним"})
    assert refused.status_code == 403
    memorial.refresh_from_db()
    assert (getattr(memorial, field) != other, memorial.epitaph) == (True, "")
    changed = app(cast.keeper).patch(home(memorial), {field: other})
    assert (changed.status_code, changed.json()[field]) == (200, other)


def test_whoever_edits_changes_the_words_of_the_person(app, cast):
    memorial = make_memorial(cast)
    given = {"surname": "Ильина", "maiden_name": "Громова", "born": "около 1906", "rest_place": "Ряд 5"}
    changed = app(cast.editor).patch(home(memorial), given).json()
    assert {name: changed[name] for name in given} == {**given, "born": "1906~"}
    assert codes(app(cast.editor).get(ALL, {"q": "громова"})) == [memorial.code]
    wrong = app(cast.editor).patch(home(memorial), {"died": "1800"})
    assert [fault["pointer"] for fault in wrong.json()["errors"]] == ["/died"]


def test_a_draft_is_published(app, cast):
    draft = make_public(cast, published=False)
    assert app().get(home(draft)).status_code == 404
    assert app(cast.editor).post(f"{home(draft)}publish/").status_code == 403
    told = app(cast.keeper).post(f"{home(draft)}publish/")
    assert (told.status_code, told.json()["published"]) == (200, True)
    assert app().get(home(draft)).status_code == 200


def test_a_deleted_memorial_comes_back(app, cast):
    memorial, keeper = make_public(cast), app(cast.keeper)
    assert keeper.delete(home(memorial), headers={"If-Match": '"older"'}).status_code == 412
    assert keeper.delete(home(memorial)).status_code == 204
    assert keeper.get(home(memorial)).status_code == 404
    [gone] = keeper.get("/api/v1/account/deleted/").json()["results"]
    assert (gone["code"], gone["gone_for_good"] > timezone.now().isoformat()) == (memorial.code, True)
    assert codes(app(cast.editor).get("/api/v1/account/deleted/")) == []
    assert app(cast.editor).post(f"{home(memorial)}restore/").status_code == 404
    assert app().post(f"{home(memorial)}restore/").status_code == 401
    assert keeper.post(f"{home(memorial)}restore/").status_code == 204
    assert keeper.get(home(memorial)).status_code == 200


def test_after_the_days_of_grace_nothing_comes_back(app, cast):
    memorial = make_memorial(cast, deleted_at=timezone.now() - timedelta(days=31))
    assert app(cast.keeper).post(f"{home(memorial)}restore/").status_code == 404
    assert codes(app(cast.keeper).get("/api/v1/account/deleted/")) == []


def test_a_portrait_is_chosen_with_its_focal_point(app, cast):
    memorial = make_memorial(cast)
    make_photo(memorial, cast.keeper)
    other, path = make_photo(memorial, cast.keeper), f"{home(memorial)}portrait/"
    tag = app(cast.editor).get(path)["ETag"]
    chosen = app(cast.editor).put(path, {"media": other.code, "x": 0, "y": 100}, headers={"If-Match": tag})
    assert (chosen.status_code, chosen.json()["media"]) == (200, other.code)
    assert app(cast.editor).put(path, {"media": other.code}, headers={"If-Match": tag}).status_code == 412
    memorial.refresh_from_db()
    assert (memorial.cover, memorial.cover_x, memorial.cover_y) == (other, 0, 100)


def test_what_does_not_stand_here_becomes_no_portrait(app, cast):
    memorial, elsewhere = make_memorial(cast), make_memorial(cast)
    first = make_photo(memorial, cast.keeper)
    waiting = make_photo(memorial, cast.contributor)
    film = make_photo(memorial, cast.keeper)
    Media.objects.filter(pk=film.pk).update(kind=Media.Kind.VIDEO)
    for code in (make_photo(elsewhere, cast.keeper).code, waiting.code, film.code, "nothing", 5, None, []):
        assert app(cast.keeper).put(f"{home(memorial)}portrait/", {"media": code}).status_code == 400
    for odd in ({"x": 101}, {"y": -1}, {"x": "left"}):
        given = {"media": first.code, **odd}
        assert app(cast.keeper).put(f"{home(memorial)}portrait/", given).status_code == 400
    assert Memorial.objects.get(pk=memorial.pk).cover == first


@pytest.mark.parametrize(("name", "kind", "begins"), [
    ("qr.svg", "image/svg+xml", b"<?xml"), ("qr.png", "image/png", b"\x89PNG"),
])  # fmt: skip
def test_the_code_for_a_stone_is_the_site_s_own(app, cast, client, name, kind, begins):
    memorial = make_public(cast)
    given = app().get(f"{home(memorial)}{name}", headers={"Accept": "image/*"})
    assert (given.status_code, given["Content-Type"], given.content[: len(begins)]) == (200, kind, begins)
    assert given.content == client.get(f"/m/{memorial.code}/{name}").content
    assert app().get(f"{home(make_memorial(cast))}{name}").status_code == 404


def test_a_memorial_keeps_its_keeper_s_role(app, cast):
    made = app(cast.stranger).post(ALL, {"name": "Анна", "role": "reader", "published": False}).json()
    assert (made["role"], made["published"], made["portrait"]) == (Role.KEEPER, True, None)
