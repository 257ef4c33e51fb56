"""From which state which verb leads where; everywhere else it changes nothing."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.module_loading import import_string

from memorials.jobs.model import BACK_OFF, MOST_LOSSES, State
from memorials.jobs.sweeper import kinds
from tests.animation.jobs import TOKEN, ago

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


def say(kind, verb, job, token=TOKEN):
    """Say the verb; whatever it answers, true means that something was done."""
    rows = kind.model.objects.all()
    said = {
        "claim": lambda: rows.claim(job.pk, task_id="another-task"),
        "renew": lambda: rows.renew(job.pk, token, stage="rendering", progress=50),
        "finish": lambda: rows.finish(job.pk, token, attempt=7),
        "fail": lambda: rows.fail(job.pk, token, code="no_face"),
        "put_back": lambda: rows.put_back(job.pk, token, failures=1),
    }
    return said[verb]() if verb in said else getattr(rows, verb)()


def standing(kind, name):
    fields = {
        key: ago(-value) if key in ("lease_until", "started", "finished", "not_before") else value
        for key, value in STANDING[name].items()
    }
    return kind.job(token=TOKEN, task_id="a-task", progress=40, stage="building", **fields)


@pytest.mark.parametrize("state", STANDING)
@pytest.mark.parametrize("verb", ARROWS)
def test_a_verb_leads_where_the_table_says_or_changes_nothing(kind, verb, state):
    job = standing(kind, state)
    before = kind.row(job)
    done = say(kind, verb, job)
    leads_to = ARROWS[verb].get(state)
    assert bool(done) is bool(leads_to)
    if leads_to:
        assert kind.row(job)["status"] == leads_to
    else:
        assert kind.row(job) == before


@pytest.mark.parametrize("token", ["", TOKEN[::-1]])
@pytest.mark.parametrize("verb", OF_THE_RUN)
def test_only_the_run_that_holds_the_token_decides(kind, verb, token):
    job = kind.running()
    before = kind.row(job)
    assert say(kind, verb, job, token) is False
    assert kind.row(job) == before


@pytest.mark.parametrize("verb", ["finish", "fail", "put_back", "cancel"])
def test_a_run_that_has_ended_can_say_nothing_more(kind, verb):
    job = kind.running()
    assert say(kind, verb, job)
    ended = kind.row(job)
    assert ended["token"] == ""
    assert [say(kind, each, job) for each in OF_THE_RUN] == [False] * 4
    assert kind.row(job) == ended


def test_a_claim_makes_the_row_the_runs_own(kind):
    waiting = kind.job(progress=80, stage="checking", attempt=1)
    before = timezone.now()
    mine = kind.claimed(waiting, "a-task")
    assert (mine.status, mine.stage, mine.progress) == (State.RUNNING, "reading", 0)
    assert (mine.attempt, mine.task_id, len(mine.token)) == (2, "a-task", 32)
    assert before <= mine.started <= timezone.now()
    assert mine.lease_until - mine.started == timedelta(seconds=15)


def test_a_second_claim_gets_nothing_and_disturbs_nothing(kind):
    waiting = kind.job()
    kind.claimed(waiting, "the-first")
    taken = kind.row(waiting)
    assert kind.model.objects.claim(waiting.pk, task_id="the-second") is None
    assert kind.row(waiting) == taken


def test_a_claim_takes_one_row_only(kind):
    one, other = kind.job(), kind.job()
    kind.claimed(one)
    other.refresh_from_db()
    assert (other.status, other.token) == (State.QUEUED, "")


def test_two_claims_never_get_the_same_token(kind):
    first = kind.claimed(kind.job())
    kind.model.objects.put_back(first.pk, first.token, failures=1)
    kind.model.objects.update(not_before=None)
    second = kind.claimed(first)
    assert second.token != first.token
    assert say(kind, "finish", second, first.token) is False


def test_a_row_is_due_from_its_moment_on(kind):
    past, now_due = kind.job(not_before=ago(1)), kind.job()
    kind.job(not_before=ago(-60))
    assert set(kind.model.objects.due()) == {past, now_due}


def test_a_renewal_prolongs_the_lease_and_shows_how_far_it_is(kind):
    job = kind.running(lease_until=ago(-1))
    kind.allow(lease_seconds=100)
    before = timezone.now()
    assert kind.model.objects.renew(job.pk, TOKEN, stage="rendering", progress=61)
    job.refresh_from_db()
    assert (job.stage, job.progress) == ("rendering", 61)
    assert job.lease_until >= before + timedelta(seconds=100)


def test_only_a_lease_that_ran_out_is_expired(kind):
    late = kind.running(lease_until=ago(0.1))
    kind.running(lease_until=ago(-0.5))
    kind.job(State.READY, lease_until=ago(9))
    assert list(kind.model.objects.expired()) == [late]


def test_finishing_gives_the_row_what_was_made(kind):
    job = kind.running(failure="worker_lost", progress=99)
    assert kind.model.objects.finish(job.pk, TOKEN, attempt=7)
    done = kind.row(job)
    assert [done[name] for name in ("attempt", "progress", "failure", "task_id")] == [7, 100, "", "a-task"]
    assert done["finished"] is not None


def test_failing_says_why_and_keeps_the_way_to_the_stored_result(kind):
    job = kind.running()
    assert kind.model.objects.fail(job.pk, TOKEN, code="turned_away")
    failed = kind.row(job)
    assert (failed["failure"], failed["task_id"]) == ("turned_away", "a-task")
    assert failed["finished"] is not None


@pytest.mark.parametrize("failures", [1, 2])
def test_what_is_put_back_waits_longer_each_time_and_is_sent_anew(kind, failures):
    job = kind.running(sent_at=ago(9), progress=70, stage="rendering")
    before = timezone.now()
    assert kind.model.objects.put_back(job.pk, TOKEN, failures=failures)
    back = kind.row(job)
    wait = timedelta(seconds=BACK_OFF * failures)
    assert before + wait <= back["not_before"] <= timezone.now() + wait
    assert (back["failures"], back["sent_at"], back["task_id"]) == (failures, None, "")
    assert (back["stage"], back["progress"], back["lease_until"]) == ("", 0, None)
    assert kind.model.objects.claim(job.pk, task_id="too-early") is None


def test_a_lost_run_goes_back_into_the_queue_and_is_counted(kind):
    job = kind.running(lease_until=ago(1), sent_at=ago(9), losses=1, failures=1, progress=70, stage="faces")
    assert kind.model.objects.recover() == 1
    back = kind.row(job)
    assert (back["status"], back["losses"], back["failures"]) == (State.QUEUED, 2, 1)
    assert (back["sent_at"], back["task_id"], back["token"]) == (None, "", "")
    assert (back["stage"], back["progress"], back["lease_until"]) == ("", 0, None)
    assert kind.claimed(job).attempt == 2


def test_a_photograph_that_loses_its_workers_fails_at_the_last_of_them(kind):
    job = kind.job()
    for loss in range(1, MOST_LOSSES + 1):
        kind.claimed(job)
        kind.model.objects.update(lease_until=ago(1))
        kind.model.objects.recover()
        job.refresh_from_db()
        expected = State.QUEUED if loss < MOST_LOSSES else State.FAILED
        assert (job.status, job.losses) == (expected, loss)
    assert (job.failure, job.token) == ("worker_lost", "")
    assert job.finished is not None


def test_recovery_leaves_living_runs_alone(kind):
    lost, alive = kind.running(lease_until=ago(1)), kind.running()
    before = kind.row(alive)
    kind.model.objects.recover()
    assert (kind.row(lost)["status"], kind.row(alive)) == (State.QUEUED, before)


def test_a_run_that_never_ends_is_closed_after_the_limit(kind):
    kind.allow(time_limit=100)
    endless, in_time = kind.running(started=ago(161)), kind.running(started=ago(150))
    assert kind.model.objects.close_overdue() == 1
    assert kind.row(endless)["failure"] == "too_slow"
    assert kind.row(endless)["finished"] is not None
    assert kind.row(in_time)["status"] == State.RUNNING


def test_stopping_marks_the_end(kind):
    waiting = kind.job()
    assert kind.model.objects.filter(pk=waiting.pk).cancel() == 1
    assert kind.row(waiting)["finished"] is not None


def test_once_more_begins_with_a_clean_record(kind):
    failed = kind.job(
        State.FAILED, failures=3, losses=5, failure="worker_lost", not_before=ago(-60),
        sent_at=ago(60), finished=ago(60), progress=70, stage="rendering", task_id="old-task",
        created=ago(600), attempt=7,
    )  # fmt: skip
    before = timezone.now()
    assert kind.model.objects.filter(pk=failed.pk).retry() == 1
    again = kind.row(failed)
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
    assert kind.claimed(failed).attempt == 8


def test_what_is_sent_goes_where_its_worker_listens(settings):
    """By name it would go to the default queue, if the two ever said different things."""
    wanted = {kind.TASK: {"queue": kind.QUEUE} for kind in kinds()}
    assert wanted.items() <= settings.CELERY_TASK_ROUTES.items()
    assert [import_string(kind.TASK).name for kind in kinds()] == [kind.TASK for kind in kinds()]


def test_a_message_outlasts_the_longest_work(settings):
    """Redis would give it to another worker, over and over."""
    waits = settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"]
    assert waits > max(kind.time_limit() for kind in kinds())
