"""Secret links, by the API."""

import pytest
from django.core.cache import cache

from memorials.api.resources import links as resource
from memorials.models import LinkToken, Memorial, Visibility
from memorials.models.token import hashed
from tests.people import make_memorial

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_earlier_limits(db):
    cache.clear()


@pytest.fixture
def by_link(cast):
    return make_memorial(cast, visibility=Visibility.LINK)


@pytest.fixture
def links(by_link):
    return f"/api/v1/memorials/{by_link.code}/links/"


def test_a_guest_comes_by_the_secret_until_it_is_revoked(app, cast, by_link, links):
    keeper, guest = app(cast.keeper), app()
    made = keeper.post(links, {"note": "Соседям", "days": 30})
    told = made.json()
    assert (made.status_code, told["state"]) == (201, "open")
    assert told["url"].endswith(f"/l/{told['token']}/")
    assert LinkToken.objects.get().token_hash == hashed(told["token"])
    opened = guest.get(f"/api/v1/links/{told['token']}/")
    assert opened.json() == {"code": by_link.code, "name": by_link.name, "language": "ru"}
    assert opened["Cache-Control"] == "private, no-store"
    home = f"/api/v1/memorials/{opened.json()['code']}/"
    secret = {"X-Link-Token": told["token"]}
    assert (guest.get(home).status_code, guest.get(home, headers=secret).status_code) == (404, 200)
    revoked = keeper.post(f"{made['Location']}revoke/")
    assert (revoked.status_code, revoked.json()["state"]) == (200, "revoked")
    assert guest.get(home, headers=secret).status_code == 404
    assert guest.get(f"/api/v1/links/{told['token']}/").status_code == 404


def test_the_secret_is_told_once(app, cast, links):
    keeper = app(cast.keeper)
    made = keeper.post(links, {})
    token = made.json()["token"]
    assert token not in keeper.get(links).content.decode() + keeper.get(made["Location"]).content.decode()


def test_list_by_state(app, cast, links):
    keeper = app(cast.keeper)
    first = keeper.post(links, {"note": "first"}).json()
    keeper.post(links, {"note": "second"})
    keeper.post(f"{links}{first['code']}/revoke/")
    noted = {
        state: [each["note"] for each in keeper.get(links, {"state": state}).json()["results"]]
        for state in ("open", "revoked", "expired")
    }
    assert noted == {"open": ["second"], "revoked": ["first"], "expired": []}


@pytest.mark.parametrize("visibility", [Visibility.PRIVATE, Visibility.PUBLIC])
def test_a_memorial_that_is_not_open_by_link_gets_none(app, cast, by_link, links, visibility):
    Memorial.objects.update(visibility=visibility)
    answer = app(cast.keeper).post(links, {})
    assert (answer.status_code, answer.json()["code"]) == (422, "not_by_link")
    assert not LinkToken.objects.exists()


@pytest.mark.parametrize("given", [[], "x", {"days": 8}, {"note": "о" * 121}, {"note": None}])
def test_what_cannot_be_taken_makes_nothing(app, cast, links, given):
    assert app(cast.keeper).post(links, given).status_code == 400
    assert not LinkToken.objects.exists()


def test_too_many_are_refused(app, cast, links, monkeypatch):
    monkeypatch.setattr(resource, "MADE", "1/h")
    answers = [app(cast.keeper).post(links, {}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 429]
    assert int(answers[1]["Retry-After"]) > 0


def test_a_link_opens_nothing_once_the_memorial_is_closed(app, cast, by_link, links):
    token = app(cast.keeper).post(links, {}).json()["token"]
    Memorial.objects.update(visibility=Visibility.PRIVATE)
    assert app().get(f"/api/v1/links/{token}/").status_code == 404


def test_guessing_is_limited(app, monkeypatch, db):
    monkeypatch.setattr("memorials.api.secrets.WRONG_TOKENS", "1/h")
    assert [app().get("/api/v1/links/guess/").status_code for _ in range(2)] == [404, 429]


def test_a_link_of_another_memorial_is_not_found_here(app, cast, links):
    other = make_memorial(cast, visibility=Visibility.LINK)
    keeper = app(cast.keeper)
    code = keeper.post(f"/api/v1/memorials/{other.code}/links/", {}).json()["code"]
    assert keeper.get(f"{links}{code}/").status_code == 404
    assert keeper.post(f"{links}{code}/revoke/").status_code == 404
    assert LinkToken.objects.get().revoked_at is None
