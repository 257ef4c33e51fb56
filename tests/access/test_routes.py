"""Everybody at every door: who may see what, tried by an oracle that shares no code with the product."""

import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver
from rest_framework.test import APIClient

from animation.models import Animation
from memorials.jobs.model import State
from tests.access.contents import GUESTS
from tests.access.routes import ELSEWHERE, FOR_EVERYBODY, OPEN, ROUTES

pytestmark = pytest.mark.django_db
PEOPLE = ["visitor", "stranger", "reader", "contributor", "editor", "keeper", "moderator", "admin"]
ACTORS = [*PEOPLE, *GUESTS]
MEMORIALS = ["public", "link", "private", "unpublished", "deleted"]
GUEST = {"view", "tribute", "talk"}
WORDS = {
    "reader": GUEST | {"belong"},
    "contributor": GUEST | {"belong", "contribute"},
    "editor": GUEST | {"belong", "contribute", "moderate", "edit", "animate"},
    "keeper": GUEST | {"belong", "contribute", "moderate", "edit", "animate", "manage"},
}


def sees(actor: str, memorial: str, route: str) -> bool:
    if memorial == "deleted" or route in FOR_EVERYBODY:
        return memorial == "public"
    if actor == "guest" and memorial == "link":
        return not route.startswith("api/")  # an app has no session: it asks by token
    if actor in ("reader", "contributor", "editor", "keeper"):
        return True
    return memorial in ({"public", "link"} if actor in ("moderator", "admin") else {"public"})


def routes(patterns, prefix="") -> Iterator[str]:
    for each in patterns:
        path = prefix + str(each.pattern)
        if path.startswith(ELSEWHERE) and path != "admin/login/":
            continue
        if isinstance(each, URLPattern):
            yield path
        else:
            yield from routes(each.url_patterns, path)


def test_every_route_is_declared_and_every_row_has_a_route():
    assert set(routes(get_resolver().url_patterns)) == {*ROUTES, *OPEN}


def address(route: str, names: dict[str, str]) -> str:
    for name, code in names.items():
        route = route.replace(f"<slug:{name}>", code)
    return f"/{route}"


def files(route: str, names: dict[str, str]) -> str:
    kind = {"kind": "media", "code": names["photo"], "name": "view"}
    return address(route, kind)


def where(route: str, names: dict[str, str]) -> str:
    if "files/" in route:
        return files(route, names)
    item = {"kind": "memory", "item": names["memory"]} if "<slug:item>" in route else {}
    return address(route, names | item)


def ask(actor, method: str, path: str):
    """By a person, by nobody, or in the browser of a guest."""
    if path.startswith("/api/"):
        app = APIClient()
        app.cookies = getattr(actor, "cookies", app.cookies)  # type: ignore[assignment]
        app.force_authenticate(None if isinstance(actor, Client) else actor)
        return closed(app.generic(method, path, "{}", content_type="application/json"))
    return closed(browser_of(actor).generic(method, path))


def browser_of(actor) -> Client:
    if isinstance(actor, Client):
        return actor
    client = Client()
    if actor:
        client.cookies[settings.SESSION_COOKIE_NAME] = actor.session_key
    return client


def closed(answer):
    """A file's answer holds the file open until somebody has read it."""
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer


def expected(actor: str, memorial: str, word: str, route: str) -> set[int]:
    if not sees(actor, memorial, route):
        return {404}
    if word in WORDS.get(actor, GUEST):
        return {200, 201, 202, 204, 302, 400, 412, 415, 422}
    if actor == "visitor" or actor in GUESTS:
        return {401} if route.startswith("api/") else {302}
    return {403}


@pytest.mark.parametrize("memorial", MEMORIALS)
@pytest.mark.parametrize("route", ROUTES)
def test_each_actor_gets_what_the_table_says(world, route, memorial):
    cast, memorials = world
    got = {}
    for method, word in ROUTES[route].items():
        for actor in PEOPLE if memorial in ("public", "unpublished") else ACTORS:
            with transaction.atomic():
                answer = ask(getattr(cast, actor), method, where(route, memorials[memorial]))
                transaction.set_rollback(True)
            refused_visitor = answer.status_code == 302 and "/accounts/login/" in answer["Location"]
            allowed = word in WORDS.get(actor, GUEST)
            fits = answer.status_code in expected(actor, memorial, word, route)
            if not fits or (refused_visitor and allowed):
                got[method, actor] = answer.status_code
    assert got == {}


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("route", ROUTES)
def test_hidden_is_the_same_as_missing_byte_for_byte(world, route, language):
    cast, memorials = world
    missing = dict.fromkeys(memorials["private"], "nothinghere")
    for actor in (None, cast.stranger, cast.admin, cast.guest):
        for method in ROUTES[route]:
            hidden, none = (
                told(actor, method, where(route, names), language)
                for names in (memorials["private"], missing)
            )
            assert hidden == none
            assert hidden[0] == 404


def told(actor, method, path, language):
    client: Client = APIClient() if "/api/" in path else browser_of(actor)
    if isinstance(client, APIClient) and not isinstance(actor, Client):
        client.force_authenticate(actor)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = language
    kind = {"content_type": "application/json"} if "/api/" in path else {}
    answer = client.generic(method, path, "{}" if kind else "", **kind)
    cookies = sorted(answer.cookies)
    return answer.status_code, answer.content, sorted(answer.items()), cookies


def test_original_and_other_takes_are_for_editors_only(world):
    cast, memorials = world
    names = memorials["public"]
    original = f"/files/media/{names['photo']}/original"
    other = Animation.objects.create(
        photo_id=Animation.objects.get(code=names["animation"]).photo_id, take=2, status=State.READY,
        clip=Animation.objects.get(code=names["animation"]).clip.name,
    )  # fmt: skip
    for path in (original, f"/files/living/{other.code}/clip"):
        got = {actor: ask(getattr(cast, actor), "GET", path).status_code for actor in ACTORS}
        assert {actor for actor, status in got.items() if status == 200} == {"editor", "keeper"}
        assert {status for status in got.values()} == {200, 404}


def test_guest_finds_in_no_list_what_a_link_opens(world):
    cast, memorials = world
    assert ask(cast.guest, "GET", f"/m/{memorials['link']['code']}/").status_code == 200
    for path in ("/", "/mine/", "/api/v1/memorials/"):
        assert memorials["link"]["code"] not in ask(cast.guest, "GET", path).content.decode()


def test_private_words_reach_no_list_of_others(world):
    cast, memorials = world
    codes = {kind: names["code"] for kind, names in memorials.items()}
    for actor in (None, cast.stranger, cast.moderator, cast.admin):
        listed = ask(actor, "GET", "/api/v1/memorials/").json()["results"]
        assert {each["code"] for each in listed} == {codes["public"]}
    for path in ("/admin/memorials/memorial/", "/admin/memorials/memory/", "/admin/memorials/media/"):
        page = ask(cast.admin, "GET", path)
        assert page.status_code == 200
        assert codes["private"] not in page.content.decode()


def test_photograph_of_another_memorial_is_not_there(world):
    """A code from a memorial that is not mine, under an address that is."""
    cast, memorials = world
    mine = {**memorials["link"], "code": memorials["private"]["code"]}
    for route, methods in ROUTES.items():
        named = set(re.findall(r"<slug:(\w+)>", route)) - {"code", "kind", "step"}
        if "files/" in route or not named:
            continue
        for method in methods:
            assert ask(cast.keeper, method, address(route, mine)).status_code == 404, (method, route)
