"""What the server lets a browser keep for the time without a connection."""

import json

import pytest

from memorials.models import Visibility
from memorials.offline import HEADER
from memorials.services.invitations import open_link
from tests import people
from tests.people import make_memorial, make_public

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("visibility", Visibility.values)
def test_only_what_anybody_sees_is_marked_and_only_for_a_visitor(cast, browser, visibility):
    memorial = make_memorial(cast, visibility=visibility)
    photo = people.make_photo(memorial, cast.keeper)
    home = memorial.get_absolute_url()
    pages = {home, f"{home}gallery/", f"{home}tributes/", photo.get_absolute_url()}
    marked = {
        who: {path for path in pages if HEADER in browser(person).get(path).headers}
        for who, person in cast.items().items()
    }
    nothing: dict[str, set[str]] = {who: set() for who in cast.items()}
    assert marked == {**nothing, "visitor": pages if visibility == Visibility.PUBLIC else set()}


def test_what_a_secret_link_opens_is_not_marked(cast, browser):
    memorial = make_memorial(cast, visibility=Visibility.LINK)
    guest = browser()
    _, token = open_link(memorial=memorial, by=cast.keeper)
    shown = guest.get(f"/l/{token}/", follow=True)
    assert shown.status_code == 200 and "Анна Ильина" in shown.content.decode()
    assert HEADER not in shown.headers


def test_draft_is_nobodys_to_keep(cast, browser):
    memorial = make_public(cast, published=False)
    for person in cast.items().values():
        assert HEADER not in browser(person).get(memorial.get_absolute_url()).headers


def test_manifest_names_icons_that_are_there(browser):
    answer = browser().get("/app.webmanifest", headers={"Accept-Language": "en"})
    told = json.loads(answer.content)
    assert answer["Content-Type"] == "application/manifest+json"
    assert (told["name"], told["scope"], told["lang"]) == ("Rodnik", "/", "en")
    assert {icon["sizes"] for icon in told["icons"]} == {"192x192", "512x512"}


def test_page_without_a_connection_knows_nobody(cast, browser):
    pages = {browser(person).get("/offline/").content for person in (None, cast.keeper)}
    assert len(pages) == 1
