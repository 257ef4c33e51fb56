"""Two steps at the sign-in: how they are set up, and that the admin opens with nothing less."""

import re
from io import StringIO

import pytest
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.utils.translation import override
from rest_framework.test import APIClient

from config.environment.addresses import passkeys_work
from memorials import second_factor
from memorials.models import User
from memorials.services.accounts import FIRST_ADMIN, ensure_first_admin
from tests.people import PASSWORD, code_for, code_of, make_person, sign_in, with_app
from tests.qr_codes import pictures_in, seen_in_svg

pytestmark = pytest.mark.django_db
LOGIN, CODE, SET_UP = "/accounts/login/", "/accounts/2fa/authenticate/", "/accounts/2fa/totp/activate/"
AGAIN, CODE_AGAIN = "/accounts/reauthenticate/", "/accounts/2fa/reauthenticate/"
CHANGE, API = "/accounts/password/change/", "/api/v1/auth/app/v1/"


@pytest.fixture
def admin():
    return make_person("admin", PASSWORD, is_staff=True, is_superuser=True)


@pytest.fixture
def moderator():
    return make_person("moderator", PASSWORD, is_staff=True)


def with_password(user, client=None):
    client = client or Client()
    answer = client.post(LOGIN, {"login": user.email, "password": PASSWORD})
    assert answer.status_code == 302
    return client


def admin_pages(patterns=None, prefix="/admin/"):
    """Every address of the admin, whatever stands in for its objects."""
    if patterns is None:
        [patterns] = [
            each.url_patterns
            for each in get_resolver().url_patterns
            if getattr(each, "namespace", "") == "admin"
        ]
    for each in patterns:
        path = re.sub(r"\^?\(\?P<app_label>[^)]*\)/\$", "memorials/", str(each.pattern))
        path = re.sub(r"\(\?P<url>\.\*\)\$", "nothing/", path)
        path = prefix + re.sub(r"<[a-z_:]+>", "1", path)
        if isinstance(each, URLPattern):
            yield path
        else:
            yield from admin_pages(each.url_patterns, path)


PAGES = sorted(set(admin_pages()) - {"/admin/login/"})


def test_the_walk_finds_the_pages_of_the_admin():
    assert {"/admin/", "/admin/memorials/", "/admin/memorials/user/", "/admin/memorials/user/1/password/"} < {
        *PAGES
    }
    assert not [page for page in PAGES if re.search(r"[<>()^$?]", page)]


@pytest.mark.parametrize("role", ["admin", "moderator"])
def test_password_alone_opens_no_page_of_the_admin(request, role):
    client = with_password(request.getfixturevalue(role))
    for page in PAGES:
        for answer in (client.get(page), client.post(page)):
            assert (page, answer.status_code, answer.headers.get("Location")) == (page, 302, "/accounts/2fa/")


@pytest.mark.parametrize("role", ["admin", "moderator"])
def test_session_from_before_the_set_up_is_asked_for_the_code_on_every_page(request, role):
    user = request.getfixturevalue(role)
    client = with_password(user)
    with_app(user)
    for page in PAGES:
        assert client.get(page)["Location"] == f"{CODE_AGAIN}?next={page.replace('/', '%2F')}"
        assert client.post(page)["Location"] == f"{CODE_AGAIN}?next=%2Fadmin%2F"


def test_the_code_opens_that_session_and_leads_on(admin):
    client = with_password(admin)
    with_app(admin)
    answer = client.post(CODE_AGAIN, {"code": code_of(admin), "next": "/admin/memorials/user/"})
    assert answer["Location"] == "/admin/memorials/user/"
    assert client.get("/admin/memorials/user/").status_code == 200


def test_wrong_code_opens_nothing(admin):
    client = with_password(admin)
    with_app(admin)
    assert client.post(CODE_AGAIN, {"code": "000000"}).status_code == 200
    assert client.get("/admin/")["Location"].startswith(CODE_AGAIN)


def test_sign_in_asks_for_the_code_and_then_opens_the_admin(admin):
    with_app(admin)
    client = Client()
    answer = client.post(LOGIN, {"login": admin.email, "password": PASSWORD, "next": "/admin/"})
    assert answer["Location"].startswith(CODE)
    assert "_auth_user_id" not in client.session
    assert client.post(CODE, {"code": code_of(admin)}).status_code == 302
    assert client.get("/admin/").status_code == 200


def test_same_code_counts_once(admin):
    with_app(admin)
    code = code_of(admin)
    for expected in (302, 200):
        client = Client()
        client.post(LOGIN, {"login": admin.email, "password": PASSWORD})
        assert client.post(CODE, {"code": code}).status_code == expected


def test_the_first_administrator_is_led_from_the_printed_password_into_the_admin():
    email, printed = ensure_first_admin()
    client = Client()
    client.post(LOGIN, {"login": email, "password": printed, "next": "/admin/"})
    assert client.get("/admin/")["Location"] == CHANGE
    own = {"oldpassword": printed, "password1": PASSWORD, "password2": PASSWORD}
    assert client.post(CHANGE, own)["Location"] == "/accounts/"
    assert client.get("/admin/")["Location"] == "/accounts/2fa/"
    assert SET_UP in client.get("/accounts/2fa/").content.decode()
    assert client.get(SET_UP)["Location"].startswith(AGAIN)
    assert client.post(f"{AGAIN}?next={SET_UP}", {"password": PASSWORD})["Location"] == SET_UP
    page = client.get(SET_UP)
    secret = page.context["form"].secret
    assert secret in page.content.decode()
    answer = client.post(SET_UP, {"code": code_for(secret)})
    assert answer["Location"] == "/accounts/2fa/recovery-codes/"
    assert 'href="/admin/"' in client.get(answer["Location"]).content.decode()
    assert client.get("/admin/").status_code == 200


def test_the_made_up_address_needs_no_letter_where_addresses_are_confirmed(settings):
    email, printed = ensure_first_admin()
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    call_command("prepare", stdout=StringIO())
    client = Client()
    client.post(LOGIN, {"login": email, "password": printed})
    assert client.session["_auth_user_id"] == str(User.objects.get(email=FIRST_ADMIN).pk)


def test_spare_code_opens_the_admin_once(admin):
    client = sign_in(Client(), admin)
    client.post(AGAIN, {"password": PASSWORD})
    client.post("/accounts/2fa/recovery-codes/generate/")
    codes = client.get("/accounts/2fa/recovery-codes/").context["unused_codes"]
    assert len(codes) == 10
    for expected in (302, 200):
        other = Client()
        other.post(LOGIN, {"login": admin.email, "password": PASSWORD})
        assert other.post(CODE, {"code": codes[0]}).status_code == expected


def test_second_step_that_was_taken_away_counts_no_more(admin):
    client = sign_in(Client(), admin)
    assert client.get("/admin/").status_code == 200
    Authenticator.objects.filter(user=admin).delete()
    assert client.get("/admin/")["Location"] == "/accounts/2fa/"


def test_somebody_without_rights_gets_no_further_with_two_steps(cast):
    client = Client()
    client.force_login(cast.keeper)
    assert client.get("/admin/")["Location"].startswith("/admin/login/")
    assert client.get("/admin/login/?next=/admin/").status_code == 403


def test_a_key_is_not_in_the_database_as_it_is_and_another_secret_fits_no_code(admin, settings):
    made = with_app(admin)
    secret = second_factor.SecondFactorAdapter().decrypt(made.data["secret"])
    assert secret not in str(made.data)
    settings.SECRET_KEY = "another " * 8
    assert not made.wrap().validate_code(code_for(secret))
    settings.SECRET_KEY_FALLBACKS = ["only for tests: 0123456789 abcdefghijklmnopqrstuvwxyz"]
    assert made.wrap().validate_code(code_for(secret))


def test_picture_of_the_key_obeys_the_policy(admin):
    client = with_password(admin)
    client.post(AGAIN, {"password": PASSWORD})
    page = client.get(SET_UP)
    body = page.content.decode()
    [key] = re.findall(r'<p class="key-text">(.+?)</p>', body)
    [picture] = pictures_in(body)
    assert re.search(rf"^otpauth://totp/.+[?&]secret={key}\b", seen_in_svg(picture))
    assert not re.search(r"data:|<script(?![^>]*src=)|\sstyle=|<style", body)
    assert "img-src" not in page["Content-Security-Policy"]
    assert "default-src 'self'" in page["Content-Security-Policy"]


def test_staff_do_not_see_the_keys_and_sessions_of_others(admin):
    client = sign_in(Client(), admin)
    for path in ("/admin/mfa/authenticator/", "/admin/usersessions/usersession/"):
        assert client.get(path).status_code == 404


def test_lost_telephone_is_mended_on_the_server(admin):
    client = with_password(admin)
    with_app(admin)
    said = StringIO()
    call_command("reset_second_factor", admin.email.upper(), stdout=said)
    assert "Removed: apps with codes, 1." in said.getvalue()
    assert "Ended: sessions, 1." in said.getvalue()
    assert not Authenticator.objects.filter(user=admin).exists()
    assert not UserSession.objects.filter(user=admin).exists()
    assert client.get("/admin/")["Location"].startswith("/admin/login/")
    assert with_password(admin).get("/admin/")["Location"] == "/accounts/2fa/"


def test_command_says_what_it_did_not_do(admin):
    said = StringIO()
    call_command("reset_second_factor", admin.email, stdout=said)
    assert said.getvalue().startswith(f"{admin.email} had no second step.")
    with pytest.raises(CommandError, match=r"no account with the address nobody@family\.example"):
        call_command("reset_second_factor", "nobody@family.example")


def test_password_alone_gives_no_token_to_an_app(admin):
    with_app(admin)
    app = APIClient()
    answer = app.post(f"{API}auth/login", {"email": admin.email, "password": PASSWORD}, format="json")
    assert answer.status_code == 401
    app.credentials(HTTP_X_SESSION_TOKEN=answer.json()["meta"]["session_token"])
    assert app.post("/api/v1/memorials/", {"name": "Мария"}, format="json").status_code == 401
    answer = app.post(f"{API}auth/2fa/authenticate", {"code": code_of(admin)}, format="json")
    app.credentials(HTTP_X_SESSION_TOKEN=answer.json()["meta"]["session_token"])
    assert app.post("/api/v1/memorials/", {"name": "Мария"}, format="json").status_code == 201


def test_each_sentence_that_can_be_said_is_our_own_and_in_both_languages():
    assert set(second_factor.SENTENCES) == set(DefaultMFAAdapter.error_messages)
    for sentence in (*second_factor.SENTENCES.values(), *second_factor.REPEATED):
        with override("en"):
            english = str(sentence)
        with override("ru"):
            assert str(sentence) != english
            assert "!" not in str(sentence)


@pytest.mark.parametrize(
    ("host", "https", "works"),
    [
        ("localhost", False, True),
        ("memory.example", True, True),
        ("memory.example", False, False),
        ("192.0.2.7", True, False),
        ("127.0.0.1", False, False),
        ("[::1]", True, False),
    ],
)
def test_passkeys_need_a_name_and_a_safe_origin(host, https, works):
    assert passkeys_work(host, https=https) is works


def test_passkeys_are_offered_under_the_configured_host_only(admin):
    client = with_password(admin)
    client.post(AGAIN, {"password": PASSWORD})
    add = "/accounts/2fa/webauthn/add/"
    assert add in client.get("/accounts/2fa/", HTTP_HOST="localhost:8000").content.decode()
    assert add not in client.get("/accounts/2fa/", HTTP_HOST="127.0.0.1:8000").content.decode()
    assert client.get(add, HTTP_HOST="localhost:8000").status_code == 200
    assert client.get(add, HTTP_HOST="127.0.0.1:8000").status_code == 404


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("clean_cache")
def test_letters_tell_of_each_change(admin, mailoutbox):
    client = with_password(admin)
    client.post(AGAIN, {"password": PASSWORD})
    secret = client.get(SET_UP).context["form"].secret
    client.post(SET_UP, {"code": code_for(secret)})
    client.post("/accounts/2fa/totp/deactivate/")
    assert [letter.to for letter in mailoutbox] == [[admin.email]] * 2
    assert len({letter.subject for letter in mailoutbox}) == 2
