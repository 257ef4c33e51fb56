"""Tokens that may only read: how one is made, what it opens, and what ends it."""

import logging
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from config.logs import WithoutSecrets
from memorials.models import ApiToken, User
from memorials.models.token import hashed
from memorials.services.accounts import reset_second_factor
from memorials.services.api_tokens import MOST_TOKENS, make_token, use_token
from memorials.services.leaving import delete_account
from tests.api.apps import App, confirmed, signed_in
from tests.people import PASSWORD, make_cast, make_memorial, make_person, make_photo

pytestmark = pytest.mark.django_db
TOKENS = "/api/v1/account/tokens/"
WRITES = ["POST", "PUT", "PATCH", "DELETE"]


@pytest.fixture
def anna():
    return make_person("anna", PASSWORD)


def reader(token, scheme="Bearer"):
    return App(Authorization=f"{scheme} {token}")


def reads(token):
    return reader(token).get("/api/v1/memorials/").status_code == 200


def token_of(owner, name="Копия", **options):
    return make_token(owner=owner, name=name, **options)[1]


def test_it_is_told_once_and_kept_as_a_hash(anna):
    app = confirmed(anna)
    answer = app.post(TOKENS, {"name": "Копия", "days": 30})
    assert answer.status_code == 201
    assert answer["Cache-Control"] == "no-store"
    token = answer.json()["token"]
    [row] = ApiToken.objects.all()
    assert answer["Location"] == f"{TOKENS}{row.code}/"
    assert token.startswith("rodnik_")
    assert len(token) == len("rodnik_") + 43  # 256 bits
    assert row.token_hash == hashed(token)
    assert abs(row.expires - timezone.now() - timedelta(days=30)) < timedelta(minutes=1)
    [listed] = app.get(TOKENS).json()["results"]
    assert set(listed) == {"code", "name", "created", "expires", "last_used"}
    assert token not in str(ApiToken.objects.values())


def test_it_reads_what_its_owner_reads():
    cast = make_cast()
    private = make_memorial(cast)
    path = f"/api/v1/memorials/{private.code}/"
    assert reader(token_of(cast.reader)).get(path).json()["name"] == private.name
    assert reader(token_of(cast.stranger)).get(path).status_code == 404
    file = f"/api/v1/files/media/{make_photo(private, cast.keeper).code}/view"
    for who, status in ((cast.reader, 200), (cast.stranger, 404)):
        answer = Client().get(file, headers={"Authorization": f"Bearer {token_of(who)}"})
        assert answer.status_code == status
        assert status == 404 or answer.getvalue()


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_the_scheme_is_read_in_any_case(anna, scheme):
    assert reader(token_of(anna), scheme).get("/api/v1/memorials/").status_code == 200


@pytest.mark.parametrize("method", WRITES)
def test_it_changes_nothing(method):
    cast = make_cast()
    mine = make_memorial(cast)
    for path in ("/api/v1/memorials/", f"/api/v1/memorials/{mine.code}/", "/api/v1/uploads/nothing/", TOKENS):
        answer = reader(token_of(cast.keeper)).ask(method, path, {"name": "Чужое"})
        assert (answer.status_code, answer.json()["code"]) == (403, "read_only_token"), path
    mine.refresh_from_db()
    assert mine.name == "Анна Ильина"


def test_it_sees_and_makes_no_tokens_and_signs_nobody_in(anna):
    token = token_of(anna)
    code = ApiToken.objects.get().code
    for method, path in (("GET", TOKENS), ("POST", TOKENS), ("DELETE", f"{TOKENS}{code}/")):
        answer = reader(token).ask(method, path, None if method == "GET" else {"name": "Ещё"})
        assert (answer.status_code, answer.json()["code"]) == (403, "read_only_token")
    for path in ("auth/session", "auth/sessions", "account/email", "account/authenticators"):
        assert reader(token).get(path).status_code == 401
    assert reader("").post("tokens/refresh", {"refresh_token": token}).status_code == 400
    assert App(token).get("/api/v1/memorials/").status_code == 401  # in the other header
    assert ApiToken.objects.count() == 1


def test_it_is_no_cookie_and_no_part_of_an_address(anna):
    token = token_of(anna)
    nobody = App().get("/api/v1/memorials/").json()
    assert App(Cookie=f"sessionid={token}").get("/api/v1/memorials/").json() == nobody
    assert App().get(f"/api/v1/memorials/?token={token}").status_code in (200, 400)
    ApiToken.objects.get(last_used=None)


@pytest.mark.parametrize(
    "given", ["", "rodnik_", "rodnik_wrong", "\x00", "rodnik_" + "я" * 43, "x" * 5000, "a b c"]
)
def test_a_wrong_one_is_401_and_not_a_visitor(anna, given):
    token_of(anna)
    answer = App(Authorization=f"Bearer {given}").get("/api/v1/memorials/")
    assert (answer.status_code, answer.json()["code"]) == (401, "authentication_failed")


def test_another_scheme_is_not_ours(anna):
    """A proxy before the site may ask for a name and a password of its own."""
    assert reader("YTpi", "Basic").get("/api/v1/memorials/").status_code == 200


def test_guessing_is_stopped_and_whoever_has_a_token_goes_on(anna):
    token = token_of(anna)
    codes = [reader(f"rodnik_{number}").get("/api/v1/memorials/").status_code for number in range(31)]
    assert codes == [401] * 30 + [429]
    assert reads(token)


def ended(anna, way):
    row = ApiToken.objects.get()
    if way == "revoked":
        assert signed_in(anna).delete(f"{TOKENS}{row.code}/").status_code == 204
    elif way == "expired":
        ApiToken.objects.update(expires=timezone.now())
    elif way == "new password":
        app = signed_in(anna)
        app.post("account/password/change", {"current_password": PASSWORD, "new_password": "другой-43-а"})
    elif way == "password by the host":
        anna.set_password("другой-43-а")
        anna.save()
    elif way == "switched off":
        User.objects.update(is_active=False)
    elif way == "second step lost":
        reset_second_factor(user=anna)
    elif way == "printed password":
        User.objects.update(password_is_one_time=True)
    else:
        delete_account(user=anna, keep_memories=True)


@pytest.mark.parametrize(
    "way",
    [
        "revoked", "expired", "new password", "password by the host", "switched off", "second step lost",
        "printed password", "left",
    ],
)  # fmt: skip
def test_it_ends(anna, way):
    token = token_of(anna)
    assert reads(token)
    ended(anna, way)
    assert not reads(token)


def test_another_secret_key_that_is_still_known_ends_none(anna, settings):
    token = token_of(anna)
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another secret of fifty characters, or even some more"
    assert not reads(token)
    settings.SECRET_KEY_FALLBACKS = [old]
    assert reads(token)


def test_somebody_elses_is_not_there(anna):
    token = token_of(make_person("boris", PASSWORD))
    row = ApiToken.objects.get()
    app = signed_in(anna)
    assert app.delete(f"{TOKENS}{row.code}/").status_code == 404
    assert app.get(TOKENS).json()["results"] == []
    assert reads(token)


def test_making_one_wants_a_confirmation(anna):
    app = signed_in(anna)
    answer = app.post(TOKENS, {"name": "Копия"})
    assert (answer.status_code, answer.json()["code"]) == (403, "confirm_first")
    assert ApiToken.objects.count() == 0


@pytest.mark.parametrize(
    ("sent", "pointer"),
    [
        ({}, "/name"),
        ({"name": " "}, "/name"),
        ({"name": "я" * 61}, "/name"),
        ({"name": "a\x00"}, "/name"),
        ({"name": "a", "days": 0}, "/days"),
        ({"name": "a", "days": 366}, "/days"),
        ({"name": "a", "days": "x"}, "/days"),
        ({"name": "a", "days": 1e400}, "/days"),
    ],
)
def test_what_cannot_be_one_is_refused(anna, sent, pointer):
    answer = confirmed(anna).post(TOKENS, sent)
    assert answer.status_code == 400
    if "errors" in answer.json():
        assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
    assert ApiToken.objects.count() == 0


def test_twenty_are_enough_and_what_is_over_does_not_count(anna):
    for number in range(MOST_TOKENS):
        token_of(anna, f"Копия {number}")
    refused = confirmed(anna).post(TOKENS, {"name": "Ещё одна"})
    assert (refused.status_code, refused.json()["code"]) == (422, "too_many_tokens")
    ApiToken.objects.filter(name="Копия 0").update(expires=timezone.now())
    assert confirmed(anna).post(TOKENS, {"name": "Ещё одна"}).status_code == 201
    assert ApiToken.objects.count() == MOST_TOKENS


def test_a_list_of_many_has_as_many_queries_as_of_one(anna, django_assert_num_queries):
    app = signed_in(anna)
    token_of(anna)
    with CaptureQueriesContext(connection) as asked:
        app.get(TOKENS)
    token_of(anna)
    token_of(anna)
    with django_assert_num_queries(len(asked)):
        assert len(app.get(TOKENS).json()["results"]) == 3


def test_its_use_is_noted_once_an_hour(anna):
    token = token_of(anna)
    use_token(token)
    first = ApiToken.objects.get().last_used
    assert first is not None
    use_token(token)
    assert ApiToken.objects.get().last_used == first
    ApiToken.objects.update(last_used=timezone.now() - timedelta(minutes=61))
    use_token(token)
    assert ApiToken.objects.get().last_used > first


def test_the_log_never_tells_one(anna):
    token = token_of(anna)
    record = logging.LogRecord("x", logging.WARNING, "", 0, "Bad: /api/v1/x?token=%s", (token,), None)
    WithoutSecrets().filter(record)
    assert record.getMessage() == "Bad: /api/v1/x?token=rodnik_…"


def test_the_admin_lists_them_without_what_opens(cast, browser):
    token = token_of(cast.keeper)
    row = ApiToken.objects.get()
    admin = browser(cast.admin)
    for path in ("/admin/memorials/apitoken/", f"/admin/memorials/apitoken/{row.pk}/change/"):
        body = admin.get(path).content.decode()
        assert "Копия" in body
        assert all(secret not in body for secret in (token, row.token_hash, row.made_under))
    assert browser(cast.moderator).get("/admin/memorials/apitoken/").status_code == 403


def test_all_that_is_kept_of_somebody_is_not_read_with_it(anna):
    told = reader(token_of(anna)).get("/api/v1/account/data/")
    assert (told.status_code, told.json()["code"]) == (403, "read_only_token")
