"""How long an app stays signed in, how its token is changed for a new one, and what ends it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from http import HTTPStatus
from threading import Barrier

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from memorials.models import User
from memorials.services.leaving import delete_account
from tests.api.apps import App, signed_in
from tests.people import PASSWORD, make_person

pytestmark = pytest.mark.django_db
NEW = "другой-причал-43"
REFRESH = "tokens/refresh"


@pytest.fixture
def anna():
    return make_person("anna", PASSWORD)


def days_left(app):
    return round((Session.objects.get(pk=app.token).expire_date - timezone.now()) / timedelta(days=1), 1)


def leave_unused(app, days):
    left = Session.objects.get(pk=app.token).expire_date - timedelta(days=days)
    Session.objects.filter(pk=app.token).update(expire_date=left)


@pytest.mark.parametrize("days", [90, 7])
def test_a_sign_in_lasts_as_long_as_it_is_used(anna, settings, days):
    settings.APP_SIGN_IN_DAYS = days
    app = signed_in(anna)
    assert days_left(app) == days
    leave_unused(app, days - 1)
    assert app.counts
    assert days_left(app) == days
    leave_unused(app, days + 1)
    assert not app.counts
    assert app.get("auth/session").status_code == HTTPStatus.GONE


def test_not_every_request_writes(anna, django_assert_num_queries):
    app = signed_in(anna)
    leave_unused(app, 0.5)
    app.get("auth/session")
    assert days_left(app) == 89.5


def test_what_is_not_signed_in_yet_is_not_made_to_last(anna):
    """A session that waits for the second step, or for a letter."""
    app = App()
    app.post("auth/login", {"email": anna.email, "password": "не тот"})
    assert Session.objects.count() == 0


def test_a_token_is_changed_for_a_new_one_and_the_old_one_is_dead(anna):
    app = signed_in(anna)
    old = app.token
    answer = app.post(REFRESH, {"refresh_token": old})
    assert answer.status_code == 200
    new = answer.json()["data"]["access_token"]
    assert new != old
    assert (App(new).counts, App(old).counts) == (True, False)
    again = App().post(REFRESH, {"refresh_token": old})
    assert (again.status_code, "data" in again.json()) == (400, False)
    assert App(new).counts
    assert len(App(new).get("auth/sessions").json()["data"]) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("clean_cache")
def test_of_two_who_give_the_same_token_at_once_one_gets_a_new_one(anna):
    token = signed_in(anna).token
    start = Barrier(4)

    def change(number):
        start.wait()
        try:
            return App().post(REFRESH, {"refresh_token": token}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        codes = sorted(threads.map(change, range(4)))
    assert codes == [200, 400, 400, 400]
    assert (Session.objects.count(), App(token).counts) == (1, False)


def test_the_new_token_goes_on_with_what_the_old_one_had_confirmed(anna):
    app = signed_in(anna)
    app.post("auth/reauthenticate", {"password": PASSWORD})
    new = app.post(REFRESH, {"refresh_token": app.token}).json()["data"]["access_token"]
    assert App(new).post("/api/v1/account/tokens/", {"name": "Копия"}).status_code == 201


def test_nothing_is_changed_for_whoever_has_not_signed_in(anna, browser):
    cookie = browser(anna).session.session_key
    waiting = App()
    for wrong in ("x" * 32, "", cookie):
        assert waiting.post(REFRESH, {"refresh_token": wrong}).status_code == 400
    assert Session.objects.filter(pk=cookie).exists()


def test_devices_are_listed_and_one_is_signed_out(anna):
    this, other = signed_in(anna, **{"User-Agent": "Rodnik/1"}), signed_in(anna, **{"User-Agent": "Rodnik/2"})
    listed = this.get("auth/sessions").json()["data"]
    assert sorted((each["user_agent"], each["is_current"]) for each in listed) == [
        ("Rodnik/1", True),
        ("Rodnik/2", False),
    ]
    [foreign] = [each["id"] for each in listed if not each["is_current"]]
    assert this.delete("auth/sessions", {"sessions": [foreign]}).status_code == 200
    assert (this.counts, other.counts) == (True, False)


def test_all_others_are_signed_out(anna):
    this, others = signed_in(anna), [signed_in(anna) for _ in range(2)]
    listed = this.get("auth/sessions").json()["data"]
    this.delete("auth/sessions", {"sessions": [each["id"] for each in listed if not each["is_current"]]})
    assert [app.counts for app in (this, *others)] == [True, False, False]


def test_nobody_ends_the_sign_in_of_somebody_else(anna):
    boris = signed_in(make_person("boris", PASSWORD))
    [his] = [each["id"] for each in boris.get("auth/sessions").json()["data"]]
    assert signed_in(anna).delete("auth/sessions", {"sessions": [his]}).status_code == 400
    assert boris.counts


def test_signing_out_ends_the_token(anna):
    app = signed_in(anna)
    assert app.delete("auth/session").status_code == 401
    assert not app.counts
    assert Session.objects.count() == 0


def test_a_new_password_gives_this_app_a_new_token_and_ends_all_others(anna):
    this, other = signed_in(anna), signed_in(anna)
    old = this.token
    answer = this.post("account/password/change", {"current_password": PASSWORD, "new_password": NEW})
    assert answer.status_code == 200
    assert this.token != old
    assert [App(token).counts for token in (this.token, old, other.token)] == [True, False, False]


def test_a_wrong_password_changes_none(anna):
    app = signed_in(anna)
    answer = app.post("account/password/change", {"current_password": "не тот", "new_password": NEW})
    assert (answer.status_code, answer.json()["errors"][0]["param"]) == (400, "current_password")
    anna.refresh_from_db()
    assert anna.check_password(PASSWORD)


@pytest.mark.parametrize("end", ["switched off", "left", "printed password"])
def test_the_end_of_an_account_is_the_end_of_its_tokens(anna, end):
    app = signed_in(anna)
    if end == "left":
        delete_account(user=anna, keep_memories=True)
    elif end == "switched off":
        User.objects.update(is_active=False)
    else:
        User.objects.update(password_is_one_time=True)
    assert app.get("/api/v1/memorials/").status_code == 401
    if end != "printed password":
        assert app.get("auth/session").status_code in (401, 410)
        assert App().post(REFRESH, {"refresh_token": app.token}).status_code == 400


@pytest.mark.parametrize("named", [["x"], [{"a": 1}], [None], 5, [10**23], [[1]], ["\0"]])
def test_what_names_no_sign_in_ends_none(anna, named):
    app = signed_in(anna)
    assert app.ask("DELETE", "auth/sessions", {"sessions": named}).status_code == 400
    assert app.counts
