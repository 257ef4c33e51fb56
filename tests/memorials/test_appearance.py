"""Language and light: chosen by a visitor for a browser, by a person for all of theirs; and what a page says
where nobody has chosen."""

import re

import pytest
from django.conf import settings
from django.test import Client

from memorials.models import Memorial, User
from memorials.services.invitations import invite
from tests.people import PASSWORD, make_person, make_public

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


def test_visitor_goes_back_to_what_the_system_prefers():
    visitor = Client()
    for theme, pressed in (("dark", "dark"), ("system", "system")):
        visitor.post("/theme/", {"theme": theme})
        page = visitor.get("/").content.decode()
        assert ("data-theme=" in page.split(">", 2)[1]) is (theme == "dark")
        assert re.findall(r'value="(\w+)" aria-pressed="true"', page) == [pressed]
    assert 'aria-pressed="true"' in page and '"not all"' not in page


def test_person_is_back_to_it_in_every_browser(anna):
    signed_in_browser().post("/theme/", {"theme": "dark"})
    second = signed_in_browser()
    second.post("/theme/", {"theme": "system"})
    assert kept(anna) == ("system", "")
    third = signed_in_browser(theme="dark")
    assert worn(third)[0] == "system"
    assert kept(anna) == ("system", "")
    assert "data-theme=" not in third.get("/").content.decode().split(">", 2)[1]


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


#: What a browser says that it reads, the language of the memorial, and what its page is then in.
SPOKEN = [
    ("de-AT,de;q=0.9", "en", "en"),
    ("de-AT,de;q=0.9", "ru", "ru"),
    ("", "en", "en"),
    ("*", "en", "en"),
    ("de, en-GB;q=0.3", "ru", "en"),
    ("ru", "en", "ru"),
]


def of_page(answer):
    return re.search('<html lang="([a-z]+)"', answer.content.decode())[1]


@pytest.fixture
def spoken_of(cast):
    def make(language):
        memorial = make_public(cast)
        Memorial.objects.filter(pk=memorial.pk).update(language=language)
        memorial.refresh_from_db()
        return memorial

    return make


@pytest.mark.parametrize(("said", "family", "shown"), SPOKEN)
def test_page_is_in_the_language_of_the_family_where_the_browser_speaks_neither(
    spoken_of, said, family, shown
):
    answer = Client().get(spoken_of(family).get_absolute_url(), headers={"Accept-Language": said})
    assert (of_page(answer), answer["Content-Language"]) == (shown, shown)
    assert "Accept-Language" in answer["Vary"]


def test_choice_of_a_visitor_and_of_a_person_come_before_all_of_it(spoken_of, anna):
    german = {"Accept-Language": "de"}
    memorial = spoken_of("en")
    visitor = Client()
    visitor.post("/language/", {"language": "ru"})
    assert of_page(visitor.get(memorial.get_absolute_url(), headers=german)) == "ru"
    User.objects.filter(pk=anna.pk).update(site_language="ru")
    person = signed_in_browser(**{LANGUAGE: "en"})
    assert of_page(person.get(memorial.get_absolute_url(), headers=german)) == "ru"


def test_invitation_speaks_as_the_family_does(spoken_of, cast):
    memorial = spoken_of("en")
    _, token = invite(memorial=memorial, by=cast.keeper, role="reader")
    answer = Client().get(f"/invitations/{token}/", headers={"Accept-Language": "fr"})
    assert of_page(answer) == "en"


def test_closed_page_tells_not_even_its_language(spoken_of):
    answers = []
    for language in ("en", "ru"):
        memorial = spoken_of(language)
        Memorial.objects.filter(pk=memorial.pk).update(visibility="private")
        answers.append(Client().get(memorial.get_absolute_url(), headers={"Accept-Language": "de"}))
    answers.append(Client().get("/m/nothinghere/", headers={"Accept-Language": "de"}))
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert of_page(answers[0]) == "ru"
