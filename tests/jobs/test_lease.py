"""While a run lasts it keeps its row, and says that its worker lives."""

import threading

import pytest
from django.db import DatabaseError

from memorials.jobs import pulse
from memorials.jobs.lease import Lease, NotOurs
from memorials.jobs.model import State
from tests.animation.jobs import TOKEN, ago
from tests.e2e.launched import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def quick(kind):
    kind.allow(lease_seconds=0.3)
    return kind


def test_progress_is_carried_into_the_row_and_the_lease_is_prolonged(quick):
    job = quick.running(lease_until=ago(1))
    with Lease(job) as lease:
        lease.report("building", 0.404)
        wait_until(lambda: quick.row(job)["stage"] == "building", 5)
    now = quick.row(job)
    assert (now["stage"], now["progress"], now["status"]) == ("building", 40, State.RUNNING)
    assert now["lease_until"] > job.lease_until
    assert [each for each in threading.enumerate() if each.name == "lease"] == []


@pytest.mark.parametrize("change", [{"status": State.CANCELLED}, {"token": "another-run"}])
def test_a_row_that_is_another_s_stops_the_work(quick, change):
    job = quick.running()
    with Lease(job) as lease:
        quick.model.objects.update(**change)
        wait_until(lambda: lease.lost, 5)
        with pytest.raises(NotOurs):
            lease.report("building", 0.5)


def test_a_database_that_is_away_for_a_moment_does_not_stop_the_work(quick, monkeypatch):
    job = quick.running()
    real, faults = quick.model.objects.renew, []

    def renew(*given, **how):
        if not faults:
            faults.append(given)
            raise DatabaseError("the server closed the connection")
        return real(*given, **how)

    monkeypatch.setattr(quick.model.objects, "renew", renew)
    with Lease(job) as lease:
        lease.report("building", 0.5)
        wait_until(lambda: quick.row(job)["progress"] == 50, 5)
        assert not lease.lost
    assert faults == [(job.pk, TOKEN)]
    assert quick.row(job)["progress"] == 50


def test_a_worker_that_does_nothing_else_is_known_to_live(quick, clean_cache, monkeypatch):
    monkeypatch.setattr(pulse, "INTERVAL", 0)
    assert not pulse.is_alive(quick.model.QUEUE)
    with Lease(quick.running()):
        wait_until(lambda: pulse.is_alive(quick.model.QUEUE), 5)
    assert pulse.is_alive(quick.model.QUEUE)
