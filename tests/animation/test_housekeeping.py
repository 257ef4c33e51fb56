import os
import time
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from django_celery_results.models import TaskResult

from animation import handover, housekeeping, pulse
from animation.handover import EXPIRES, TASK
from animation.models import MOST_LOSSES, Animation, State
from memorials.models import Media, Memorial
from tests.animation.jobs import ago, job, row, running, store_result
from tests.people import make_photo
from tests.wake_ups import empty_broker

pytestmark = pytest.mark.django_db
OLD = housekeeping.ORPHAN_AGE.total_seconds() + 60


@pytest.fixture(autouse=True)
def beat_is_alive(db):
    """A fresh pulse, so that a round of the sweeper has no reason to leave another one."""
    cache.set("pulse:beat", time.time(), timeout=None)


def sent(*animations):
    return [row(animation)["sent_at"] is not None for animation in animations]


def test_what_was_never_sent_is_sent_the_oldest_first(photo, broker, monkeypatch):
    younger, older = job(photo, created=ago(30)), job(photo, created=ago(60))
    order = []
    monkeypatch.setattr(housekeeping, "send", lambda pk: order.append(pk) or handover.send(pk))
    assert housekeeping.sweep() == 2
    assert order == [older.pk, younger.pk]
    assert broker() == 2
    assert sent(older, younger) == [True, True]


def test_a_fresh_row_is_left_to_the_hand_over(photo, broker):
    job(photo)
    assert (housekeeping.sweep(), broker()) == (0, 0)


def test_only_what_is_queued_and_due_is_sent(photo, broker):
    for status in State:
        job(photo, status, created=ago(60), lease_until=ago(-60), started=ago(3))
    job(photo, created=ago(60), not_before=ago(-60))
    assert (housekeeping.sweep(), broker()) == (1, 1)


def test_what_lies_in_the_queue_is_not_sent_twice(photo, broker):
    animation = job(photo, created=ago(60))
    housekeeping.sweep()
    Animation.objects.update(sent_at=ago(60))
    before = row(animation)
    assert (housekeeping.sweep(), broker()) == (0, 1)
    assert row(animation) == before


def test_what_was_in_an_emptied_broker_is_sent_again(photo, broker):
    animation = job(photo, created=ago(60))
    housekeeping.sweep()
    Animation.objects.update(sent_at=ago(60))
    empty_broker()
    assert (housekeeping.sweep(), broker()) == (1, 1)
    assert row(animation)["sent_at"] > ago(30)


def test_a_message_that_may_still_be_on_its_way_is_waited_for(photo, broker):
    job(photo, created=ago(60), sent_at=ago(housekeeping.IN_FLIGHT.total_seconds() - 2))
    assert (housekeeping.sweep(), broker()) == (0, 0)


def test_a_message_that_its_queue_has_dropped_by_now_is_sent_again(photo, broker):
    """The queue is not empty, but this message has expired in it."""
    expired = job(photo, created=ago(EXPIRES + 60), sent_at=ago(EXPIRES + 1))
    waiting = job(photo, created=ago(EXPIRES + 60), sent_at=ago(EXPIRES - 60))
    handover.send(job(photo).pk)
    before = row(waiting)
    assert (housekeeping.sweep(), broker()) == (1, 2)
    assert row(expired)["sent_at"] > ago(60)
    assert row(waiting) == before


def test_while_the_broker_is_away_a_round_tries_one_and_changes_none(photo, monkeypatch):
    rows = [job(photo, created=ago(60)), job(photo, created=ago(60)), job(photo, sent_at=ago(60))]
    before = [row(each) for each in rows]
    tried = []
    monkeypatch.setattr(housekeeping, "send", lambda pk: tried.append(pk) or handover.send(pk))
    assert housekeeping.sweep() == 0
    assert [row(each) for each in rows] == before
    assert len(tried) == 1


def test_the_lost_and_the_endless_are_found_in_the_same_round(photo, broker, settings):
    lost = running(photo, created=ago(60), lease_until=ago(1))
    lost_too_often = running(photo, lease_until=ago(1), losses=MOST_LOSSES - 1)
    endless = running(photo, started=ago(settings.ANIMATION_TIME_LIMIT + 61))
    alive = running(photo)
    before = row(alive)
    assert (housekeeping.sweep(), broker()) == (1, 1)
    assert [row(each)["status"] for each in (lost, lost_too_often, endless)] == ["queued", "failed", "failed"]
    assert [row(each)["failure"] for each in (lost_too_often, endless)] == ["worker_lost", "too_slow"]
    assert row(alive) == before


@pytest.mark.django_db(transaction=True)
def test_a_round_is_a_sign_of_life(clean_cache):
    assert pulse.is_alive("beat") is False
    housekeeping.sweep()
    assert pulse.is_alive("beat") is True


def lay(name, age):
    """A file of that age in the storage."""
    kept = default_storage.save(name, ContentFile(b"x"))
    then = time.time() - age
    os.utime(default_storage.path(kept), (then, then))
    return kept


@pytest.fixture
def whole(memorial: Memorial, keeper) -> Media:
    """A photograph with its renditions, all of them old."""
    photo = make_photo(memorial, keeper)
    for name in (photo.original.name, *photo.renditions.values_list("file", flat=True)):
        then = time.time() - OLD
        os.utime(default_storage.path(name), (then, then))
    return photo


def test_only_old_files_without_a_row_are_deleted(whole, stored):
    owned = stored()
    clip, poster = lay("living/clip.mp4", OLD), lay("living/poster.webp", OLD)
    job(whole, State.READY, clip=clip, poster=poster)
    young = {lay(f"{folder}/young", OLD - 120) for folder in ("living", "originals", "renditions")}
    elsewhere = lay("probe/old", OLD)
    for folder in ("living", "originals", "renditions"):
        lay(f"{folder}/orphan", OLD)
    assert housekeeping.delete_orphans() == 3
    assert stored() == {*owned, clip, poster, *young, elsewhere}
    assert housekeeping.delete_orphans() == 0


@pytest.mark.parametrize("status", State)
def test_a_row_in_any_state_keeps_its_files(whole, stored, status):
    clip, poster = lay("living/clip.mp4", OLD), lay("living/poster.webp", OLD)
    job(whole, status, clip=clip, poster=poster)
    before = stored()
    assert housekeeping.delete_orphans() == 0
    assert stored() == before


def test_an_empty_storage_has_no_orphans():
    assert housekeeping.delete_orphans() == 0


def test_a_file_that_somebody_else_deletes_meanwhile_is_no_fault(whole, stored, monkeypatch):
    lay("living/a", OLD)
    lay("living/b", OLD)
    real = default_storage.get_modified_time

    def asked(name):
        if name == "living/a":
            default_storage.delete(name)
        return real(name)

    monkeypatch.setattr(default_storage, "get_modified_time", asked)
    assert housekeeping.delete_orphans() == 1
    assert {name for name in stored() if name.startswith("living/")} == set()


def outcome(task_id, age, task=TASK):
    store_result(task_id, {})
    then = timezone.now() - timedelta(seconds=age)
    TaskResult.objects.filter(task_id=task_id).update(task_name=task, date_done=then)


def test_only_old_outcomes_of_animations_without_a_row_are_forgotten(photo):
    for name, age in (("owned", OLD), ("orphan", OLD), ("young", OLD - 120)):
        outcome(name, age)
    outcome("of another task", OLD, task="config.tasks.answer")
    job(photo, State.READY, task_id="owned")
    job(photo)
    housekeeping.delete_orphans()
    assert set(TaskResult.objects.values_list("task_id", flat=True)) == {"owned", "young", "of another task"}
