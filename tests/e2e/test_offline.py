"""Without a connection, in a real browser: what anybody may see is there, and nothing else was ever kept."""

import pytest
from django.test import Client
from playwright.sync_api import expect

from memorials.models import Visibility
from tests.e2e.leafing import DESK, chromium, site, visit
from tests.people import make_cast, make_memorial, make_public, sign_in

__all__ = ["chromium", "site", "visit"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("clean_cache"),
]
KEPT = """async () => {
    const pages = await caches.open("pages");
    return (await pages.keys()).map((each) => new URL(each.url).pathname);
}"""


@pytest.fixture
def cast(site):
    return make_cast()


def with_worker(guest, site):
    """At the front page, once the worker watches over it."""
    guest.page.goto(f"{site}/")
    guest.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    guest.page.wait_for_function("navigator.serviceWorker.controller !== null")
    return guest.page


def test_public_page_is_read_without_a_connection_and_goes_once_it_is_closed(site, cast, visit):
    memorial, private = make_public(cast), make_memorial(cast, name="Закрытый")
    guest = visit(**DESK)
    page = with_worker(guest, site)
    here = memorial.get_absolute_url()
    for path in (here, f"{here}tributes/", f"{here}tributes/new/?kind=word", private.get_absolute_url()):
        page.goto(site + path)
    assert sorted(page.evaluate(KEPT)) == sorted([here, f"{here}tributes/"])

    guest.context.set_offline(True)
    page.goto(site + here)
    expect(page.locator("h1")).to_have_text("Анна Ильина")
    expect(page.locator("[data-offline]")).to_be_visible()
    page.goto(site + private.get_absolute_url())
    expect(page.locator("h1")).to_have_text("Нет связи")
    guest.context.set_offline(False)

    type(memorial).objects.filter(pk=memorial.pk).update(visibility=Visibility.PRIVATE)
    page.goto(site + here)
    assert page.evaluate(KEPT) == [], "with one page that was closed all of its memorial is gone"
    guest.complaints = [said for said in guest.complaints if "404" not in said and "ERR_INTERNET" not in said]


def test_nothing_is_kept_of_what_a_member_reads(site, cast, visit):
    pages = [make_public(cast), make_memorial(cast, name="Закрытый")]
    guest = visit(**DESK)
    session = sign_in(Client(), cast.reader).cookies["sessionid"].value
    guest.context.add_cookies([{"name": "sessionid", "value": session, "url": site}])
    page = with_worker(guest, site)
    for each in pages:
        page.goto(site + each.get_absolute_url())
        expect(page.locator("h1")).to_have_text(each.name)
    page.goto(f"{site}/mine/")
    assert page.evaluate(KEPT) == []
