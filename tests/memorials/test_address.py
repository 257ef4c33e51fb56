"""The address of an account: confirmed where mail is sent, changed with a letter to the old one."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from memorials.models import User
from tests.people import PASSWORD, code_of, make_person, with_app

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("clean_cache")]
LOGIN, SIGN_UP, RESET = "/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"
EMAIL, AGAIN = "/accounts/email/", "/accounts/reauthenticate/"
NEW = "new@family.example"


@pytest.fixture
def with_mail(settings):
    """As where EMAIL_URL is set."""
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"


@pytest.fixture
def anna():
    user = make_person("anna", PASSWORD)
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user


def signed_in(user):
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    client.post(LOGIN, {"login": user.email, "password": PASSWORD})
    return client


def link_in(letter):
    return re.search(r"http://localhost:8000(/accounts/\S+)", letter.body)[1]


def register(email):
    form = {"email": email, "name": "Anna", "password1": PASSWORD, "password2": PASSWORD}
    return Client(HTTP_ACCEPT_LANGUAGE="en").post(SIGN_UP, form)


@pytest.mark.usefixtures("with_mail")
def test_new_account_opens_once_its_address_is_confirmed(mailoutbox):
    register(NEW)
    client = Client()
    answer = client.post(LOGIN, {"login": NEW, "password": PASSWORD})
    assert answer["Location"] == "/accounts/confirm-email/"
    assert "_auth_user_id" not in client.session
    client.post(link_in(mailoutbox[0]))
    client.post(LOGIN, {"login": NEW, "password": PASSWORD})
    assert "_auth_user_id" in client.session


@pytest.mark.usefixtures("with_mail")
def test_new_address_counts_once_confirmed_and_the_old_one_gets_a_letter(anna, mailoutbox):
    client = signed_in(anna)
    client.post(AGAIN, {"password": PASSWORD})
    client.post(EMAIL, {"email": NEW, "action_add": ""})
    client.post(EMAIL, {"email": NEW, "action_primary": ""})
    anna.refresh_from_db()
    assert anna.email == "anna@family.example"
    [asked] = mailoutbox
    assert asked.to == [NEW]
    client.post(link_in(asked))
    client.post(EMAIL, {"email": NEW, "action_primary": ""})
    anna.refresh_from_db()
    assert anna.email == NEW
    told = mailoutbox[-1]
    assert told.to == ["anna@family.example"]
    assert NEW in told.body


@pytest.mark.usefixtures("with_mail")
def test_address_of_an_account_with_two_steps_can_be_changed(anna, mailoutbox):
    with_app(anna)
    client = signed_in(anna)
    client.post("/accounts/2fa/authenticate/", {"code": code_of(anna)})
    client.post(AGAIN, {"password": PASSWORD})
    client.post(EMAIL, {"email": NEW, "action_add": ""})
    assert [letter.to for letter in mailoutbox] == [[NEW]]


@pytest.mark.parametrize("action", ["action_add", "action_primary", "action_remove"])
def test_change_of_address_asks_for_the_password_again(anna, action):
    EmailAddress.objects.create(user=anna, email=NEW, verified=True)
    before = list(EmailAddress.objects.values_list("email", "primary").order_by("pk"))
    given = "third@family.example" if action == "action_add" else NEW
    answer = signed_in(anna).post(EMAIL, {"email": given, action: ""})
    assert answer["Location"].startswith(AGAIN)
    assert list(EmailAddress.objects.values_list("email", "primary").order_by("pk")) == before


def seen_after(answer, email):
    """What follows in the same browser, without the address that was typed and the page's own token."""
    body = answer.client.get(answer["Location"]).content.decode().replace(email, "")
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", body)


@pytest.mark.usefixtures("with_mail")
def test_registration_answers_the_same_for_a_known_address(anna, mailoutbox):
    known, unknown = register(anna.email), register(NEW)
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert seen_after(known, anna.email) == seen_after(unknown, NEW)
    assert [letter.to for letter in mailoutbox] == [[anna.email], [NEW]]
    assert User.objects.filter(email=anna.email).count() == 1


def test_reset_answers_the_same_for_a_known_address(anna, mailoutbox):
    answers = [Client().post(RESET, {"email": email}) for email in (anna.email, NEW)]
    assert {(each.status_code, each["Location"]) for each in answers} == {
        (302, "/accounts/password/reset/done/")
    }
    assert [letter.to for letter in mailoutbox] == [[anna.email], [NEW]]


def test_every_letter_names_the_configured_host(anna, mailoutbox):
    for email in (anna.email, NEW):
        Client().post(RESET, {"email": email}, HTTP_HOST="127.0.0.1")
    assert len(mailoutbox) == 2
    for letter in mailoutbox:
        assert "127.0.0.1" not in letter.body
        assert "localhost:8000" in letter.body
