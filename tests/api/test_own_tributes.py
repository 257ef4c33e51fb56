"""What one has left: by the account that left it, and by the token that was told once."""

import logging

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from config.logs import WithoutSecrets
from memorials.models import Memorial, Status, Tribute, Visibility
from memorials.services.moderation import decide
from tests.people import in_status
from tests.waiting import make_tribute

pytestmark = pytest.mark.django_db
MINE = "/api/v1/account/tributes/"
WORD = {"kind": "word", "name": "Ольга", "text": "Помню."}


@pytest.fixture
def leave(app, memorial):
    """(what is told of it, its private address)"""

    def left(person=None, **given):
        answer = app(person).post(f"/api/v1/memorials/{memorial.code}/tributes/", {**WORD, **given})
        return answer.json(), answer["Location"]

    return left


@pytest.fixture(params=["token", "account"])
def own(request, app, cast, leave):
    """A letter of a reader, and both ways to it: (app, address)."""
    told, place = leave(cast.reader)
    return (app(), place) if request.param == "token" else (app(cast.reader), f"{MINE}{told['code']}/")


def test_it_is_read_with_its_memorial(own, memorial):
    client, place = own
    told = client.get(place).json()
    assert (told["text"], told["status"], told["why"]) == ("Помню.", "pending", None)
    assert told["memorial"] == {"code": memorial.code, "name": memorial.name}


def test_whoever_left_it_reads_why_it_is_not_shown(own, cast):
    client, place = own
    decide(item=Tribute.objects.get(), status=Status.DECLINED, by=cast.keeper, reason="twice", note="Поклон")
    why = client.get(place, headers={"Accept-Language": "en"}).json()["why"]
    assert why == {
        "sentence": "The same is on the page already. Thank you for it all the same.", "note": "Поклон"
    }  # fmt: skip


def test_a_correction_waits_to_be_read_and_changes_its_words_only(own):
    client, place = own
    before = Tribute.objects.values().get()
    in_status(Tribute.objects.get(), Status.APPROVED)
    told = client.patch(place, {"text": "Иное.", "kind": "candle", "status": "approved", "code": "mine"})
    assert (told.status_code, told.json()["text"], told.json()["status"]) == (200, "Иное.", "pending")
    now = Tribute.objects.values().get()
    assert {name for name in now if now[name] != before[name]} == {"text", "search_text", "changed"}


def test_nobody_writes_over_what_they_have_not_read(own):
    client, place = own
    read = client.get(place)["ETag"]
    Tribute.objects.update(text="Другое.")
    late = client.patch(place, {"text": "Иное."}, headers={"If-Match": read})
    assert (late.status_code, Tribute.objects.get().text) == (412, "Другое.")


@pytest.mark.parametrize(
    ("given", "status", "code"),
    [
        ({"text": ""}, 422, "words_missing"),
        ({"name": " "}, 422, "name_missing"),
        ({"text": "x" * 2001}, 400, "invalid"),
        ({"name": None}, 400, "invalid"),
        ([], 400, "invalid"),
    ],
)
def test_a_refused_correction_changes_nothing(own, given, status, code):
    client, place = own
    answer = client.patch(place, given)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert (Tribute.objects.get().name, Tribute.objects.get().text) == ("Ольга", "Помню.")


def test_what_is_withdrawn_is_gone_for_good(own):
    client, place = own
    assert client.delete(place).status_code == 204
    assert not Tribute.objects.exists()
    assert client.get(place).status_code == client.delete(place).status_code == 404


def test_it_is_withdrawn_from_a_memorial_that_has_closed_and_is_named_to_nobody(own, cast):
    client, place = own
    Memorial.objects.get().memberships.filter(user=cast.reader).delete()
    Memorial.objects.update(visibility=Visibility.PRIVATE, tributes_on=False)
    answer = client.get(place)
    assert answer.json()["memorial"] is None and "Ильина" not in answer.content.decode()
    assert client.patch(place, {"text": "Иное."}).json()["code"] == "tributes_off"
    assert client.delete(place).status_code == 204


@pytest.mark.parametrize("way", ["token", "account"])
def test_a_candle_is_lit_again(app, cast, leave, way):
    told, place = leave(cast.reader, kind="candle", text="")
    client, place = (app(), place) if way == "token" else (app(cast.reader), f"{MINE}{told['code']}/")
    Tribute.objects.update(lit_until=timezone.now())
    assert client.get(place).json()["burns"] is False
    answer = client.post(f"{place}light/")
    assert (answer.status_code, answer.json()["burns"]) == (200, True)
    Memorial.objects.update(tributes_on=False)
    assert client.post(f"{place}light/").json()["code"] == "tributes_off"


def test_words_and_flowers_are_not_lit(own):
    client, place = own
    answer = client.post(f"{place}light/")
    assert (answer.status_code, answer.json()["code"]) == (422, "only_candles_burn")
    assert Tribute.objects.get().lit_until is None


def test_the_private_address_is_kept_by_no_cache_and_told_to_no_page_and_no_log(app, leave):
    _, place = leave()
    for path in (place, f"{place[:-3]}xx/"):
        answer = app().get(path)
        assert (answer["Cache-Control"], answer["Referrer-Policy"]) == ("private, no-store", "no-referrer")
    record = logging.LogRecord("django.request", 40, "", 1, "Error: %s", (f"{place}light/",), None)
    assert WithoutSecrets().filter(record)
    assert record.getMessage() == "Error: /api/v1/tributes/…/light/"


def test_a_wrong_token_is_no_such_address(app, cast, leave):
    _, place = leave(cast.reader)
    wrong = f"{place[:-3]}{'aa' if place[-3:-1] != 'aa' else 'bb'}/"
    for person in (None, cast.reader, cast.admin):
        client = app(person)
        answers = [
            client.get(wrong), client.patch(wrong, {"text": "Х"}), client.delete(wrong),
            client.post(f"{wrong}light/"),
        ]  # fmt: skip
        assert {answer.status_code for answer in answers} == {404}
    assert Tribute.objects.get().text == "Помню."


def test_the_account_of_another_opens_nothing(app, cast, leave):
    told, _ = leave(cast.reader)
    place = f"{MINE}{told['code']}/"
    for actor, person in cast.items().items():
        if actor == "reader":
            continue
        client, status = app(person), 404 if person else 401
        for answer in (client.get(place), client.delete(place), client.post(f"{place}light/")):
            assert answer.status_code == status, actor
        assert client.patch(place, {"text": "Чужое."}).status_code == status
    assert Tribute.objects.get().text == "Помню."


def test_the_token_of_a_keeper_gives_nobody_the_rights_of_a_keeper(app, cast, leave):
    _, place = leave(cast.keeper)
    assert Tribute.objects.get().status == "approved"
    assert app().patch(place, {"text": "Чужие слова."}).json()["status"] == "pending"


def test_the_list_is_ones_own_on_whatever_memorial(app, cast, memorial):
    mine = [make_tribute(memorial, author=cast.stranger, status=status) for status in Status.values]
    make_tribute(memorial, author=cast.reader)
    make_tribute(memorial)
    Memorial.objects.update(deleted_at=timezone.now())
    found = app(cast.stranger).get(MINE).json()["results"]
    assert [each["code"] for each in found] == [each.code for each in reversed(mine)]
    assert {each["memorial"] for each in found} == {None}
    assert app().get(MINE).status_code == 401


def test_a_list_of_three_asks_the_database_no_more_than_a_list_of_one(app, cast, memorial):
    counts = set()
    for number in (1, 3):
        while Tribute.objects.count() < number:
            make_tribute(memorial, author=cast.reader)
        with CaptureQueriesContext(connection) as asked:
            assert len(app(cast.reader).get(MINE).json()["results"]) == number
        counts.add(len(asked))
    assert len(counts) == 1


def test_one_thing_is_not_rewritten_without_end(app, leave):
    _, place = leave()
    for number in range(60):
        assert app().patch(place, {"text": str(number)}).status_code == 200
    answer = app().patch(place, {"text": "Ещё."})
    assert (answer.status_code, 0 < int(answer["Retry-After"]) <= 3600) == (429, True)
    assert Tribute.objects.get().text == "59"
