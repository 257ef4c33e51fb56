import time

import pytest
from django.db import DatabaseError, connection
from kombu.exceptions import OperationalError

from memorials.jobs import handover
from memorials.jobs.model import State
from tests.wake_ups import take_messages

pytestmark = pytest.mark.django_db


def test_a_wake_up_says_only_which_row(kind, broker):
    job = kind.job()
    assert handover.send(kind.model, job.pk) is True
    [(task, arguments, task_id, expires)] = take_messages(kind.model.QUEUE)
    assert (task, arguments, expires) == (kind.model.TASK, f"[{job.pk}]", True)
    assert len(task_id) == 32
    assert kind.row(job)["sent_at"] is not None


def test_each_sending_has_a_task_id_of_its_own(kind, broker):
    job = kind.job()
    for _ in range(3):
        handover.send(kind.model, job.pk)
    assert len({task_id for _, _, task_id, _ in take_messages(kind.model.QUEUE)}) == 3


@pytest.mark.parametrize("status", [State.RUNNING, State.READY, State.FAILED, State.CANCELLED])
def test_only_a_row_that_waits_is_marked_as_sent(kind, broker, status):
    job = kind.job(status)
    before = kind.row(job)
    handover.send(kind.model, job.pk)
    assert kind.row(job) == before


def test_a_broker_that_is_away_is_noticed_soon_and_leaves_the_row_as_it_is(kind):
    job = kind.job()
    before = kind.row(job)
    began = time.monotonic()
    assert handover.send(kind.model, job.pk) is False
    with pytest.raises(OperationalError):
        handover.messages_waiting(kind.model)
    assert time.monotonic() - began < 3
    assert kind.row(job) == before


def test_messages_are_counted_as_they_come_and_go(kind, broker):
    assert handover.messages_waiting(kind.model) == 0
    for _ in range(2):
        handover.send(kind.model, kind.job().pk)
    assert handover.messages_waiting(kind.model) == 2
    take_messages(kind.model.QUEUE)
    assert handover.messages_waiting(kind.model) == 0


@pytest.mark.django_db(transaction=True)
def test_the_sender_outlives_a_database_that_is_away(kind, broker, monkeypatch):
    """What was sent but not written down stays for the sweeper; the next row is sent as ever."""
    unlucky, next_one = kind.job(), kind.job()
    real, calls = handover.send, []

    def send(model, pk):
        calls.append(pk)
        if pk == unlucky.pk:
            raise DatabaseError("the server closed the connection")
        return real(model, pk)

    monkeypatch.setattr(handover, "send", send)
    for each in (unlucky, next_one):
        handover.hand_over(each)
    handover.settle()
    assert calls == [unlucky.pk, next_one.pk]
    assert kind.row(unlucky)["sent_at"] is None
    assert kind.row(next_one)["sent_at"] is not None


@pytest.mark.django_db(transaction=True)
def test_handing_over_does_not_wait_for_the_broker(kind):
    job = kind.job()
    began = time.monotonic()
    handover.hand_over(job)
    assert time.monotonic() - began < 0.2
    handover.settle()
    assert kind.row(job)["sent_at"] is None
    assert connection.is_usable()
