"""Where somebody is signed in: what is told of it, and how it ends."""

import re

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from rest_framework.test import APIClient

from tests.people import PASSWORD, make_person

pytestmark = pytest.mark.django_db
LOGIN, SESSIONS, CHANGE = "/accounts/login/", "/accounts/sessions/", "/accounts/password/change/"
API = "/api/v1/auth/app/v1/auth/login"
NEW = "другой-причал-43"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
CHROME = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/143.0.0.0 Mobile Safari/537.36"
)


@pytest.fixture
def anna():
    return make_person("anna", PASSWORD)


@pytest.fixture
def boris():
    return make_person("boris", PASSWORD)


def browser_of(user, agent=FIREFOX, password=PASSWORD):
    client = Client(HTTP_USER_AGENT=agent, HTTP_ACCEPT_LANGUAGE="en")
    assert client.post(LOGIN, {"login": user.email, "password": password}).status_code == 302
    return client


def token_of(user):
    answer = APIClient(HTTP_USER_AGENT="RodnikApp/1.0").post(
        API, {"email": user.email, "password": PASSWORD}, format="json"
    )
    assert answer.status_code == 200
    return answer.json()["meta"]["session_token"]


def is_in(client):
    return client.get("/mine/").status_code == 200


def token_counts(token):
    client = APIClient(headers={"X-Session-Token": token})
    return client.post("/api/v1/memorials/", {"name": "Мария"}, format="json").status_code == 201


def test_each_device_is_told_with_browser_system_and_time_and_nothing_of_the_place(anna):
    client = browser_of(anna)
    browser_of(anna, CHROME)
    token_of(anna)
    page = client.get(SESSIONS)
    told = [(each.browser, each.system, each.is_app, each.is_this) for each in page.context["devices"]]
    assert told == [
        ("", "", True, False),
        ("Chrome", "Android", False, False),
        ("Firefox", "Linux", False, True),
    ]
    body = page.content.decode()
    assert body.count("this device") == 1
    assert "An app, through the API" in body
    assert "127.0.0.1" not in body
    for session in UserSession.objects.all():
        assert session.session_key not in body


def test_one_device_is_signed_out_at_once_and_the_others_stay(anna):
    this, other, token = browser_of(anna), browser_of(anna, CHROME), token_of(anna)
    [chrome] = [each for each in this.get(SESSIONS).context["devices"] if each.browser == "Chrome"]
    assert this.post(SESSIONS, {"session": chrome.pk})["Location"] == SESSIONS
    assert (is_in(this), is_in(other), token_counts(token)) == (True, False, True)


def test_a_token_is_ended_like_a_browser(anna):
    this, token = browser_of(anna), token_of(anna)
    [app] = [each for each in this.get(SESSIONS).context["devices"] if each.is_app]
    this.post(SESSIONS, {"session": app.pk})
    assert not token_counts(token)


def test_all_others_end_and_this_one_stays(anna, boris):
    this, other, token, foreign = browser_of(anna), browser_of(anna), token_of(anna), browser_of(boris)
    this.post(SESSIONS)
    assert (is_in(this), is_in(other), token_counts(token), is_in(foreign)) == (True, False, False, True)


@pytest.mark.parametrize("wrong", ["0", "-1", "x", "9" * 40, "1e3"])
def test_what_is_no_session_ends_none(anna, wrong):
    this, other = browser_of(anna), browser_of(anna)
    assert this.post(SESSIONS, {"session": wrong}).status_code == 302
    assert is_in(this)
    assert is_in(other)


def test_a_session_of_somebody_else_is_not_there(anna, boris):
    this, foreign = browser_of(anna), browser_of(boris)
    pk = UserSession.objects.get(user=boris).pk
    this.post(SESSIONS, {"session": pk})
    assert is_in(foreign)
    assert len(this.get(SESSIONS).context["devices"]) == 1


def test_password_change_ends_all_other_sessions_and_tokens(anna):
    this, other, token = browser_of(anna), browser_of(anna), token_of(anna)
    answer = this.post(CHANGE, {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert answer.status_code == 302
    assert (is_in(this), is_in(other), token_counts(token)) == (True, False, False)
    assert [each.is_this for each in this.get(SESSIONS).context["devices"]] == [True]


def test_reset_by_letter_ends_every_session_and_token(anna, mailoutbox):
    this, token = browser_of(anna), token_of(anna)
    stranger = Client()
    stranger.post("/accounts/password/reset/", {"email": anna.email})
    link = re.search(r"http://localhost:8000(/\S+)", mailoutbox[0].body)[1]
    form = stranger.get(link)["Location"]
    stranger.post(form, {"password1": NEW, "password2": NEW})
    anna.refresh_from_db()
    assert anna.check_password(NEW)
    assert (is_in(this), token_counts(token)) == (False, False)


def test_visitor_is_led_to_the_sign_in():
    for path in ("/accounts/", SESSIONS, "/accounts/name/", "/accounts/data/", "/accounts/leave/"):
        for method in ("get", "post"):
            answer = getattr(Client(), method)(path)
            if (path, method) == ("/accounts/", "post"):
                assert answer.status_code == 405
            else:
                assert answer["Location"] == f"{LOGIN}?next={path}"


def test_the_account_says_how_it_stands_and_leads_everywhere(anna):
    client = browser_of(anna)
    body = client.get("/accounts/").content.decode()
    for path in ("name/", "email/", "password/change/", "2fa/", "sessions/", "keys/", "data/", "leave/"):
        assert f'href="/accounts/{path}"' in body
        assert client.get(f"/accounts/{path}").status_code in (200, 302)
    assert "switched off: the password alone is enough" in body
    assert 'href="/accounts/"' in client.get("/mine/").content.decode()


def test_name_is_changed_and_never_emptied(anna):
    client = browser_of(anna)
    assert client.post("/accounts/name/", {"name": "  "}).status_code == 422
    assert client.post("/accounts/name/", {"name": "Анна", "is_staff": "on"}).status_code == 302
    anna.refresh_from_db()
    assert (anna.name, anna.is_staff) == ("Анна", False)
