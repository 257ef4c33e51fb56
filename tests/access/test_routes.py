"""Everybody at every door: who may see what, tried by an oracle that shares no code with the product."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.utils import timezone
from rest_framework.test import APIClient

from animation.models import Animation, State
from memorials.codes import new_code
from memorials.models import LifeEvent, Media, Rendition, Visibility
from memorials.services.story import add_chapter
from tests.access.routes import ELSEWHERE, OPEN, ROUTES
from tests.people import make_agreed_memorial, make_cast, make_memory, make_photo

pytestmark = pytest.mark.django_db
ACTORS = ["visitor", "stranger", "reader", "contributor", "editor", "keeper", "moderator", "admin"]
MEMORIALS = ["public", "link", "private", "unpublished"]
GUEST = {"view"}
WORDS = {
    "contributor": GUEST | {"contribute"},
    "editor": GUEST | {"contribute", "moderate", "edit", "animate"},
    "keeper": GUEST | {"contribute", "moderate", "edit", "animate", "manage"},
}


def sees(actor: str, memorial: str) -> bool:
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


@pytest.fixture
def world():
    """A memorial of each kind, each with a memory, a photograph and its living clip on show."""
    cast = make_cast()
    settings = {
        "public": {"visibility": Visibility.PUBLIC},
        "link": {"visibility": Visibility.LINK},
        "private": {},
        "unpublished": {"visibility": Visibility.PUBLIC, "published": False},
    }
    real = make_photo(make_agreed_memorial(cast), cast.keeper)  # decoded once; the others share its files
    return cast, {kind: content(cast, real, **fields) for kind, fields in settings.items()}


def content(cast, real, **fields):
    memorial = make_agreed_memorial(cast, **fields)
    renditions = list(real.renditions.all())
    photo = Media.objects.get(pk=real.pk)
    photo.pk, photo.code, photo.memorial = None, new_code(), memorial
    photo.save(force_insert=True)
    for rendition in renditions:
        rendition.pk, rendition.media = None, photo
    Rendition.objects.bulk_create(renditions)
    clip = photo.original.name  # any stored file will do for the question who gets it
    shown = Animation.objects.create(
        photo=photo, status=State.READY, chosen=True, clip=clip, poster=clip, finished=timezone.now()
    )
    return {
        "code": memorial.code,
        "photo": photo.code,
        "memory": make_memory(memorial, cast.keeper).code,
        "animation": shown.code,
        "chapter": add_chapter(memorial=memorial, title="Дом", text="Дом стоял у реки.").code,
        "event": LifeEvent.objects.create(memorial=memorial, happened="1938", title="Школа").code,
    }


def address(route: str, names: dict[str, str]) -> str:
    for name, code in names.items():
        route = route.replace(f"<slug:{name}>", code)
    return f"/{route}"


def item(route: str, names: dict[str, str]) -> str:
    return address(route, {**names, "kind": "memory", "item": names["memory"]})


def files(route: str, names: dict[str, str]) -> str:
    kind = {"kind": "photo", "code": names["photo"], "name": "view"}
    return address(route, kind)


def where(route: str, names: dict[str, str]) -> str:
    if "files/" in route:
        return files(route, names)
    return item(route, names) if "<slug:item>" in route else address(route, names)


def ask(user, method: str, path: str):
    if path.startswith("/api/"):
        client = APIClient()
        client.force_authenticate(user)
        return closed(client.generic(method, path, "{}", content_type="application/json"))
    client = Client()
    if user:
        client.force_login(user)
    return closed(client.generic(method, path))


def closed(answer):
    """A file's answer holds the file open until somebody has read it."""
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer


def expected(actor: str, memorial: str, word: str, route: str) -> set[int]:
    if not sees(actor, memorial):
        return {404}
    if word in WORDS.get(actor, GUEST):
        return {200, 202, 204, 302, 400, 415, 422}
    if actor == "visitor":
        return {401} if route.startswith("api/") else {302}
    return {403}


@pytest.mark.parametrize("memorial", MEMORIALS)
@pytest.mark.parametrize("route", ROUTES)
def test_each_actor_gets_what_the_table_says(world, route, memorial):
    cast, memorials = world
    got = {}
    for method, word in ROUTES[route].items():
        for actor in ACTORS:
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
    for actor in (None, cast.stranger, cast.admin):
        for method in ROUTES[route]:
            hidden, none = (
                told(actor, method, where(route, names), language)
                for names in (memorials["private"], missing)
            )
            assert hidden == none
            assert hidden[0] == 404


def told(user, method, path, language):
    client = (
        APIClient(HTTP_ACCEPT_LANGUAGE=language) if "/api/" in path else Client(HTTP_ACCEPT_LANGUAGE=language)
    )
    if user and isinstance(client, APIClient):
        client.force_authenticate(user)
    elif user:
        client.force_login(user)
    kind = {"content_type": "application/json"} if "/api/" in path else {}
    answer = client.generic(method, path, "{}" if kind else "", **kind)
    cookies = sorted(answer.cookies)
    return answer.status_code, answer.content, sorted(answer.items()), cookies


def test_original_and_other_takes_are_for_editors_only(world):
    cast, memorials = world
    names = memorials["public"]
    original = f"/files/photo/{names['photo']}/original"
    other = Animation.objects.create(
        photo_id=Animation.objects.get(code=names["animation"]).photo_id, take=2, status=State.READY,
        clip=Animation.objects.get(code=names["animation"]).clip.name,
    )  # fmt: skip
    for path in (original, f"/files/living/{other.code}/clip"):
        got = {actor: ask(getattr(cast, actor), "GET", path).status_code for actor in ACTORS}
        assert {actor for actor, status in got.items() if status == 200} == {"editor", "keeper"}
        assert {status for status in got.values()} == {200, 404}


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
        if "files/" in route or not any(
            f"<slug:{name}>" in route for name in ("photo", "animation", "memory")
        ):
            continue
        for method in methods:
            assert ask(cast.keeper, method, address(route, mine)).status_code == 404, (method, route)
