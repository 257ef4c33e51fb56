import time

import pytest
from django.core.cache import cache

from memorials.jobs import handover, pulse, sweeper
from memorials.jobs.handover import EXPIRES
from memorials.jobs.model import MOST_LOSSES, State
from tests.animation.jobs import ago
from tests.wake_ups import empty_broker

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def beat_is_alive(db):
    """A fresh pulse, so that a round of the sweeper has no reason to leave another one."""
    cache.set("pulse:beat", time.time(), timeout=None)


def sent(kind, *jobs):
    return [kind.row(job)["sent_at"] is not None for job in jobs]


def test_what_was_never_sent_is_sent_the_oldest_first(kind, broker, monkeypatch):
    younger, older = kind.job(created=ago(30)), kind.job(created=ago(60))
    order = []
    monkeypatch.setattr(sweeper, "send", lambda model, pk: order.append(pk) or handover.send(model, pk))
    assert sweeper.sweep() == 2
    assert order == [older.pk, younger.pk]
    assert broker() == 2
    assert sent(kind, older, younger) == [True, True]


def test_a_fresh_row_is_left_to_the_hand_over(kind, broker):
    kind.job()
    assert (sweeper.sweep(), broker()) == (0, 0)


def test_only_what_is_queued_and_due_is_sent(kind, broker):
    for status in State:
        kind.job(status, created=ago(60), lease_until=ago(-60), started=ago(3))
    kind.job(created=ago(60), not_before=ago(-60))
    assert (sweeper.sweep(), broker()) == (1, 1)


def test_what_lies_in_the_queue_is_not_sent_twice(kind, broker):
    job = kind.job(created=ago(60))
    sweeper.sweep()
    kind.model.objects.update(sent_at=ago(60))
    before = kind.row(job)
    assert (sweeper.sweep(), broker()) == (0, 1)
    assert kind.row(job) == before


def test_what_was_in_an_emptied_broker_is_sent_again(kind, broker):
    job = kind.job(created=ago(60))
    sweeper.sweep()
    kind.model.objects.update(sent_at=ago(60))
    empty_broker()
    assert (sweeper.sweep(), broker()) == (1, 1)
    assert kind.row(job)["sent_at"] > ago(30)


def test_a_message_that_may_still_be_on_its_way_is_waited_for(kind, broker):
    kind.job(created=ago(60), sent_at=ago(sweeper.IN_FLIGHT.total_seconds() - 2))
    assert (sweeper.sweep(), broker()) == (0, 0)


def test_a_message_that_its_queue_has_dropped_by_now_is_sent_again(kind, broker):
    """The queue is not empty, but this message has expired in it."""
    expired = kind.job(created=ago(EXPIRES + 60), sent_at=ago(EXPIRES + 1))
    waiting = kind.job(created=ago(EXPIRES + 60), sent_at=ago(EXPIRES - 60))
    handover.send(kind.model, kind.job().pk)
    before = kind.row(waiting)
    assert (sweeper.sweep(), broker()) == (1, 2)
    assert kind.row(expired)["sent_at"] > ago(60)
    assert kind.row(waiting) == before


def test_while_the_broker_is_away_a_round_tries_one_and_changes_none(kind, monkeypatch):
    rows = [kind.job(created=ago(60)), kind.job(created=ago(60)), kind.job(sent_at=ago(60))]
    before = [kind.row(each) for each in rows]
    tried = []
    monkeypatch.setattr(sweeper, "send", lambda model, pk: tried.append(pk) or handover.send(model, pk))
    assert sweeper.sweep() == 0
    assert [kind.row(each) for each in rows] == before
    assert len(tried) == 1


def test_the_lost_and_the_endless_are_found_in_the_same_round(kind, broker):
    lost = kind.running(created=ago(60), lease_until=ago(1))
    lost_too_often = kind.running(lease_until=ago(1), losses=MOST_LOSSES - 1)
    endless = kind.running(started=ago(661))
    alive = kind.running()
    before = kind.row(alive)
    assert (sweeper.sweep(), broker()) == (1, 1)
    assert [kind.row(each)["status"] for each in (lost, lost_too_often, endless)] == [
        "queued",
        "failed",
        "failed",
    ]
    assert [kind.row(each)["failure"] for each in (lost_too_often, endless)] == ["worker_lost", "too_slow"]
    assert kind.row(alive) == before


@pytest.mark.django_db(transaction=True)
def test_a_round_is_a_sign_of_life(clean_cache):
    assert pulse.is_alive("beat") is False
    sweeper.sweep()
    assert pulse.is_alive("beat") is True


def test_at_a_start_only_what_waits_is_sent_again(kind):
    sent = ago(60)
    rows = {status: kind.job(status, sent_at=sent) for status in State}
    assert sweeper.forget_sendings() == 1
    assert {status: kind.row(rows[status])["sent_at"] for status in State} == {
        status: None if status == State.QUEUED else sent for status in State
    }
