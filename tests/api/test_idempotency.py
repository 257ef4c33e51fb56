"""A request that is sent again because its answer was lost makes nothing a second time."""

from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection
from django.utils import timezone

from memorials.api import idempotency
from memorials.models import KeptAnswer, Media, Memorial
from memorials.models.kept_answer import GIVEN_UP, KEPT
from memorials.services.memorials import create_memorial
from memorials.tasks import forget_answers
from tests.people import make_memorial
from tests.photos import jpeg, upload

pytestmark = pytest.mark.django_db
KEY = {"Idempotency-Key": "3f0c2a1e-6a50-4a7c-9d0e-0b1f2c3d4e5f"}
ANNA = {"name": "Анна Ильина"}
ALL = "/api/v1/memorials/"


def test_the_same_request_makes_one_memorial(app, cast):
    keeper = app(cast.keeper)
    first, again = (keeper.post(ALL, ANNA, headers=KEY) for _ in range(2))
    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    assert first["Location"] == again["Location"] == f"{ALL}{first.json()['code']}/"
    assert ("Idempotent-Replayed" in first, again["Idempotent-Replayed"]) == (False, "true")
    assert Memorial.objects.count() == 1


def test_without_a_key_there_are_two(app, cast):
    for _ in range(2):
        assert app(cast.keeper).post(ALL, ANNA).status_code == 201
    assert Memorial.objects.count() == 2


def test_the_same_key_with_another_body_is_a_conflict(app, cast):
    keeper = app(cast.keeper)
    keeper.post(ALL, ANNA, headers=KEY)
    other = keeper.post(ALL, {"name": "Пётр Ильин"}, headers=KEY)
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_key_reused")
    assert Memorial.objects.count() == 1


def test_a_key_belongs_to_its_person(app, cast):
    mine = app(cast.keeper).post(ALL, ANNA, headers=KEY).json()
    theirs = app(cast.editor).post(ALL, ANNA, headers=KEY).json()
    assert mine["code"] != theirs["code"]


def test_a_refusal_is_not_kept(app, cast):
    keeper = app(cast.keeper)
    assert keeper.post(ALL, {"name": ""}, headers=KEY).status_code == 400
    assert keeper.post(ALL, ANNA, headers=KEY).status_code == 201
    assert KeptAnswer.objects.count() == 1


def test_a_fault_leaves_the_key_free(app, cast, monkeypatch):
    keeper = app(cast.keeper)
    keeper.raise_request_exception = False
    with monkeypatch.context() as broken:
        broken.setattr("memorials.api.resources.memorials.create_memorial", _breaks)
        assert keeper.post(ALL, ANNA, headers=KEY).status_code == 500
    assert keeper.post(ALL, ANNA, headers=KEY).status_code == 201


def _breaks(**_fields):
    raise RuntimeError("the disk is gone")


@pytest.mark.parametrize("key", ["short", "x" * 201, "ключ-ключ-ключ-ключ", "with space in the key"])
def test_a_misspelt_key_is_refused(app, cast, key):
    answer = app(cast.keeper).post(ALL, ANNA, headers={"Idempotency-Key": key})
    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency_key")
    assert Memorial.objects.count() == 0


def test_files_count_by_their_bytes(app, cast):
    keeper, path = app(cast.keeper), f"{ALL}{make_memorial(cast).code}/media/"

    def send(picture):
        return keeper.post(path, {"file": upload(picture, "дом.jpg")}, format="multipart", headers=KEY)

    assert [send(jpeg(60, 60)).status_code for _ in range(2)] == [201, 201]
    assert send(jpeg(61, 60)).status_code == 409
    assert Media.objects.count() == 1


def test_the_answer_cannot_be_read_in_the_database(app, cast):
    app(cast.keeper).post(ALL, ANNA, headers=KEY)
    kept = KeptAnswer.objects.get()
    assert "Анна" not in bytes(kept.answer).decode("latin-1")
    assert KEY["Idempotency-Key"] not in str(vars(kept))


def test_who_may_no_longer_see_gets_no_old_answer(app, cast):
    memorial = make_memorial(cast)
    editor, path = app(cast.editor), f"{ALL}{memorial.code}/media/"
    given = {"file": upload(jpeg(60, 60), "дом.jpg")}
    assert editor.post(path, given, format="multipart", headers=KEY).status_code == 201
    memorial.memberships.filter(user=cast.editor).delete()
    given = {"file": upload(jpeg(60, 60), "дом.jpg")}
    assert editor.post(path, given, format="multipart", headers=KEY).status_code == 404


def test_a_key_holds_for_a_day(app, cast):
    keeper = app(cast.keeper)
    keeper.post(ALL, ANNA, headers=KEY)
    KeptAnswer.objects.update(created=timezone.now() - KEPT - timedelta(seconds=1))
    assert keeper.post(ALL, ANNA, headers=KEY).status_code == 201
    assert (Memorial.objects.count(), KeptAnswer.objects.count()) == (2, 1)
    forget_answers()
    assert KeptAnswer.objects.count() == 1
    KeptAnswer.objects.update(created=timezone.now() - KEPT - timedelta(seconds=1))
    forget_answers()
    assert KeptAnswer.objects.count() == 0


def test_the_second_waits_for_the_first_unless_it_is_gone(app, cast, monkeypatch):
    keeper = app(cast.keeper)
    slot = {}

    def while_at_work(**fields):
        if not slot:
            slot["second"] = keeper.post(ALL, ANNA, headers=KEY)
        return create_memorial(**fields)

    monkeypatch.setattr("memorials.api.resources.memorials.create_memorial", while_at_work)
    assert keeper.post(ALL, ANNA, headers=KEY).status_code == 201
    second = slot["second"]
    assert (second.status_code, second.json()["code"], second["Retry-After"]) == (409, "still_at_work", "2")
    left = KeptAnswer.objects.get()
    KeptAnswer.objects.update(status=None, created=timezone.now() - GIVEN_UP - timedelta(seconds=1))
    assert keeper.post(ALL, ANNA, headers=KEY).status_code == 201
    assert KeptAnswer.objects.get().pk != left.pk


@pytest.mark.django_db(transaction=True)
def test_ten_at_once_make_one(app, cast):
    answers = []

    def send():
        try:
            answers.append(app(cast.keeper).post(ALL, ANNA, headers=KEY).status_code)
        finally:
            connection.close()

    threads = [Thread(target=send) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Memorial.objects.count() == 1
    assert 201 in answers
    assert set(answers) <= {201, 409}


def test_longest_and_shortest_keys_are_taken(app, cast):
    for length in (idempotency.SHORTEST, idempotency.LONGEST):
        answer = app(cast.keeper).post(ALL, ANNA, headers={"Idempotency-Key": "k" * length})
        assert answer.status_code == 201
