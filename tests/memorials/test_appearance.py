"""Language and light: chosen by a visitor for a browser, by a person for all of theirs."""

import pytest
from django.conf import settings
from django.test import Client

from memorials.models import User
from tests.people import PASSWORD, make_person

pytestmark = pytest.mark.django_db
LANGUAGE = settings.LANGUAGE_COOKIE_NAME


@pytest.fixture
def anna():
    return make_person("anna", PASSWORD)


def signed_in_browser(**cookies):
    """A browser in which somebody has just signed in, by the page."""
    browser = Client()
    for name, value in cookies.items():
        browser.cookies[name] = value
    answer = browser.post("/accounts/login/", {"login": "anna@family.example", "password": PASSWORD})
    assert answer.status_code == 302
    return browser


def kept(user):
    return User.objects.values_list("theme", "site_language").get(pk=user.pk)


def worn(browser):
    return tuple(
        browser.cookies[name].value if name in browser.cookies else "" for name in ("theme", LANGUAGE)
    )


def test_visitor_is_remembered_for_a_year():
    visitor = Client()
    for path, choice in (("/theme/", {"theme": "dark"}), ("/language/", {"language": "en"})):
        assert visitor.post(path, choice).status_code == 302
    assert worn(visitor) == ("dark", "en")
    assert {visitor.cookies[name]["max-age"] for name in ("theme", LANGUAGE)} == {365 * 24 * 3600}
    page = visitor.get("/").content.decode()
    assert '<html lang="en" data-theme="dark">' in page


def test_person_finds_it_so_in_the_next_browser(anna):
    first = signed_in_browser()
    first.post("/theme/", {"theme": "dark"})
    first.post("/language/", {"language": "en"})
    assert kept(anna) == ("dark", "en")
    assert worn(signed_in_browser()) == ("dark", "en")
    assert worn(signed_in_browser(theme="light")) == ("dark", "en")


def test_what_was_chosen_before_the_account_is_kept_with_it(anna):
    signed_in_browser(theme="light", **{LANGUAGE: "en"})
    assert kept(anna) == ("light", "en")


@pytest.mark.parametrize("odd", ["", "pink", "de", "<script>", "\0"])
def test_what_nobody_offers_changes_nothing(anna, odd):
    browser = signed_in_browser(theme="pink", **{LANGUAGE: "xx"})
    browser.post("/theme/", {"theme": odd})
    browser.post("/language/", {"language": odd})
    assert kept(anna) == ("", "")


def test_nothing_is_remembered_of_somebody_else(anna):
    other = make_person("boris", PASSWORD)
    signed_in_browser().post("/theme/", {"theme": "dark"})
    assert kept(other) == ("", "")
