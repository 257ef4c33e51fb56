"""Registering, confirming, signing in with one step and with two, and a forgotten password, as apps do it."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from memorials.models import Invitation, Role, User
from memorials.services.invitations import invite
from tests.api.apps import App, signed_in, spare_codes
from tests.people import PASSWORD, code_for, code_of, make_memorial, make_person, with_app

pytestmark = pytest.mark.django_db
VERA = {"name": "Вера", "email": "vera@family.example", "password": PASSWORD}
NEW = "другой-причал-43"


@pytest.fixture
def anna():
    return make_person("anna", PASSWORD)


@pytest.fixture
def with_letters(settings):
    """As where EMAIL_URL is set."""
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"


def flows_of(answer):
    return [flow["id"] for flow in answer.json()["data"]["flows"] if flow.get("is_pending")]


def key_in(letter):
    return re.search(r"/(?:confirm-email|key)/(?:UID-)?([^/\s]+)/", letter.body)[1]


def test_an_open_site_registers_whoever_comes(settings):
    settings.REGISTRATION = "open"
    app = App()
    answer = app.post("auth/signup", VERA)
    assert answer.status_code == 200
    assert answer.json()["data"]["user"]["email"] == VERA["email"]
    assert app.counts


@pytest.mark.parametrize("mode", ["invited", "closed"])
def test_other_sites_say_forbidden_and_offer_no_registration(settings, mode):
    settings.REGISTRATION = mode
    assert App().post("auth/signup", VERA).status_code == 403
    offered = [flow["id"] for flow in App().get("auth/session").json()["data"]["flows"]]
    assert offered == ["login"]
    assert User.objects.count() == 0


@pytest.fixture
def invitation(cast):
    return invite(memorial=make_memorial(cast), by=cast.keeper, role=Role.READER)


def test_an_invitation_opens_a_site_for_the_invited(settings, invitation):
    settings.REGISTRATION = "invited"
    row, token = invitation
    app = App()
    assert app.post("auth/signup", {**VERA, "invitation": token}).status_code == 200
    assert app.counts
    row.refresh_from_db()
    assert row.uses == 0  # it is taken up by the person, as on the site


@pytest.mark.parametrize("wrong", ["unknown", "revoked", "expired", "used_up", "closed"])
def test_an_invitation_that_is_over_opens_nothing(settings, invitation, wrong):
    settings.REGISTRATION = "closed" if wrong == "closed" else "invited"
    row, token = invitation
    ends = {
        "revoked": {"revoked_at": timezone.now()},
        "expired": {"expires": timezone.now() - timedelta(seconds=1)},
        "used_up": {"uses": 1},
    }
    Invitation.objects.filter(pk=row.pk).update(**ends.get(wrong, {"note": ""}))
    sent = {**VERA, "invitation": "nothing" if wrong == "unknown" else token}
    assert App().post("auth/signup", sent).status_code == 403
    assert not User.objects.filter(email=VERA["email"]).exists()


@pytest.mark.usefixtures("with_letters")
def test_an_address_is_confirmed_by_the_key_of_the_letter(settings, mailoutbox):
    settings.REGISTRATION = "open"
    app = App()
    answer = app.post("auth/signup", VERA)
    assert (answer.status_code, flows_of(answer)) == (401, ["verify_email"])
    assert not app.counts
    assert app.get("auth/email/verify", **{"X-Email-Verification-Key": "wrong"}).status_code == 400
    assert app.post("auth/email/verify", {"key": "wrong"}).json()["errors"][0]["param"] == "key"
    key = key_in(mailoutbox[0])
    known = app.get("auth/email/verify", **{"X-Email-Verification-Key": key})
    assert known.json()["data"]["email"] == VERA["email"]
    assert app.post("auth/email/verify", {"key": key}).status_code == 401  # confirmed; now sign in
    assert not app.counts
    assert signed_in(User.objects.get()).counts


@pytest.mark.usefixtures("with_letters")
def test_signing_in_before_the_address_is_confirmed_waits_for_it(settings, mailoutbox):
    settings.REGISTRATION = "open"
    App().post("auth/signup", VERA)
    app = App()
    answer = app.post("auth/login", {"email": VERA["email"], "password": PASSWORD})
    assert (answer.status_code, flows_of(answer)) == (401, ["verify_email"])
    assert not app.counts
    User.objects.get().emailaddress_set.update(verified=True)
    assert signed_in(User.objects.get()).counts


@pytest.mark.usefixtures("with_letters")
def test_a_key_confirmed_in_another_place_signs_nobody_in_there(settings, mailoutbox):
    """Whoever finds the letter has confirmed an address, and that is all."""
    settings.REGISTRATION = "open"
    App().post("auth/signup", VERA)
    finder = App()
    assert finder.post("auth/email/verify", {"key": key_in(mailoutbox[0])}).status_code == 401
    assert not finder.headers.get("X-Session-Token") or not finder.counts
    assert signed_in(User.objects.get()).counts


@pytest.mark.usefixtures("with_letters")
def test_registering_a_known_address_is_answered_as_a_new_one(settings, mailoutbox, anna):
    settings.REGISTRATION = "open"
    new, known = (
        App().post("auth/signup", {**VERA, "email": email}) for email in (VERA["email"], anna.email)
    )
    assert (known.status_code, flows_of(known)) == (new.status_code, flows_of(new)) == (401, ["verify_email"])
    assert known.json()["data"].keys() == new.json()["data"].keys()


@pytest.mark.parametrize("email", ["anna@family.example", "nobody@family.example"])
def test_a_wrong_password_is_told_the_same_for_every_address(anna, email):
    answer = App().post("auth/login", {"email": email, "password": "не тот"})
    assert answer.json() == {
        "status": 400,
        "errors": [
            {
                "code": "email_password_mismatch",
                "param": "password",
                "message": "E-mail and password do not belong together. Please check both.",
            }
        ],
    }


def test_guessing_is_told_to_stop(anna):
    answers = [App().post("auth/login", {"email": anna.email, "password": "не тот"}) for _ in range(6)]
    assert [answer.json()["errors"][0]["code"] for answer in answers[4:]] == [
        "email_password_mismatch",
        "too_many_login_attempts",
    ]


def test_an_account_that_is_switched_off_is_not_let_in(anna):
    User.objects.update(is_active=False)
    app = App()
    assert app.post("auth/login", {"email": anna.email, "password": PASSWORD}).status_code != 200
    assert not app.counts


def test_the_second_step_is_asked_and_a_wrong_code_is_none(anna):
    with_app(anna)
    app = App()
    first = app.post("auth/login", {"email": anna.email, "password": PASSWORD})
    assert (first.status_code, flows_of(first)) == (401, ["mfa_authenticate"])
    assert not app.counts
    wrong = app.post("auth/2fa/authenticate", {"code": "000000"})
    assert (wrong.status_code, wrong.json()["errors"][0]["code"]) == (400, "incorrect_code")
    assert not app.counts
    assert app.post("auth/2fa/authenticate", {"code": code_of(anna)}).status_code == 200
    assert app.counts


def test_a_spare_code_opens_once(anna):
    with_app(anna)
    [code, *_] = spare_codes(anna)
    answers = []
    for _ in range(2):
        app = App()
        app.post("auth/login", {"email": anna.email, "password": PASSWORD})
        answers.append(app.post("auth/2fa/authenticate", {"code": code}).status_code)
    assert answers == [200, 400]


def test_codes_are_not_guessed(anna):
    with_app(anna)
    app = App()
    app.post("auth/login", {"email": anna.email, "password": PASSWORD})
    for number in range(6):
        last = app.post("auth/2fa/authenticate", {"code": f"{number:06}"})
    assert last.status_code in (400, 429)
    assert app.post("auth/2fa/authenticate", {"code": code_of(anna)}).status_code != 200


def test_the_second_step_is_set_up_by_an_app_that_confirms_first(anna):
    app = signed_in(anna)
    key = app.get("account/authenticators/totp").json()["meta"]["secret"]
    code = {"code": code_for(key)}
    assert app.post("account/authenticators/totp", code).status_code == 401
    assert app.post("auth/reauthenticate", {"password": PASSWORD}).status_code == 200
    assert app.post("account/authenticators/totp", code).status_code == 200
    codes = app.get("account/authenticators/recovery-codes").json()["data"]["unused_codes"]
    assert len(codes) == 10


def test_staff_get_no_further_with_a_password_alone():
    moderator = make_person("moderator", PASSWORD, is_staff=True)
    app = signed_in(moderator)
    answer = app.get("/api/v1/memorials/")
    assert (answer.status_code, answer.json()["code"]) == (403, "second_step_first")
    app.post("auth/reauthenticate", {"password": PASSWORD})
    key = app.get("account/authenticators/totp").json()["meta"]["secret"]
    assert app.post("account/authenticators/totp", {"code": code_for(key)}).status_code == 200
    assert app.get("/api/v1/memorials/").status_code == 403  # set up is not yet used in this sign-in
    again = app.post("auth/2fa/reauthenticate", {"code": code_for(key, later=1)})
    assert again.status_code == 200, again.content
    assert app.get("/api/v1/memorials/").status_code == 200


def test_staff_with_both_steps_are_let_in():
    assert signed_in(with_app(make_person("moderator", PASSWORD, is_staff=True)).user).counts


@pytest.mark.parametrize("known", [True, False])
def test_a_new_password_is_asked_for_without_a_word_of_the_account(anna, mailoutbox, known):
    email = anna.email if known else "nobody@family.example"
    answer = App().post("auth/password/request", {"email": email})
    assert (answer.status_code, answer.json()) == (200, {"status": 200})


def test_the_key_of_the_letter_sets_a_password_and_ends_every_sign_in(anna, mailoutbox):
    old = signed_in(anna)
    App().post("auth/password/request", {"email": anna.email})
    key = re.search(r"/key/([^/\s]+)/", mailoutbox[0].body)[1]
    app = App()
    assert app.get("auth/password/reset", **{"X-Password-Reset-Key": key}).status_code == 200
    weak = app.post("auth/password/reset", {"key": key, "password": "1234"})
    assert (weak.status_code, weak.json()["errors"][0]["param"]) == (400, "password")
    assert app.post("auth/password/reset", {"key": key, "password": NEW}).status_code == 401
    assert not old.counts
    assert signed_in(anna, NEW).counts
    assert App().post("auth/password/reset", {"key": key, "password": PASSWORD}).status_code == 400


def test_a_printed_password_is_changed_on_the_site_first(anna):
    User.objects.update(password_is_one_time=True)
    answer = App().post("auth/login", {"email": anna.email, "password": PASSWORD})
    assert [error["code"] for error in answer.json()["errors"]] == ["password_is_one_time"]
