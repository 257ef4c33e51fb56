"""The site's cookie is nobody under /api/: every address answers as to a visitor. Only the uploads of the
site's own pages go by it, and change nothing without the token of a form."""

import json
import re

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver

from memorials.models import Memorial, Upload, User
from tests.people import make_memorial, sign_in

pytestmark = pytest.mark.django_db
PAGE = "api/docs/"  # a page of the site, which greets whoever is signed in there
METHODS = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"]
#: The site's own pages send their files there.
BY_COOKIE = {"/api/v1/uploads/{}/", "/api/v1/memorials/{}/uploads/"}


def routes(patterns, prefix=""):
    for each in patterns:
        path = prefix + str(each.pattern)
        if isinstance(each, URLPattern):
            yield path
        else:
            yield from routes(each.url_patterns, path)


def addresses():
    for route in routes(get_resolver().url_patterns):
        if route.startswith("api/") and route != PAGE:
            yield "/" + re.sub(r"<\w+:\w+>", "{}", route)


def asked(client, method, path):
    answer = client.generic(method, path, json.dumps({"name": "Чужое"}), content_type="application/json")
    body = answer.getvalue().decode() if method != "HEAD" else ""
    return answer.status_code, answer.get("Content-Type"), re.sub(r'"key": "[^"]+"', "", body)


@pytest.fixture
def private(cast):
    return make_memorial(cast)


def test_there_are_many_addresses():
    assert len(list(addresses())) > 30
    assert {path for path in addresses() if path in BY_COOKIE} == BY_COOKIE
    assert not [path for path in addresses() if "/browser/" in path]


@pytest.mark.parametrize("actor", ["keeper", "admin", "printed"])
def test_a_cookie_alone_is_nobody_at_every_address(cast, private, actor):
    user = cast.keeper if actor == "printed" else getattr(cast, actor)
    User.objects.filter(pk=user.pk).update(password_is_one_time=actor == "printed")
    with_cookie = sign_in(Client(), user)
    for path in (path for path in addresses() if path not in BY_COOKIE):
        for method in METHODS:
            named = path.format(*[private.code] * path.count("{}"))
            assert asked(with_cookie, method, named) == asked(Client(), method, named), (method, named)
    private.refresh_from_db()
    assert private.name == "Анна Ильина"
    assert (Memorial.objects.count(), User.objects.count()) == (1, 7)


@pytest.mark.parametrize("method", ["POST", "PATCH", "DELETE", "PUT"])
def test_files_by_cookie_want_the_token_of_a_form(cast, private, method):
    client = sign_in(Client(enforce_csrf_checks=True), cast.keeper)
    upload = Upload.objects.create(memorial=private, owner=cast.keeper, name="a.jpg", length=3)
    for path in (f"/api/v1/memorials/{private.code}/uploads/", f"/api/v1/uploads/{upload.code}/"):
        assert asked(client, method, path)[0] == 403, path
    assert Upload.objects.count() == 1


def test_files_by_cookie_want_a_password_of_ones_own(cast, private):
    client = sign_in(Client(), cast.keeper)
    upload = Upload.objects.create(memorial=private, owner=cast.keeper, name="a.jpg", length=3)
    path = f"/api/v1/uploads/{upload.code}/"
    assert client.head(path, headers={"Tus-Resumable": "1.0.0"}).status_code == 200
    User.objects.update(password_is_one_time=True)
    assert client.head(path, headers={"Tus-Resumable": "1.0.0"}).status_code == 401


@pytest.mark.parametrize("path", [path for path in addresses() if "/auth/" in path])
def test_whatever_is_asked_of_the_sign_in_the_answer_is_json_and_no_fault(path):
    for method in METHODS:
        for token in ({}, {"X-Session-Token": "x" * 32}):
            answer = Client().generic(method, path, "{}", content_type="application/json", headers=token)
            assert (answer["Content-Type"], answer.status_code < 500) == ("application/json", True)
            assert not answer.cookies
            if method != "HEAD":
                assert answer.json()["status"] == answer.status_code


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        ("", "application/json", 400),
        ("[", "application/json", 400),
        ("[1]", "application/json", 400),
        (b"\xff", "application/json", 400),
        ("{}", "text/plain", 415),
        ("email=a", "application/x-www-form-urlencoded", 415),
        ("x" * (3 * 2**20), "application/json", 413),
    ],
)
def test_what_is_no_json_is_refused_in_json(body, kind, status):
    answer = Client().generic("POST", "/api/v1/auth/app/v1/auth/login", body, content_type=kind)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/json")
    assert answer.json()["status"] == status
