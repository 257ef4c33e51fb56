"""Keys for reading on the site: made with a confirmation, shown once, listed and revoked."""

import re

import pytest
from django.test import Client

from memorials.models import ApiToken
from memorials.services.api_tokens import make_token, use_token
from memorials.services.my_data import what_is_known
from tests.people import PASSWORD, make_person, sign_in

pytestmark = pytest.mark.django_db
KEYS, LOGIN, AGAIN = "/accounts/keys/", "/accounts/login/", "/accounts/reauthenticate/"
NEW = {"name": "Копия дома", "days": "90"}


@pytest.fixture
def anna():
    return make_person("anna", PASSWORD)


def browser_of(user, *, confirmed=True):
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    assert client.post(LOGIN, {"login": user.email, "password": PASSWORD}).status_code == 302
    if confirmed:
        client.post(AGAIN, {"password": PASSWORD})
    return client


def test_a_key_is_shown_once_and_then_by_its_name_alone(anna):
    client = browser_of(anna)
    answer = client.post(KEYS, NEW)
    [token] = re.findall(r'value="(rodnik_[\w-]{43})"', answer.content.decode())
    assert "no-store" in answer["Cache-Control"]
    assert use_token(token).owner == anna
    page = client.get(KEYS).content.decode()
    assert "Копия дома" in page
    assert "last used" in page
    assert token not in page
    assert ApiToken.objects.get().token_hash not in page


def test_making_one_asks_again_who_it_is_and_then_makes_it(anna):
    client = browser_of(anna, confirmed=False)
    answer = client.post(KEYS, NEW)
    assert answer["Location"].startswith(AGAIN)
    assert ApiToken.objects.count() == 0
    made = client.post(answer["Location"], {"password": PASSWORD})
    assert "rodnik_" in made.content.decode()
    assert ApiToken.objects.count() == 1


def test_whoever_has_rights_shows_both_steps_first(cast):
    cast.moderator.set_password(PASSWORD)
    cast.moderator.save()
    client = browser_of(cast.moderator)
    assert client.post(KEYS, NEW)["Location"].startswith("/accounts/2fa/")
    assert ApiToken.objects.count() == 0


def test_a_key_is_revoked(anna):
    row, token = make_token(owner=anna, name="Копия")
    client = browser_of(anna)
    answer = client.post(f"{KEYS}{row.code}/revoke/", follow=True)
    assert "The key is revoked." in answer.content.decode()
    assert "Копия" not in client.get(KEYS).content.decode()
    assert use_token(token) is None
    assert client.post(f"{KEYS}{row.code}/revoke/").status_code == 404


def test_a_key_of_somebody_else_is_not_there(anna):
    row, token = make_token(owner=make_person("boris"), name="Чужая")
    client = browser_of(anna)
    assert client.post(f"{KEYS}{row.code}/revoke/").status_code == 404
    assert "Чужая" not in client.get(KEYS).content.decode()
    assert use_token(token) is not None


@pytest.mark.parametrize(
    "wrong", [{"name": " "}, {"name": "я" * 61}, {"days": "0"}, {"days": "x"}, {"name": "a\0"}]
)
def test_what_cannot_be_one_is_said_at_the_field(anna, wrong):
    answer = browser_of(anna).post(KEYS, {**NEW, **wrong})
    assert answer.status_code == 422
    assert ApiToken.objects.count() == 0


def test_twenty_are_enough(anna):
    for number in range(20):
        make_token(owner=anna, name=str(number))
    answer = browser_of(anna).post(KEYS, NEW)
    assert (answer.status_code, ApiToken.objects.count()) == (422, 20)
    assert "You have twenty keys already." in answer.content.decode()


def test_a_new_password_on_the_site_ends_them(anna):
    _, token = make_token(owner=anna, name="Копия")
    client, new = browser_of(anna), "другой-причал-43"
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert use_token(token) is None
    assert "Копия" not in client.get(KEYS).content.decode()


def test_visitors_are_led_to_the_sign_in():
    for path in (KEYS, f"{KEYS}nothing/revoke/"):
        assert Client().post(path)["Location"] == f"{LOGIN}?next={path}"


def test_a_reader_by_key_is_in_the_archive_of_ones_own_data(anna):
    make_token(owner=anna, name="Копия")
    [told] = what_is_known(anna)["read_only_tokens"]
    assert set(told) == {"code", "name", "created", "expires", "last_used", "revoked_at"}


def test_the_page_asks_as_often_for_many_as_for_one(anna, django_assert_max_num_queries):
    client = sign_in(Client(), anna)
    for number in range(3):
        make_token(owner=anna, name=str(number))
    with django_assert_max_num_queries(6):
        client.get(KEYS)
