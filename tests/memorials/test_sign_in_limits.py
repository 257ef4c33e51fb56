"""How often one may try to sign in: a guesser is stopped, and the keeper is not."""

import pytest
from django.test import Client

from tests.people import PASSWORD, code_of, make_person, with_app

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("clean_cache")]
LOGIN, CODE = "/accounts/login/", "/accounts/2fa/authenticate/"
GUESSER, HOME = "203.0.113.9", "198.51.100.4"


@pytest.fixture
def anna():
    return make_person("anna", PASSWORD)


def tried(user, password=PASSWORD, address=GUESSER, **headers):
    client = Client(REMOTE_ADDR=address, HTTP_ACCEPT_LANGUAGE="en", **headers)
    answer = client.post(LOGIN, {"login": user.email, "password": password})
    if answer.status_code == 302:
        return "in"
    return "stopped" if "Too many attempts" in answer.content.decode() else "wrong"


def test_guesser_is_stopped_and_the_keeper_at_home_is_not(anna):
    assert [tried(anna, f"guess {n}") for n in range(6)] == ["wrong"] * 5 + ["stopped"]
    assert tried(anna) == "stopped"
    assert tried(anna, address=HOME) == "in"


def test_guesser_of_many_accounts_is_stopped_by_the_address(anna):
    people = [make_person(f"person{n}", PASSWORD) for n in range(11)]
    assert [tried(user, "guess") for user in people] == ["wrong"] * 10 + ["stopped"]


def test_forged_forwarding_does_not_make_a_new_address(anna):
    got = [tried(anna, "guess", HTTP_X_FORWARDED_FOR=f"192.0.2.{n}") for n in range(6)]
    assert got == ["wrong"] * 5 + ["stopped"]
    assert tried(anna, address=HOME, HTTP_X_FORWARDED_FOR=GUESSER) == "in"


def test_behind_one_proxy_only_its_own_word_counts(anna, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    got = [tried(anna, "guess", HTTP_X_FORWARDED_FOR=f"192.0.2.{n}, {GUESSER}") for n in range(6)]
    assert got == ["wrong"] * 5 + ["stopped"]
    assert tried(anna, HTTP_X_FORWARDED_FOR=f"{GUESSER}, {HOME}") == "in"


def test_codes_cannot_be_guessed_from_many_addresses(anna):
    """Who comes this far knows the password: here the account itself is counted."""
    with_app(anna)
    for n in range(6):
        client = Client(REMOTE_ADDR=f"192.0.2.{n}", HTTP_ACCEPT_LANGUAGE="en")
        client.post(LOGIN, {"login": anna.email, "password": PASSWORD})
        answer = client.post(CODE, {"code": "000000" if n < 5 else code_of(anna)})
        assert answer.status_code == 200
    assert "Too many attempts" in answer.content.decode()
