"""One run from the claimed row to its clip, with an engine of the tests behind the protocol."""

import threading
import time

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.core.files.storage import FileSystemStorage
from django.utils import timezone
from django_celery_results.models import TaskResult

from animation import rendering
from animation.engine import PermanentEngineError, TemporaryEngineError, seed_for
from animation.models import Animation
from animation.services import remove
from memorials.jobs.model import MOST_FAILURES, State
from tests.animation.jobs import ORIGINAL, claimed, job, row, store_result
from tests.animation.small_engine import CLIP, POSTER

pytestmark = pytest.mark.django_db
LONGEST_WAIT = 5.0


def render(animation):
    """As the task does it: the outcome is stored under the id of the task that claimed the row."""
    return rendering.run(animation, keep=lambda outcome: store_result(animation.task_id, outcome))


def raises(error):
    def meanwhile(report):
        raise error

    return meanwhile


def until_stopped(report):
    """Work on, in small steps, until somebody stops it."""
    deadline = time.monotonic() + LONGEST_WAIT
    while time.monotonic() < deadline:
        report("rendering", 0.5)
        time.sleep(0.01)


def test_a_run_leaves_a_clip_its_poster_and_its_outcome(photo, small_engine, stored):
    mine = claimed(job(photo, strength="gently", size=512, seconds=3))
    outcome = render(mine)
    mine.refresh_from_db()
    assert (mine.status, mine.progress, mine.chosen, mine.mode) == (State.READY, 100, True, "portrait")
    assert (mine.width, mine.height, mine.bytes) == (64, 48, len(CLIP))
    with mine.clip.open("rb") as clip, mine.poster.open("rb") as poster:
        assert (clip.read(), poster.read()) == (CLIP, POSTER)
    assert stored() == {photo.original.name, mine.clip.name, mine.poster.name}
    told = {name: outcome[name] for name in ("engine", "clip", "attempt", "frames", "problems")}
    assert told == {"engine": "small", "clip": mine.code, "attempt": 1, "frames": 2, "problems": []}
    [result] = TaskResult.objects.all()
    assert (result.task_id, result.status) == (mine.task_id, "SUCCESS")


def test_neither_outcome_nor_file_name_tells_a_path_or_the_photographs_own_name(photo, small_engine, files):
    mine = claimed(job(photo))
    outcome = render(mine)
    assert mine.token in Animation.objects.get().clip.name
    assert not {"poster", "workdir", "photo"} & set(outcome)
    assert str(files) not in repr(outcome)
    assert "/tmp" not in repr(outcome)  # noqa: S108


def test_the_engine_gets_a_copy_and_what_the_row_asks(photo, small_engine, stored):
    render(claimed(job(photo, take=3, strength="barely", size=512, seconds=4, faces="1")))
    [(given, spec)] = small_engine.asked
    assert given == ORIGINAL
    asked = {"gesture": "smile", "strength": "barely", "face": 1, "size": 512, "seconds": 4}
    assert {name: getattr(spec, name) for name in asked} == asked
    assert spec.seed == seed_for(photo.sha256, **asked, take=3)
    assert spec.day == timezone.localdate().isoformat()


@pytest.mark.parametrize(("faces", "face"), [("largest", None), ("all", "all"), ("0", 0), ("12", 12)])
def test_faces_are_named_to_the_engine_as_it_knows_them(photo, faces, face):
    assert rendering.spec_of(job(photo, faces=faces)).face == face


def test_the_same_take_moves_the_same_and_the_next_moves_differently(photo):
    one, same, other = (rendering.spec_of(job(photo, State.READY, take=take)).seed for take in (1, 1, 2))
    assert one == same != other


def test_a_refusal_of_the_engine_is_final_and_says_why(photo, small_engine, stored):
    small_engine.meanwhile = raises(PermanentEngineError("turned_away"))
    mine = claimed(job(photo))
    with pytest.raises(PermanentEngineError):
        render(mine)
    failed = row(mine)
    assert (failed["status"], failed["failure"], failed["failures"]) == (State.FAILED, "turned_away", 0)
    assert (failed["clip"], failed["token"], failed["task_id"]) == ("", "", "a-task")
    assert stored() == {photo.original.name}


def test_a_wish_that_no_engine_can_fulfil_is_refused_not_repeated(photo, small_engine):
    mine = claimed(job(photo, seconds=60))
    with pytest.raises(PermanentEngineError):
        render(mine)
    assert (row(mine)["status"], row(mine)["failure"]) == (State.FAILED, "bad_request")
    assert small_engine.asked == []


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (TemporaryEngineError("encoder_failed"), "encoder_failed"),
        (ValueError("a bug"), "engine_failed"),
        (MemoryError(), "engine_failed"),
        (OSError(28, "No space left on device"), "engine_failed"),
    ],
)
def test_other_failures_are_tried_again_and_then_final(photo, small_engine, stored, error, code):
    small_engine.meanwhile = raises(error)
    animation = job(photo)
    for failure in range(1, MOST_FAILURES):
        assert render(claimed(animation)) is None
        back = row(animation)
        assert (back["status"], back["failures"], back["failure"]) == (State.QUEUED, failure, "")
        Animation.objects.update(not_before=None)
    with pytest.raises(type(error)):
        render(claimed(animation))
    failed = row(animation)
    assert (failed["status"], failed["failure"], failed["attempt"]) == (State.FAILED, code, MOST_FAILURES)
    assert stored() == {photo.original.name}


def test_a_failure_is_made_good_by_the_next_try(photo, small_engine):
    small_engine.meanwhile = raises(TemporaryEngineError("encoder_failed"))
    animation = job(photo)
    render(claimed(animation))
    small_engine.meanwhile = None
    Animation.objects.update(not_before=None)
    assert render(claimed(animation, "the-second"))["attempt"] == 2
    assert (row(animation)["status"], row(animation)["task_id"]) == (State.READY, "the-second")


def test_the_soft_time_limit_is_final(photo, small_engine):
    small_engine.meanwhile = raises(SoftTimeLimitExceeded())
    mine = claimed(job(photo))
    with pytest.raises(SoftTimeLimitExceeded):
        render(mine)
    assert (row(mine)["status"], row(mine)["failure"]) == (State.FAILED, "too_slow")


def test_a_photograph_whose_file_is_gone_fails_in_the_end(photo, small_engine):
    photo.original.storage.delete(photo.original.name)
    animation = job(photo, failures=MOST_FAILURES - 1)
    with pytest.raises(FileNotFoundError):
        render(claimed(animation))
    assert row(animation)["failure"] == "engine_failed"


class FullStorage(FileSystemStorage):
    """The disk is full at the file number `full_at`, of which half was written."""

    full_at, saved = 1, 0

    def _save(self, name, content):
        type(self).saved += 1
        saved: str = super()._save(name, content)
        if self.saved == self.full_at:
            raise OSError(28, "No space left on device")
        return saved


@pytest.mark.parametrize("full_at", [1, 2])
def test_a_full_disk_leaves_nothing_and_is_tried_again(photo, small_engine, stored, settings, full_at):
    mine = claimed(job(photo))
    FullStorage.saved, FullStorage.full_at = 0, full_at
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": f"{__name__}.FullStorage"}}
    assert render(mine) is None
    assert FullStorage.saved == full_at
    assert stored() == {photo.original.name}
    assert (row(mine)["status"], row(mine)["clip"]) == (State.QUEUED, "")
    assert TaskResult.objects.count() == 0


def test_an_outcome_that_cannot_be_stored_leaves_no_clip_either(photo, small_engine, stored):
    def keep(outcome):
        raise OSError("the database is full")

    mine = claimed(job(photo))
    assert rendering.run(mine, keep=keep) is None
    assert stored() == {photo.original.name}
    assert (row(mine)["status"], row(mine)["clip"], row(mine)["chosen"]) == (State.QUEUED, "", False)


def stopped(animation):
    Animation.objects.filter(pk=animation.pk).cancel()


def given_to_another(animation):
    Animation.objects.filter(pk=animation.pk).update(token="another-run")


def gone(animation):
    remove(animation=animation)


@pytest.mark.parametrize("lose", [stopped, given_to_another, gone])
def test_a_run_that_lost_its_row_at_the_last_moment_leaves_nothing(photo, small_engine, stored, lose):
    """Between the last renewal and the end: only the UPDATE that demands the token can notice."""
    mine = claimed(job(photo))
    small_engine.meanwhile = lambda report: lose(mine)
    kept = []
    assert rendering.run(mine, keep=kept.append) is None
    assert kept == []
    assert stored() == {photo.original.name}
    assert not Animation.objects.filter(status=State.READY).exists()


@pytest.mark.parametrize("lose", [stopped, given_to_another])
@pytest.mark.parametrize("error", [PermanentEngineError("no_face"), ValueError("a bug")])
def test_the_failure_of_a_run_that_lost_its_row_changes_nothing(photo, small_engine, lose, error):
    mine = claimed(job(photo, failures=MOST_FAILURES - 1))

    def meanwhile(report):
        lose(mine)
        raise error

    small_engine.meanwhile = meanwhile
    with pytest.raises(type(error)):
        render(mine)
    assert row(mine)["status"] in (State.CANCELLED, State.RUNNING)
    assert (row(mine)["failure"], row(mine)["failures"]) == ("", MOST_FAILURES - 1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("lose", [stopped, given_to_another])
def test_a_run_that_lost_its_row_is_stopped_while_it_works(photo, small_engine, settings, stored, lose):
    settings.ANIMATION_LEASE_SECONDS = 0.15
    mine = claimed(job(photo))

    def meanwhile(report):
        lose(mine)
        until_stopped(report)

    small_engine.meanwhile = meanwhile
    began = time.monotonic()
    assert render(mine) is None
    assert time.monotonic() - began < LONGEST_WAIT - 1
    assert stored() == {photo.original.name}


@pytest.mark.django_db(transaction=True)
def test_a_silent_stage_keeps_its_row_by_renewals(photo, small_engine, settings):
    """Longer than the lease without a word from the engine: nobody may take the row away meanwhile."""
    settings.ANIMATION_LEASE_SECONDS = 0.6
    mine = claimed(job(photo))
    seen = []

    def meanwhile(report):
        report("building", 0.4)
        time.sleep(1.2)
        Animation.objects.recover()
        seen.append(row(mine))

    small_engine.meanwhile = meanwhile
    assert render(mine) is not None
    assert [(each["status"], each["stage"], each["progress"]) for each in seen] == [
        ("running", "building", 40)
    ]
    assert row(mine)["status"] == State.READY
    assert [thread for thread in threading.enumerate() if thread.name == "lease"] == []
