"""Signing in, how often one may try, and where letters and `next` lead."""

import re
import time
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import quote, urlsplit

import pytest
from django.conf import settings as django_settings
from django.test import Client
from rest_framework.test import APIClient

from tests import people
from tests.people import PASSWORD, make_person

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"
RESET = "/accounts/password/reset/"
API = "/api/v1/auth/app/v1/auth/"
EVIL = "evil.example"
#: What a `next` may try; none of it is on this site.
ELSEWHERE = [
    f"https://{EVIL}/",
    f"//{EVIL}/",
    f"/\\{EVIL}",
    f"https:{EVIL}",
    f"http:///{EVIL}",
    f"/\t/{EVIL}",
    f" https://{EVIL}",
    f"https://testserver.{EVIL}/",
    "javascript:alert(1)",
]


@pytest.fixture
def anna():
    return make_person("anna", PASSWORD)


def sign_in(email="anna@family.example", password=PASSWORD, **more):
    client = more.pop("client", None) or Client()
    return client.post(LOGIN, {"login": email, "password": password}, **more)


def by_app(email="anna@family.example", password=PASSWORD, **more):
    return APIClient().post(f"{API}login", {"email": email, "password": password}, format="json", **more)


def is_in(answer):
    return "_auth_user_id" in answer.client.session or "session_token" in answer.content.decode()


@pytest.mark.parametrize("way", [sign_in, by_app])
@pytest.mark.parametrize("email", ["anna@family.example", "Anna@Family.Example", "ANNA@FAMILY.EXAMPLE"])
def test_an_address_is_known_in_whatever_case_it_is_typed(anna, way, email):
    assert is_in(way(email))


def test_an_account_that_the_admin_made_in_capitals_can_sign_in(cast):
    admin = Client()
    people.sign_in(admin, cast.admin)
    typed = {"email": "Vera@Family.Example", "name": "Вера", "usable_password": "true"}
    made = admin.post("/admin/memorials/user/add/", {**typed, "password1": PASSWORD, "password2": PASSWORD})
    assert made.status_code == 302
    assert is_in(sign_in("vera@family.example"))
    twice = admin.post(
        "/admin/memorials/user/add/",
        {**typed, "email": "VERA@family.example", "password1": PASSWORD, "password2": PASSWORD},
    )
    assert twice.status_code == 200


@pytest.mark.parametrize("way", [sign_in, by_app])
@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("anna@family.example", PASSWORD.upper()),
        ("anna@family.example", ""),
        ("nobody@family.example", PASSWORD),
        ("anna", PASSWORD),
        ("anna@family.example\0", PASSWORD),
        ("", ""),
    ],
)
def test_whoever_gives_something_else_stays_outside(anna, way, email, password):
    assert not is_in(way(email, password))


@pytest.mark.parametrize("way", [sign_in, by_app])
def test_an_account_that_is_switched_off_stays_outside(anna, way):
    type(anna).objects.update(is_active=False)
    assert not is_in(way())


@pytest.mark.parametrize("way", [sign_in, by_app])
def test_an_account_without_a_usable_password_stays_outside(way):
    make_person("demo")
    for password in ("", "!", "None"):
        assert not is_in(way("demo@family.example", password))


def test_an_unknown_address_is_answered_like_a_wrong_password(anna):
    def told(answer):
        return answer.status_code, [str(error) for error in answer.context["form"].non_field_errors()] + [
            str(error) for error in answer.context["form"].errors.get("password", [])
        ]

    assert told(sign_in(password="не тот")) == told(sign_in("nobody@family.example"))


@pytest.mark.parametrize("way", [sign_in, by_app])
def test_guessing_is_stopped_even_when_the_guess_is_right(anna, way):
    for number in range(10):
        way(password=f"guess {number}")
    assert not is_in(way())


def test_guessing_many_accounts_from_one_address_is_stopped(anna):
    for number in range(10):
        by_app(f"person{number}@family.example", "guess")
    assert not is_in(by_app())


def test_a_forged_address_or_host_does_not_evade_the_limit(anna):
    for number in range(10):
        forged = {"X-Forwarded-For": f"203.0.113.{number}", "X-Real-Ip": f"203.0.113.{number}"}
        by_app(password=f"guess {number}", headers={**forged, "Host": f"localhost:{8000 + number}"})
    assert not is_in(by_app(headers={"X-Forwarded-For": "198.51.100.7"}))


def test_a_stranger_who_guesses_does_not_lock_the_keeper_out(anna):
    for number in range(12):
        by_app(password=f"guess {number}", REMOTE_ADDR="203.0.113.5")
    assert is_in(by_app(REMOTE_ADDR="198.51.100.7"))


def test_slow_guessing_from_one_address_is_stopped_too(anna, monkeypatch, settings):
    """Ten a minute would be more than fourteen thousand a day. Counted in memory, only to be quicker."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    now = time.time()
    clock = SimpleNamespace(time=lambda: now, monotonic=time.monotonic, sleep=time.sleep)
    monkeypatch.setattr("allauth.core.internal.ratelimit.time", clock)
    for number in range(60):
        now += 12
        by_app(password=f"guess {number}")
    assert not is_in(by_app())
    now += 3601
    assert is_in(by_app())


def test_signing_in_often_is_no_guessing(anna):
    assert all(is_in(by_app()) for _ in range(15))


def letters(mailoutbox):
    return [re.findall(r"https?://\S+", letter.body) for letter in mailoutbox]


@pytest.mark.parametrize(
    "asked",
    [
        {"Host": "localhost:9999"},
        {"Host": "127.0.0.1"},
        {"Host": "localhost", "X-Forwarded-Host": EVIL},
        {"Host": "localhost", "Origin": f"https://{EVIL}", "Referer": f"https://{EVIL}/"},
        {"Host": "localhost", "X-Forwarded-Proto": "https", "Forwarded": f"host={EVIL}"},
    ],
)
def test_a_reset_link_leads_to_the_configured_site_whatever_the_request_says(
    anna, mailoutbox, settings, asked
):
    settings.SITE_URL = "https://memory.example"
    Client(headers=asked).post(RESET, {"email": "ANNA@family.example"})
    APIClient(headers=asked).post(f"{API}password/request", {"email": anna.email}, format="json")
    links = letters(mailoutbox)
    assert len(links) == 2
    assert all(link.startswith(f"https://memory.example{RESET}key/") for [link] in links)
    assert [letter.to for letter in mailoutbox] == [[anna.email]] * 2


def test_a_host_that_is_not_ours_gets_no_letter_sent(anna, mailoutbox):
    assert Client(headers={"Host": EVIL}).post(RESET, {"email": anna.email}).status_code == 400
    assert mailoutbox == []


def test_the_link_of_the_letter_sets_a_password_once(anna, mailoutbox):
    Client().post(RESET, {"email": anna.email})
    [[link]] = letters(mailoutbox)
    client, new = Client(), "новый-пароль-семьи-7"
    form = client.get(urlsplit(link).path, follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": new, "password2": new})
    assert is_in(sign_in(password=new))
    assert not is_in(sign_in())
    again = Client().get(urlsplit(link).path, follow=True)
    assert again.redirect_chain == []
    assert 'name="password1"' not in again.content.decode()


def test_a_reset_for_an_unknown_address_is_answered_the_same(anna):
    known, unknown = (Client().post(RESET, {"email": email}) for email in (anna.email, "no@family.example"))
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


def leads_to(answer):
    """The address to which a browser would go, or "" where it stays."""
    return answer.get("Location", "") if answer.status_code in (301, 302, 303, 307, 308) else ""


def is_on_the_site(location):
    parts = urlsplit(location.strip().replace("\\", "/").replace("\t", ""))
    return not parts.scheme and not parts.netloc and not location.lstrip().startswith(("//", "/\\"))


@pytest.mark.parametrize("target", ELSEWHERE)
def test_next_never_leaves_the_site(anna, target, settings):
    settings.REGISTRATION = "open"
    signed_in = Client()
    signed_in.force_login(anna)
    new = {"name": "Вера", "email": "vera@family.example", "password1": PASSWORD, "password2": PASSWORD}
    named = {"next": target}
    asked = f"?next={quote(target)}"
    answers = {
        "signing in": Client().post(LOGIN, {"login": anna.email, "password": PASSWORD, **named}),
        "signing in by the address": sign_in_at(anna, f"{LOGIN}{asked}"),
        "signed in already": signed_in.get(f"{LOGIN}{asked}"),
        "registering": Client().post("/accounts/signup/", {**new, **named}),
        "language": Client().post("/language/", {"language": "en", **named}),
        "theme": Client().post("/theme/", {"theme": "dark", **named}),
        "signing out": signed_in.post("/accounts/logout/", named),
    }
    stays = {name: is_on_the_site(leads_to(answer)) for name, answer in answers.items()}
    assert stays == dict.fromkeys(answers, True)
    assert {name for name, answer in answers.items() if answer.status_code >= 400} == set()


def sign_in_at(anna, address):
    return Client().post(address, {"login": anna.email, "password": PASSWORD})


def test_the_admins_door_hands_next_on_and_the_sign_in_judges_it(anna):
    door = Client().get(f"/admin/login/?next=https://{EVIL}/")
    assert urlsplit(leads_to(door)).path == LOGIN
    assert is_on_the_site(leads_to(door))
    assert leads_to(sign_in_at(anna, leads_to(door))) == "/"


@pytest.mark.parametrize("target", ["/mine/", "/m/nothing/?page=2", "/admin/memorials/"])
def test_next_leads_back_to_where_one_was(anna, target):
    assert leads_to(sign_in_at(anna, f"{LOGIN}?next={quote(target)}")) == target
    assert leads_to(Client().post("/theme/", {"theme": "dark", "next": target})) == target
    assert leads_to(Client().post("/language/", {"language": "en", "next": target})) == target


@pytest.mark.parametrize("target", ["", "nothing", "memorials:page", "home", "..", "%00", "\0", "\r\nX: y"])
def test_an_odd_next_is_no_fault(anna, target):
    for path, choice in (("/theme/", {"theme": "dark"}), ("/language/", {"language": "en"})):
        answer = Client().post(path, {**choice, "next": target})
        assert answer.status_code == 302
        assert is_on_the_site(leads_to(answer))
        assert "X" not in answer.headers
    assert sign_in(client=Client(), email=anna.email, query_params={"next": target}).status_code == 302


def test_letters_of_the_reset_are_kept_private_where_no_server_is_named():
    assert Path(django_settings.EMAIL_FILE_PATH).is_relative_to(django_settings.DATA_DIR)
