"""Asking to be let in, by the API: the asker learns nothing, keepers answer once."""

import time

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from memorials import asking
from memorials.api.resources import access_requests as resource
from memorials.models import AccessRequest, Membership, Notice
from tests.people import make_memorial, make_person

pytestmark = pytest.mark.django_db
ASK = "/api/v1/access-requests/"


@pytest.fixture(autouse=True)
def at_once(db, monkeypatch):
    cache.clear()
    monkeypatch.setattr(asking, "EVEN", 0)


@pytest.fixture
def private(cast):
    return make_memorial(cast)


@pytest.fixture
def waiting(private, cast):
    return AccessRequest.objects.create(memorial=private, user=cast.stranger, words="Внук")


@pytest.fixture
def requests(private):
    return f"/api/v1/memorials/{private.code}/access-requests/"


def test_the_answer_is_the_same_whether_there_is_such_a_memorial(app, cast, private, memorial, monkeypatch):
    monkeypatch.setattr(asking, "EVEN", 0.2)
    told = set()
    for code in (private.code, f"https://memory.example/m/{memorial.code}/", "nothinghere2"):
        begun = time.monotonic()
        answer = app(cast.stranger).post(ASK, {"code": code, "words": "Внук Анны"})
        assert time.monotonic() - begun >= 0.2
        told.add((answer.status_code, answer.content, tuple(sorted(answer.items()))))
    assert len(told) == 1 and told.pop()[0] == 202
    assert set(AccessRequest.objects.values_list("memorial", flat=True)) == {private.pk, memorial.pk}


def test_keepers_are_told(app, cast, private):
    app(cast.stranger).post(ASK, {"code": private.code, "words": "Внук"})
    [notice] = Notice.objects.all()
    assert (notice.recipient, notice.kind) == (cast.keeper, "request")


@pytest.mark.parametrize(
    ("given", "pointer"),
    [
        ({"code": "/etc/passwd"}, "/code"),
        ({"code": ""}, "/code"),
        ({"code": "a" * 301}, "/code"),
        ({"words": ""}, "/words"),
        ({"words": "о" * 501}, "/words"),
        ({"words": ["a"]}, "/words"),
    ],
)
def test_what_cannot_be_taken_asks_nobody(app, cast, private, given, pointer):
    answer = app(cast.stranger).post(ASK, {"code": private.code, "words": "Внук", **given})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, pointer)
    assert not AccessRequest.objects.exists()


def test_nobody_asks_without_an_account(app, private):
    assert app().post(ASK, {"code": private.code, "words": "Внук"}).status_code == 401
    assert not AccessRequest.objects.exists()


def test_asking_is_limited_together_with_the_site(app, browser, cast, private, monkeypatch):
    monkeypatch.setattr(resource, "QUESTIONS", "2/h")
    browser(cast.stranger).post("/ask/", {"code": private.code, "words": "Внук"})
    got = [app(cast.stranger).post(ASK, {"code": "nothinghere", "words": "Внук"}) for _ in range(2)]
    assert [answer.status_code for answer in got] == [202, 429]
    assert int(got[1]["Retry-After"]) > 0


def test_keeper_reads_who_waits_the_longest_waiting_first(app, cast, private, waiting, requests):
    later = AccessRequest.objects.create(memorial=private, user=cast.admin, words="Сосед")
    answered = AccessRequest.objects.create(memorial=private, user=cast.moderator, answer="declined")
    answer = app(cast.keeper).get(requests)
    told = answer.json()["results"]
    assert [each["code"] for each in told] == [waiting.code, later.code]
    assert (told[0]["name"], told[0]["words"], told[0]["answer"]) == ("Stranger", "Внук", "waiting")
    assert b"@" not in answer.content
    assert app(cast.keeper).get(f"{requests}{answered.code}/").json()["answer"] == "declined"


def test_number_of_queries_does_not_grow(app, cast, private, waiting, requests):
    counts = []
    for number in range(2):
        with CaptureQueriesContext(connection) as asked:
            app(cast.keeper).get(requests)
        counts.append(len(asked))
        for name in ("one", "two"):
            user = make_person(f"{name}{number}")
            AccessRequest.objects.create(memorial=private, user=user, words="Внук")
    assert counts[0] == counts[1]


def test_let_in_with_a_role(app, cast, private, waiting, requests):
    answer = app(cast.keeper).post(
        f"{requests}{waiting.code}/answer/", {"answer": "granted", "role": "contributor"}
    )
    assert (answer.status_code, answer.json()["answer"]) == (200, "granted")
    assert Membership.objects.get(memorial=private, user=cast.stranger).role == "contributor"


def test_declined_once_and_for_all(app, cast, private, waiting, requests):
    keeper, path = app(cast.keeper), f"{requests}{waiting.code}/answer/"
    assert keeper.post(path, {"answer": "declined"}).json()["answer"] == "declined"
    late = keeper.post(path, {"answer": "granted"})
    assert (late.status_code, late.json()["code"]) == (409, "answered_already")
    assert not Membership.objects.filter(memorial=private, user=cast.stranger).exists()


@pytest.mark.parametrize(
    "given", [{}, {"answer": "waiting"}, {"answer": "granted", "role": "queen"}, [], None]
)
def test_what_is_no_answer_leaves_it_waiting(app, cast, waiting, requests, given):
    assert app(cast.keeper).post(f"{requests}{waiting.code}/answer/", given).status_code == 400
    waiting.refresh_from_db()
    assert waiting.answer == "waiting"


def test_a_request_to_another_memorial_is_not_found_here(app, cast, requests):
    foreign = AccessRequest.objects.create(memorial=make_memorial(cast), user=cast.stranger, words="Внук")
    keeper = app(cast.keeper)
    assert keeper.get(f"{requests}{foreign.code}/").status_code == 404
    assert keeper.post(f"{requests}{foreign.code}/answer/", {"answer": "granted"}).status_code == 404
    foreign.refresh_from_db()
    assert foreign.answer == "waiting"
