"""What waits, was declined or is hidden is there for its author and those who decide, and for nobody else.

Whoever else asks for it gets what they would get for an item that never was.
"""

import pytest

from memorials.models import Media, Memory
from tests.access.routes import ROUTES
from tests.access.test_routes import told, where

pytestmark = pytest.mark.django_db
#: Those who neither wrote the item nor decide on it.
OTHERS = ["visitor", "stranger", "reader", "guest"]
NAMING = [
    route
    for route in ROUTES
    if any(name in route for name in ("<slug:photo>", "<slug:media>", "<slug:memory>", "files/"))
]


@pytest.mark.parametrize("status", ["pending", "declined", "hidden"])
@pytest.mark.parametrize("route", NAMING)
def test_item_that_does_not_stand_is_the_same_as_none(world, route, status):
    cast, memorials = world
    Memory.objects.update(status=status, author=cast.contributor)
    Media.objects.update(status=status, added_by=cast.contributor)
    for kind in ("public", "link"):
        missing = {**memorials[kind], **dict.fromkeys(("photo", "media", "memory"), "nothinghere")}
        for method in ROUTES[route]:
            for actor in OTHERS:
                person = getattr(cast, actor)
                asked = told(person, method, where(route, memorials[kind]), "ru")
                never = told(person, method, where(route, missing), "ru")
                assert _without_address(asked, memorials[kind]) == _without_address(never, missing), actor


def _without_address(answer, names):
    """A sign-in page says where one comes back to, and that names what was asked for."""
    status, body, headers, cookies = answer
    for name in ("photo", "memory"):
        code = names[name]
        body = body.replace(code.encode(), b"")
        headers = [(key, value.replace(code, "")) for key, value in headers]
    return status, len(body) if status == 302 else body, headers, cookies


@pytest.mark.parametrize("status", ["pending", "declined", "hidden"])
def test_words_of_what_does_not_stand_are_on_no_page_of_others(world, status):
    cast, memorials = world
    canary = "kanareyka"
    Memory.objects.update(
        status=status, author=cast.contributor, title=canary, text=canary, search_text=canary
    )
    Media.objects.update(status=status, added_by=cast.contributor, caption=canary, credit=canary)
    code = memorials["public"]["code"]
    pages = (
        f"/m/{code}/", f"/m/{code}/memories/?q=kana", "/search/?q=kana", "/mine/", "/queue/",
        f"/api/v1/memorials/{code}/", f"/api/v1/memorials/{code}/media/", "/",
    )  # fmt: skip
    leaks = {
        (actor, path)
        for actor in OTHERS
        for path in pages
        if canary.encode() in told(getattr(cast, actor), "GET", path, "ru")[1]
        and "q=kana" not in path  # a search repeats what was typed: its results are looked at below
    }
    assert leaks == set()
    found = told(cast.reader, "GET", f"/m/{code}/memories/?q=kana", "ru")[1]
    assert canary.encode() not in found
