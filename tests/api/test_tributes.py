"""Words, candles and flowers: who reads them, and who leaves them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from memorials.models import Memorial, Notice, Status, Tribute, Visibility
from memorials.models.token import hashed
from tests.open_forms import leave
from tests.people import in_status, make_memorial
from tests.waiting import make_tribute

pytestmark = pytest.mark.django_db
WORD = {"kind": "word", "name": "Ольга", "text": "Дорогая Анна,\nспасибо за песни."}
KEY = {"Idempotency-Key": "3f0c2a1e-6a50-4a7c-9d0e-0b1f2c3d4e5f"}


@pytest.fixture
def place(memorial):
    return f"/api/v1/memorials/{memorial.code}/tributes/"


@pytest.fixture
def standing(memorial):
    """One of each kind on show, and a candle that has burnt down."""
    later, earlier = (timezone.now() + timedelta(days=days) for days in (3, -3))
    rows = {
        "word": {"kind": "word"},
        "flower": {"kind": "flower", "text": ""},
        "candle": {"kind": "candle", "lit_until": later},
        "burnt": {"kind": "candle", "lit_until": earlier},
    }
    return {name: make_tribute(memorial, status="approved", **fields) for name, fields in rows.items()}


def listed(answer):
    assert answer.status_code == 200
    return [each["code"] for each in answer.json()["results"]]


def codes(standing, *names):
    return [standing[name].code for name in names]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ("candle", "flower", "word")),
        ({"order": "oldest"}, ("word", "flower", "candle")),
        ({"kind": "word"}, ("word",)),
        ({"kind": "candle"}, ("candle",)),
        ({"burns": "true"}, ("candle",)),
        ({"burns": "false"}, ("flower", "word")),
        ({"kind": "flower", "burns": "true"}, ()),
    ],
)
def test_the_list_is_what_the_page_shows(app, place, standing, asked, found):
    assert listed(app().get(place, asked)) == codes(standing, *found)


@pytest.mark.parametrize("asked", [{"kind": "song"}, {"burns": "perhaps"}, {"status": "pending"}])
def test_what_the_list_does_not_have_is_a_fault(app, place, standing, asked):
    assert app().get(place, asked).status_code == 400


def test_what_waits_is_read_by_its_author_alone(app, cast, memorial, place):
    waits = make_tribute(memorial, author=cast.reader, text="канарейка")
    for actor, person in cast.items().items():
        all_of_them, one = app(person).get(place), app(person).get(f"{place}{waits.code}/")
        seen = actor == "reader"
        assert (listed(all_of_them) == [waits.code], one.status_code == 200) == (seen, seen), actor
        assert ("канарейка" in all_of_them.content.decode()) is seen
    mine = app(cast.reader).get(f"{place}{waits.code}/").json()
    assert (mine["status"], mine["is_own"]) == ("pending", True)


def test_one_says_what_it_is_and_never_who_left_it(app, cast, memorial, place, standing):
    Tribute.objects.update(author=cast.reader)
    answer = app().get(f"{place}{standing['candle'].code}/")
    told = answer.json()
    assert set(told) == {
        "code", "kind", "name", "text", "status", "burns", "lit_until", "is_own", "created"
    }  # fmt: skip
    assert (told["kind"], told["name"], told["burns"], told["is_own"]) == ("candle", "Виктор", True, False)
    again = app().get(f"{place}{standing['candle'].code}/", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


def test_a_burnt_down_candle_and_one_of_another_memorial_are_not_there(app, cast, memorial, place, standing):
    foreign = make_tribute(make_memorial(cast, visibility=Visibility.PUBLIC), status="approved")
    missing = app().get(f"{place}nothinghere/")
    for code in (standing["burnt"].code, foreign.code):
        answer = app(cast.keeper).get(f"{place}{code}/")
        assert (answer.status_code, answer.content) == (404, missing.content)


def test_where_the_family_has_closed_the_page_nothing_is_read_or_left(app, place, standing):
    Memorial.objects.update(tributes_on=False)
    assert listed(app().get(place)) == []
    assert app().get(f"{place}{standing['word'].code}/").status_code == 404
    answer = app().post(place, WORD)
    assert (answer.status_code, answer.json()["code"]) == (422, "tributes_off")
    assert Tribute.objects.count() == 4


def test_a_list_of_three_asks_the_database_no_more_than_a_list_of_one(app, cast, memorial, place):
    counts = set()
    for number in (1, 3):
        while Tribute.objects.count() < number:
            make_tribute(memorial, status="approved", author=cast.reader)
        with CaptureQueriesContext(connection) as asked:
            assert len(listed(app(cast.reader).get(place))) == number
        counts.add(len(asked))
    assert len(counts) == 1


def test_a_visitor_leaves_words_which_wait_and_gets_their_secret_once(app, cast, memorial, place):
    answer = app().post(place, WORD)
    told, kept = answer.json(), Tribute.objects.get()
    assert answer.status_code == 201
    assert (kept.memorial, kept.author, kept.text, kept.status) == (memorial, None, WORD["text"], "pending")
    assert told["status"] == "pending" and hashed(told["token"]) == kept.token_hash
    assert answer["Location"] == f"/api/v1/tributes/{told['token']}/"
    assert told["private_url"].endswith(f"/t/{told['token']}/")
    assert answer["Referrer-Policy"] == "no-referrer"
    assert app().get(answer["Location"]).json()["text"] == WORD["text"]
    assert {notice.kind for notice in Notice.objects.all()} == {"waiting"}


def test_a_members_candle_burns_at_once(app, cast, place):
    told = app(cast.reader).post(place, {"kind": "candle"}).json()
    assert (told["status"], told["burns"], told["is_own"]) == ("approved", True, True)
    assert Tribute.objects.get().author == cast.reader


@pytest.mark.parametrize(
    ("given", "status", "code"),
    [
        ({}, 400, "invalid"),
        ({"kind": "song"}, 400, "invalid"),
        ({"kind": None}, 400, "invalid"),
        ({**WORD, "text": "x\x00"}, 400, "invalid"),
        ({**WORD, "text": ["x"]}, 400, "invalid"),
        ({**WORD, "text": "x" * 2001}, 400, "invalid"),
        ({**WORD, "name": "x" * 121}, 400, "invalid"),
        ({"kind": "word", "name": "Ольга"}, 422, "words_missing"),
        ({"kind": "word", "text": "Помню."}, 422, "name_missing"),
        ({"kind": "candle", "text": "x" * 201}, 422, "text_too_long"),
    ],
)
def test_what_cannot_be_kept_leaves_nothing(app, place, given, status, code):
    answer = app().post(place, given)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert not Tribute.objects.exists() and not Notice.objects.exists()


def test_the_end_of_a_line_counts_once(app, place):
    assert app().post(place, {**WORD, "text": "\r\n".join("x" * 1000)}).status_code == 201
    assert Tribute.objects.get().text == "\n".join("x" * 1000)


def test_fields_that_nobody_asked_for_change_nothing(app, cast, place):
    forged = {
        "status": "approved", "code": "chosenbymyself", "author": cast.keeper.pk, "token": "mine",
        "token_hash": "0" * 64, "lit_until": "2099-01-01T00:00:00Z", "created": "1999-01-01T00:00:00Z",
        "memorial": 1, "is_own": True,
    }  # fmt: skip
    app(cast.stranger).post(place, {**WORD, **forged})
    kept = Tribute.objects.get()
    assert (kept.status, kept.author, kept.lit_until) == ("pending", cast.stranger, None)
    assert kept.code != "chosenbymyself" and kept.created.year > 1999
    assert kept.token_hash not in ("0" * 64, hashed("mine"))


def test_the_same_request_leaves_it_once(app, place):
    first, again = (app().post(place, WORD, headers=KEY) for _ in range(2))
    assert (first.json(), again["Idempotent-Replayed"]) == (again.json(), "true")
    assert Tribute.objects.count() == 1
    assert app().post(place, {**WORD, "name": "Вера"}, headers=KEY).status_code == 409


def test_one_address_leaves_as_much_as_on_the_site_and_both_count_together(app, browser, place, memorial):
    leave(browser(), memorial)
    for number in range(59):
        assert app().post(place, {**WORD, "text": str(number)}).status_code == 201
    for given in (WORD, {"kind": "candle"}):
        answer = app().post(place, given)
        assert (answer.status_code, answer.json()["code"]) == (429, "throttled")
        assert 0 < int(answer["Retry-After"]) <= 3600
    assert leave(browser(), memorial).status_code == 429
    assert Tribute.objects.count() == 60


def test_who_does_not_see_the_memorial_leaves_nothing(app, cast, memorial, place):
    Memorial.objects.update(visibility=Visibility.PRIVATE)
    for person in (None, cast.stranger, cast.admin):
        assert app(person).post(place, WORD).status_code == 404
    assert not Tribute.objects.exists()


@pytest.mark.parametrize("status", [Status.DECLINED, Status.HIDDEN])
def test_what_was_decided_against_is_not_there(app, place, standing, status):
    in_status(standing["word"], status)
    assert app().get(f"{place}{standing['word'].code}/").status_code == 404
