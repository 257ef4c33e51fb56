"""A request for access: the asker learns nothing."""

import time

import pytest

from memorials import asking
from memorials.models import AccessRequest
from memorials.views import ways_in
from tests.people import make_memorial

pytestmark = pytest.mark.django_db


@pytest.fixture
def private(cast):
    return make_memorial(cast)


@pytest.fixture
def english(browser):
    return lambda user=None, **options: browser(user, HTTP_ACCEPT_LANGUAGE="en", **options)


def ask(client, code, words="Внук Анны"):
    return client.post("/ask/", {"code": code, "words": words})


@pytest.mark.parametrize(
    "how", ["{}", "/m/{}/", "https://memory.example/m/{}/", " HTTP://MEMORY.EXAMPLE/m/{}/?page=2#memories "]
)
def test_request_reaches_the_memorial_however_its_address_is_pasted(browser, private, cast, how):
    ask(browser(cast.stranger), how.format(private.code))
    [asked] = AccessRequest.objects.all()
    assert (asked.memorial, asked.user, asked.words) == (private, cast.stranger, "Внук Анны")


def test_answer_is_the_same_whether_there_is_such_a_memorial(english, private, memorial, cast):
    answers = set()
    for code in (private.code, memorial.code, "nothinghere2"):
        client = english(cast.stranger)
        begun = time.monotonic()
        answer = ask(client, code)
        assert time.monotonic() - begun >= asking.EVEN
        said = [str(message) for message in client.get(answer["Location"]).context["messages"]]
        answers.add((answer.status_code, answer["Location"], answer.content, *said))
    assert len(answers) == 1
    assert AccessRequest.objects.count() == 2


@pytest.mark.parametrize(
    "code", ["", "https://memory.example/", "/etc/passwd", "m/../x", "ы" * 12, "a" * 400]
)
def test_what_is_no_address_is_said_without_looking(english, cast, code):
    answer = ask(english(cast.stranger), code)
    assert (answer.status_code, AccessRequest.objects.count()) == (422, 0)


def test_visitor_signs_in_first(browser, private):
    assert "/accounts/login/" in ask(browser(), private.code)["Location"]
    assert not AccessRequest.objects.exists()


def test_requests_are_limited_by_account_wherever_they_come_from(monkeypatch, browser, private, cast):
    monkeypatch.setattr(ways_in, "QUESTIONS", "2/h")
    monkeypatch.setattr(asking, "EVEN", 0)
    client = browser(cast.stranger)
    answers = [
        client.post("/ask/", {"code": private.code, "words": "x"}, REMOTE_ADDR=f"203.0.113.{number}")
        for number in range(3)
    ]
    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert int(answers[-1]["Retry-After"]) > 3000


def test_page_that_is_missing_names_the_way_to_ask(client):
    page = client.get("/m/nothinghere2/", headers={"Accept-Language": "en"}).content.decode()
    assert '<a href="/ask/">' in page
    assert "nothinghere2" not in page
