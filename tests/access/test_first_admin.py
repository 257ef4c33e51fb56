"""The password that is printed at the first start opens one door only: to a password of one's own."""

import re

import pytest
from django.core.management import call_command
from django.test import Client
from rest_framework.test import APIClient

from memorials.models import User
from memorials.services.accounts import FIRST_ADMIN, ensure_first_admin
from tests.access.routes import OPEN, ROUTES
from tests.people import PASSWORD, make_person

pytestmark = pytest.mark.django_db
CHANGE = "/accounts/password/change/"
AUTH = "/api/v1/auth/app/v1/"
STAY_OPEN = {CHANGE, "/accounts/logout/", "/language/", "/theme/"}


@pytest.fixture
def printed():
    made = ensure_first_admin()
    assert made is not None
    return made[1]


@pytest.fixture
def signed_in(printed):
    client = Client()
    answer = client.post("/accounts/login/", {"login": FIRST_ADMIN, "password": printed})
    assert answer.status_code == 302
    return client


def choose_own(client, printed):
    return client.post(CHANGE, {"oldpassword": printed, "password1": PASSWORD, "password2": PASSWORD})


def test_a_site_without_an_administrator_gets_one(printed):
    [admin] = User.objects.all()
    assert (admin.email, admin.is_superuser, admin.is_staff) == (FIRST_ADMIN, True, True)
    assert admin.check_password(printed)
    assert len(printed) >= 16
    assert admin.password_is_one_time


def test_a_second_start_makes_nobody_and_tells_nothing(printed):
    assert ensure_first_admin() is None
    [admin] = User.objects.all()
    assert admin.check_password(printed)


def test_a_site_with_an_administrator_of_its_own_gets_no_other():
    own = make_person("own", PASSWORD, is_superuser=True)
    assert ensure_first_admin() is None
    assert list(User.objects.all()) == [own]


def test_a_moderator_is_no_administrator():
    make_person("moderator", is_staff=True)
    assert ensure_first_admin() is not None


def addresses():
    """Every address of the site, those of the accounts and of the admin among them."""
    yield from ("/" + re.sub("<slug:[a-z]+>", "nothing", route) for route in (*OPEN, *ROUTES))
    yield from ("/accounts/email/", "/accounts/password/set/", "/accounts/reauthenticate/", "/admin/")
    yield from ("/admin/memorials/user/", "/admin/password_change/", "/nothing-at-all/")


def test_before_the_change_every_address_leads_to_it(signed_in):
    elsewhere = {
        path: (answer.status_code, answer.get("Location"))
        for path in {*addresses()} - STAY_OPEN
        for answer in [signed_in.get(path)]
        if not path.startswith("/api/") and (answer.status_code, answer.get("Location")) != (302, CHANGE)
    }
    assert elsewhere == {}  # under /api/ the cookie says nothing at all: tests/api/test_auth_cookies


def test_before_the_change_nothing_can_be_written_either(signed_in):
    for path in ("/new/", "/accounts/email/", "/admin/memorials/user/add/"):
        answer = signed_in.post(path, {"name": "Анна", "language": "ru", "visibility": "private"})
        assert (answer.status_code, answer["Location"]) == (302, CHANGE), path


def test_what_stays_open_is_the_change_the_way_out_and_the_looks(signed_in):
    assert signed_in.get(CHANGE).status_code == 200
    assert signed_in.post("/language/", {"language": "en"})["Location"] != CHANGE
    assert signed_in.post("/theme/", {"theme": "dark"})["Location"] != CHANGE
    assert signed_in.post("/accounts/logout/")["Location"] != CHANGE
    assert signed_in.get("/mine/").status_code == 302


def test_after_the_change_the_site_is_open_and_the_printed_password_is_nothing(signed_in, printed):
    assert choose_own(signed_in, printed).status_code == 302
    admin = User.objects.get()
    assert (admin.password_is_one_time, admin.check_password(PASSWORD)) == (False, True)
    assert {path: signed_in.get(path).status_code for path in ("/", "/mine/", "/admin/")} == {
        "/": 200, "/mine/": 200, "/admin/": 302
    }  # fmt: skip
    assert signed_in.get("/admin/")["Location"].startswith("/accounts/2fa/")  # the second step comes first
    assert Client().login(email=FIRST_ADMIN, password=printed) is False


@pytest.mark.parametrize("new", ["", "short", "12345678901234", None])
def test_a_password_that_is_refused_opens_nothing(signed_in, printed, new):
    new = printed if new is None else new
    answer = signed_in.post(CHANGE, {"oldpassword": printed, "password1": new, "password2": new})
    assert answer.status_code == 200
    assert User.objects.get().password_is_one_time
    assert signed_in.get("/mine/")["Location"] == CHANGE


def test_a_password_of_ones_own_from_a_reset_letter_counts_too(printed, mailoutbox):
    client = Client()
    client.post("/accounts/password/reset/", {"email": FIRST_ADMIN})
    path = link_in(mailoutbox[0].body)
    form = client.get(path, follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": PASSWORD, "password2": PASSWORD})
    assert User.objects.get().password_is_one_time is False


def link_in(letter):
    [link] = [word for word in letter.split() if word.startswith("http")]
    return link.removeprefix("http://localhost:8000")


@pytest.mark.parametrize("language", ["ru", "en"])
def test_an_app_cannot_sign_in_with_the_printed_password(printed, language):
    app = APIClient(headers={"Accept-Language": language})
    answer = app.post(f"{AUTH}auth/login", {"email": FIRST_ADMIN, "password": printed}, format="json")
    assert answer.status_code == 400
    assert [error["code"] for error in answer.json()["errors"]] == ["password_is_one_time"]
    assert "session_token" not in answer.content.decode()


def test_an_app_signs_in_with_the_administrators_own_password_and_then_the_second_step(signed_in, printed):
    choose_own(signed_in, printed)
    answer = APIClient().post(
        f"{AUTH}auth/login", {"email": FIRST_ADMIN, "password": PASSWORD}, format="json"
    )
    token = answer.json()["meta"]["session_token"]
    refused = APIClient(headers={"X-Session-Token": token}).get("/api/v1/memorials/")
    assert (refused.status_code, refused.json()["code"]) == (403, "second_step_first")


def test_a_token_of_an_account_that_must_choose_a_password_opens_nothing_in_the_api(signed_in, printed):
    """However somebody came to it: the mark on the account counts at each request."""
    choose_own(signed_in, printed)
    answer = APIClient().post(
        f"{AUTH}auth/login", {"email": FIRST_ADMIN, "password": PASSWORD}, format="json"
    )
    User.objects.update(password_is_one_time=True)
    app = APIClient(headers={"X-Session-Token": answer.json()["meta"]["session_token"]})
    assert app.get("/api/v1/memorials/").status_code == 401
    assert app.post("/api/v1/memorials/", {"name": "Анна"}, format="json").status_code == 401


def test_the_command_line_makes_an_administrator_whose_password_is_theirs(monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("createsuperuser", email="own@example.org", interactive=False, verbosity=0)
    own = User.objects.get()
    assert (own.is_superuser, own.password_is_one_time, own.check_password(PASSWORD)) == (True, False, True)
    assert ensure_first_admin() is None
