import time

import pytest
from django.db import DatabaseError, connection
from kombu.exceptions import OperationalError

from animation import handover
from animation.models import State
from tests.animation.jobs import job, row
from tests.wake_ups import take_messages

pytestmark = pytest.mark.django_db


def test_a_wake_up_says_only_which_row(photo, broker):
    animation = job(photo)
    assert handover.send(animation.pk) is True
    [(task, arguments, task_id, expires)] = take_messages()
    assert (task, arguments, expires) == ("animation.tasks.animate", f"[{animation.pk}]", True)
    assert len(task_id) == 32
    assert row(animation)["sent_at"] is not None


def test_each_sending_has_a_task_id_of_its_own(photo, broker):
    animation = job(photo)
    for _ in range(3):
        handover.send(animation.pk)
    assert len({task_id for _, _, task_id, _ in take_messages()}) == 3


@pytest.mark.parametrize("status", [State.RUNNING, State.READY, State.FAILED, State.CANCELLED])
def test_only_a_row_that_waits_is_marked_as_sent(photo, broker, status):
    animation = job(photo, status)
    before = row(animation)
    handover.send(animation.pk)
    assert row(animation) == before


def test_a_broker_that_is_away_is_noticed_soon_and_leaves_the_row_as_it_is(photo):
    animation = job(photo)
    before = row(animation)
    began = time.monotonic()
    assert handover.send(animation.pk) is False
    with pytest.raises(OperationalError):
        handover.messages_waiting()
    assert time.monotonic() - began < 3
    assert row(animation) == before


def test_messages_are_counted_as_they_come_and_go(photo, broker):
    assert handover.messages_waiting() == 0
    for _ in range(2):
        handover.send(job(photo).pk)
    assert handover.messages_waiting() == 2
    take_messages()
    assert handover.messages_waiting() == 0


@pytest.mark.django_db(transaction=True)
def test_the_sender_outlives_a_database_that_is_away(photo, broker, monkeypatch):
    """What was sent but not written down stays for the sweeper; the next row is sent as ever."""
    unlucky, next_one = job(photo), job(photo)
    real, calls = handover.send, []

    def send(pk):
        calls.append(pk)
        if pk == unlucky.pk:
            raise DatabaseError("the server closed the connection")
        return real(pk)

    monkeypatch.setattr(handover, "send", send)
    for each in (unlucky, next_one):
        handover.hand_over(each.pk)
    handover.settle()
    assert calls == [unlucky.pk, next_one.pk]
    assert row(unlucky)["sent_at"] is None
    assert row(next_one)["sent_at"] is not None


@pytest.mark.django_db(transaction=True)
def test_handing_over_does_not_wait_for_the_broker(photo):
    animation = job(photo)
    began = time.monotonic()
    handover.hand_over(animation.pk)
    assert time.monotonic() - began < 0.2
    handover.settle()
    assert row(animation)["sent_at"] is None
    assert connection.is_usable()
