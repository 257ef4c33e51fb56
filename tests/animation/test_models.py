"""From which state which verb leads where; everywhere else it changes nothing."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from animation.models import BACK_OFF, MOST_LOSSES, Animation, State
from tests.animation.jobs import TOKEN, ago, claimed, job, row, running

pytestmark = pytest.mark.django_db

#: Each state in which a row may be found. All hold the token, so that the state alone protects the row.
STANDING = {
    "queued": {"status": State.QUEUED},
    "not yet due": {"status": State.QUEUED, "not_before": 60},
    "running": {"status": State.RUNNING, "lease_until": 60, "started": -3},
    "expired": {"status": State.RUNNING, "lease_until": -1, "started": -30},
    "endless": {"status": State.RUNNING, "lease_until": 60, "started": -3600},
    "ready": {"status": State.READY, "lease_until": -1, "started": -3600, "finished": -1},
    "failed": {"status": State.FAILED, "lease_until": -1, "started": -3600, "failure": "no_face"},
    "cancelled": {"status": State.CANCELLED, "lease_until": -1, "started": -3600},
}
LIVING = ("running", "expired", "endless")
ARROWS = {
    "claim": {"queued": State.RUNNING},
    "renew": dict.fromkeys(LIVING, State.RUNNING),
    "finish": dict.fromkeys(LIVING, State.READY),
    "fail": dict.fromkeys(LIVING, State.FAILED),
    "put_back": dict.fromkeys(LIVING, State.QUEUED),
    "recover": {"expired": State.QUEUED},
    "close_overdue": {"endless": State.FAILED},
    "cancel": dict.fromkeys(("queued", "not yet due", *LIVING), State.CANCELLED),
    "retry": dict.fromkeys(("failed", "cancelled"), State.QUEUED),
}
OF_THE_RUN = ("renew", "finish", "fail", "put_back")


def say(verb, animation, token=TOKEN):
    """Say the verb; whatever it answers, true means that something was done."""
    rows = Animation.objects.all()
    said = {
        "claim": lambda: rows.claim(animation.pk, task_id="another-task"),
        "renew": lambda: rows.renew(animation.pk, token, stage="rendering", progress=50),
        "finish": lambda: rows.finish(animation.pk, token, clip="living/a.mp4", poster="living/a.webp"),
        "fail": lambda: rows.fail(animation.pk, token, code="no_face"),
        "put_back": lambda: rows.put_back(animation.pk, token, failures=1),
    }
    return said[verb]() if verb in said else getattr(rows, verb)()


def standing(photo, name):
    fields = {
        key: ago(-value) if key in ("lease_until", "started", "finished", "not_before") else value
        for key, value in STANDING[name].items()
    }
    return job(photo, token=TOKEN, task_id="a-task", progress=40, stage="building", **fields)


@pytest.mark.parametrize("state", STANDING)
@pytest.mark.parametrize("verb", ARROWS)
def test_a_verb_leads_where_the_table_says_or_changes_nothing(photo, verb, state):
    animation = standing(photo, state)
    before = row(animation)
    done = say(verb, animation)
    leads_to = ARROWS[verb].get(state)
    assert bool(done) is bool(leads_to)
    if leads_to:
        assert row(animation)["status"] == leads_to
    else:
        assert row(animation) == before


@pytest.mark.parametrize("token", ["", TOKEN[::-1]])
@pytest.mark.parametrize("verb", OF_THE_RUN)
def test_only_the_run_that_holds_the_token_decides(photo, verb, token):
    animation = running(photo)
    before = row(animation)
    assert say(verb, animation, token) is False
    assert row(animation) == before


@pytest.mark.parametrize("verb", ["finish", "fail", "put_back", "cancel"])
def test_a_run_that_has_ended_can_say_nothing_more(photo, verb):
    animation = running(photo)
    assert say(verb, animation)
    ended = row(animation)
    assert ended["token"] == ""
    assert [say(each, animation) for each in OF_THE_RUN] == [False] * 4
    assert row(animation) == ended


def test_a_claim_makes_the_row_the_runs_own(photo, settings):
    waiting = job(photo, progress=80, stage="checking", attempt=1)
    before = timezone.now()
    mine = claimed(waiting, "a-task")
    assert (mine.status, mine.stage, mine.progress) == (State.RUNNING, "reading", 0)
    assert (mine.attempt, mine.task_id, len(mine.token)) == (2, "a-task", 32)
    assert before <= mine.started <= timezone.now()
    assert mine.lease_until - mine.started == timedelta(seconds=settings.ANIMATION_LEASE_SECONDS)


def test_a_second_claim_gets_nothing_and_disturbs_nothing(photo):
    waiting = job(photo)
    claimed(waiting, "the-first")
    taken = row(waiting)
    assert Animation.objects.claim(waiting.pk, task_id="the-second") is None
    assert row(waiting) == taken


def test_a_claim_takes_one_row_only(photo):
    one, other = job(photo), job(photo)
    claimed(one)
    other.refresh_from_db()
    assert (other.status, other.token) == (State.QUEUED, "")


def test_two_claims_never_get_the_same_token(photo):
    first = claimed(job(photo))
    Animation.objects.put_back(first.pk, first.token, failures=1)
    Animation.objects.update(not_before=None)
    second = claimed(first)
    assert second.token != first.token
    assert say("finish", second, first.token) is False


def test_a_row_is_due_from_its_moment_on(photo):
    past, now_due = job(photo, not_before=ago(1)), job(photo)
    job(photo, not_before=ago(-60))
    assert set(Animation.objects.due()) == {past, now_due}


def test_a_renewal_prolongs_the_lease_and_shows_how_far_it_is(photo, settings):
    animation = running(photo, lease_until=ago(-1))
    settings.ANIMATION_LEASE_SECONDS = 100
    before = timezone.now()
    assert Animation.objects.renew(animation.pk, TOKEN, stage="rendering", progress=61)
    animation.refresh_from_db()
    assert (animation.stage, animation.progress) == ("rendering", 61)
    assert animation.lease_until >= before + timedelta(seconds=100)


def test_only_a_lease_that_ran_out_is_expired(photo):
    late = running(photo, lease_until=ago(0.1))
    running(photo, lease_until=ago(-0.5))
    job(photo, State.READY, lease_until=ago(9))
    assert list(Animation.objects.expired()) == [late]


def test_finishing_gives_the_row_its_clip(photo):
    animation = running(photo, failure="encoder_failed", progress=99)
    clip = {"clip": "living/a.mp4", "poster": "living/a.webp", "width": 64, "height": 48, "bytes": 5}
    assert Animation.objects.finish(animation.pk, TOKEN, mode="group", **clip)
    done = row(animation)
    assert {name: done[name] for name in (*clip, "mode", "progress")} == {
        **clip, "mode": "group", "progress": 100
    }  # fmt: skip
    assert (done["failure"], done["task_id"], done["chosen"]) == ("", "a-task", False)
    assert done["finished"] is not None


def test_failing_says_why_and_keeps_the_way_to_the_stored_result(photo):
    animation = running(photo)
    assert Animation.objects.fail(animation.pk, TOKEN, code="turned_away")
    failed = row(animation)
    assert (failed["failure"], failed["task_id"]) == ("turned_away", "a-task")
    assert failed["finished"] is not None


@pytest.mark.parametrize("failures", [1, 2])
def test_what_is_put_back_waits_longer_each_time_and_is_sent_anew(photo, failures):
    animation = running(photo, sent_at=ago(9), progress=70, stage="rendering")
    before = timezone.now()
    assert Animation.objects.put_back(animation.pk, TOKEN, failures=failures)
    back = row(animation)
    wait = timedelta(seconds=BACK_OFF * failures)
    assert before + wait <= back["not_before"] <= timezone.now() + wait
    assert (back["failures"], back["sent_at"], back["task_id"]) == (failures, None, "")
    assert (back["stage"], back["progress"], back["lease_until"]) == ("", 0, None)
    assert Animation.objects.claim(animation.pk, task_id="too-early") is None


def test_a_lost_run_goes_back_into_the_queue_and_is_counted(photo):
    animation = running(
        photo, lease_until=ago(1), sent_at=ago(9), losses=1, failures=1, progress=70, stage="faces"
    )
    assert Animation.objects.recover() == 1
    back = row(animation)
    assert (back["status"], back["losses"], back["failures"]) == (State.QUEUED, 2, 1)
    assert (back["sent_at"], back["task_id"], back["token"]) == (None, "", "")
    assert (back["stage"], back["progress"], back["lease_until"]) == ("", 0, None)
    assert claimed(animation).attempt == 2


def test_a_photograph_that_loses_its_workers_fails_at_the_last_of_them(photo):
    animation = job(photo)
    for loss in range(1, MOST_LOSSES + 1):
        claimed(animation)
        Animation.objects.update(lease_until=ago(1))
        Animation.objects.recover()
        animation.refresh_from_db()
        expected = State.QUEUED if loss < MOST_LOSSES else State.FAILED
        assert (animation.status, animation.losses) == (expected, loss)
    assert (animation.failure, animation.token) == ("worker_lost", "")
    assert animation.finished is not None


def test_recovery_leaves_living_runs_alone(photo):
    lost, alive = running(photo, lease_until=ago(1)), running(photo)
    before = row(alive)
    Animation.objects.recover()
    assert (row(lost)["status"], row(alive)) == (State.QUEUED, before)


def test_a_run_that_never_ends_is_closed_after_the_limit(photo, settings):
    settings.ANIMATION_TIME_LIMIT = 100
    endless, in_time = running(photo, started=ago(161)), running(photo, started=ago(150))
    assert Animation.objects.close_overdue() == 1
    assert row(endless)["failure"] == "too_slow"
    assert row(endless)["finished"] is not None
    assert row(in_time)["status"] == State.RUNNING


def test_stopping_marks_the_end(photo):
    waiting = job(photo)
    assert Animation.objects.filter(pk=waiting.pk).cancel() == 1
    assert row(waiting)["finished"] is not None


def test_once_more_begins_with_a_clean_record(photo):
    failed = job(
        photo, State.FAILED, failures=3, losses=5, failure="worker_lost", not_before=ago(-60),
        sent_at=ago(60), finished=ago(60), progress=70, stage="rendering", task_id="old-task",
        created=ago(600), attempt=7,
    )  # fmt: skip
    before = timezone.now()
    assert Animation.objects.filter(pk=failed.pk).retry() == 1
    again = row(failed)
    clean = (
        "failures",
        "losses",
        "failure",
        "not_before",
        "sent_at",
        "finished",
        "progress",
        "stage",
        "task_id",
    )
    assert [again[name] for name in clean] == [0, 0, "", None, None, None, 0, "", ""]
    assert again["created"] >= before
    assert again["attempt"] == 7
    assert claimed(failed).attempt == 8


def test_two_jobs_for_one_wish_cannot_be_on_their_way(photo):
    for status in (State.QUEUED, State.RUNNING):
        Animation.objects.all().delete()
        job(photo, status, take=1)
        with pytest.raises(IntegrityError), transaction.atomic():
            job(photo, take=1)
    Animation.objects.all().delete()
    job(photo, State.FAILED, take=1)
    assert job(photo, take=1).status == State.QUEUED


def test_two_clips_of_a_photograph_cannot_be_on_show(photo):
    job(photo, State.READY, chosen=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        job(photo, State.READY, chosen=True)
