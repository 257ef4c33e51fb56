"""Choosing how often one is written to, and the one press that ends it."""

import pytest
from django.core import mail
from django.core.signing import Signer

from memorials.models import Letters, Notice, User
from memorials.services import letters
from memorials.services.notices import notify
from memorials.stop_link import stop_address


@pytest.fixture
def stop(keeper, settings):
    return stop_address(keeper).removeprefix(settings.SITE_URL)


def choice(user):
    return User.objects.values_list("letters", "language").get(pk=user.pk)


def test_opening_the_address_stops_nothing(browser, keeper, stop):
    answer = browser().get(stop)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert (page.count("<button"), page.count('<form method="post">')) == (7, 1)  # with language and themes
    assert choice(keeper)[0] == Letters.AT_ONCE


@pytest.mark.parametrize("body", [{}, {"List-Unsubscribe": "One-Click"}])
def test_one_press_stops_all_letters_without_signing_in_and_without_a_token(
    browser, keeper, memorial, stop, body
):
    notify(recipients=[keeper], memorial=memorial, kind=Notice.Kind.TRIBUTE, path="/")
    answer = browser(enforce_csrf_checks=True).post(stop, body)
    assert answer.status_code == 200
    assert "/letters/" in answer.content.decode()
    assert choice(keeper)[0] == Letters.NEVER
    assert (letters.send_due(), mail.outbox) == (0, [])


def test_other_addresses_still_ask_for_a_token(browser, keeper, stop):
    assert (
        browser(keeper, enforce_csrf_checks=True).post("/letters/", {"letters": "never"}).status_code == 403
    )
    assert choice(keeper)[0] == Letters.AT_ONCE


@pytest.mark.parametrize("change", ["other person", "cut", "bare", "signed for something else"])
def test_address_that_we_did_not_make_is_missing(browser, keeper, cast, stop, change):
    pk, signature = stop.removeprefix("/letters/stop/").strip("/").split(":")
    wrong = {
        "other person": f"{cast.editor.pk}:{signature}",
        "cut": f"{pk}:{signature[:-1]}",
        "bare": pk,
        "signed for something else": Signer().sign(pk),
    }[change]
    missing = browser().get("/m/nothinghere/")
    for method in ("get", "post"):
        answer = getattr(browser(), method)(f"/letters/stop/{wrong}/")
        assert (answer.status_code, answer.content) == (404, missing.content)
    assert not User.objects.filter(letters=Letters.NEVER).exists()


def test_address_of_an_account_that_is_switched_off_is_missing(browser, keeper, stop):
    User.objects.update(is_active=False)
    assert browser().post(stop).status_code == 404


def test_one_chooses_when_and_in_which_language(browser, keeper):
    here = browser(keeper)
    answer = here.post("/letters/", {"letters": "daily", "language": "en"})
    assert (answer.status_code, answer["Location"]) == (302, "/letters/")
    assert choice(keeper) == ("daily", "en")
    here.post("/letters/", {"letters": "at_once", "language": ""})
    assert choice(keeper) == ("at_once", "")


def test_wrong_choice_is_refused_and_changes_nothing(browser, keeper):
    answer = browser(keeper).post("/letters/", {"letters": "hourly", "language": "de", "is_staff": "on"})
    assert answer.status_code == 422
    assert (choice(keeper), User.objects.get(pk=keeper.pk).is_staff) == (("at_once", ""), False)


def test_choosing_needs_a_sign_in(browser, db):
    assert browser().get("/letters/")["Location"] == "/accounts/login/?next=/letters/"
