import time
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.test import APIClient

from animation import status
from animation.models import Animation
from memorials.jobs import pulse
from memorials.jobs.model import State
from tests.animation.jobs import ago, job, running, store_result

pytestmark = pytest.mark.django_db


def worker_said(seconds_ago):
    cache.set("pulse:animation", time.time() - seconds_ago, timeout=None)


def place(animation):
    told = status.progress_of_all([animation]).get(animation.code)
    return told.place if told else 0


def is_silent(animation):
    told = status.progress_of_all([animation]).get(animation.code)
    return bool(told and told.silent)


def test_the_place_is_counted_over_the_whole_queue_by_the_time_of_asking(photo):
    third, first, second = (job(photo, created=ago(age)) for age in (10, 30, 20))
    running(photo, created=ago(99))
    for ended in (State.READY, State.FAILED, State.CANCELLED):
        job(photo, ended, created=ago(99))
    assert [place(each) for each in (first, second, third)] == [1, 2, 3]


@pytest.mark.parametrize("state", [State.RUNNING, State.READY, State.FAILED, State.CANCELLED])
def test_what_does_not_wait_has_no_place(photo, state):
    assert place(job(photo, state)) == 0


def test_the_workshop_is_silent_until_it_gives_a_sign(photo):
    animation = job(photo, sent_at=timezone.now())
    assert is_silent(animation) is True
    worker_said(pulse.SILENT_AFTER - 5)
    assert is_silent(animation) is False
    worker_said(pulse.SILENT_AFTER + 1)
    assert is_silent(animation) is True


def test_the_pulse_of_another_queue_says_nothing_of_this_one(photo):
    cache.set("pulse:housekeeping", time.time(), timeout=None)
    assert is_silent(job(photo, sent_at=timezone.now())) is True


def test_a_row_that_nobody_could_send_means_that_the_broker_is_away(photo):
    worker_said(0)
    moment = status.UNSENT_AFTER.total_seconds()
    cases = {
        "just asked": {"created": ago(moment - 1)},
        "asked long ago": {"created": ago(moment + 1)},
        "asked long ago and sent": {"created": ago(60), "sent_at": ago(50)},
        "waits for its next try": {"created": ago(60), "not_before": ago(-5)},
        "its next try is overdue": {"created": ago(60), "not_before": ago(moment + 1)},
    }
    silent = {name for name, fields in cases.items() if is_silent(job(photo, **fields))}
    assert silent == {"asked long ago", "its next try is overdue"}


@pytest.mark.parametrize("state", [State.RUNNING, State.READY, State.FAILED, State.CANCELLED])
def test_only_what_waits_can_be_waiting_in_vain(photo, state):
    assert is_silent(job(photo, state, created=ago(99))) is False


def took(photo, seconds, **fields):
    finished = fields.pop("finished", ago(5))
    started = finished - timedelta(seconds=seconds)
    return job(photo, State.READY, started=started, finished=finished, **fields)


def test_the_guess_is_the_middle_of_the_last_ten_renders(photo):
    assert status.typical_seconds() == status.FIRST_GUESS
    for age in range(5):
        took(photo, 500, finished=ago(1000 + age))
    for seconds in (1, 1, 1, 1, 20, 24, 90, 90, 90, 90):
        took(photo, seconds)
    job(photo, State.READY, finished=timezone.now())
    job(photo, State.FAILED, started=ago(4000), finished=timezone.now())
    assert status.typical_seconds() == pytest.approx(22)


def test_progress_of_a_row_that_waits_and_of_one_at_work(photo):
    worker_said(0)
    took(photo, 20)
    works = running(photo, stage="building", progress=75)
    job(photo, created=ago(60), sent_at=ago(50))
    waits = job(photo, sent_at=timezone.now())
    past, ahead = [("reading", "past"), ("faces", "past")], [("rendering", "ahead"), ("checking", "ahead")]
    assert status.progress_of(works) == status.Progress(
        place=0, seconds_left=5, silent=False, stages=[*past, ("building", "now"), *ahead]
    )
    assert status.progress_of(waits) == status.Progress(
        place=2, seconds_left=40, silent=False, stages=[(name, "ahead") for name in status.STAGES]
    )


def test_the_rest_of_the_time_is_never_said_to_be_nothing(photo):
    assert status.progress_of(running(photo, progress=99)).seconds_left == 1


def test_outcomes_are_the_stored_results_of_these_rows(photo):
    one, other = job(photo, State.READY, task_id="one"), job(photo, State.READY, task_id="other")
    nothing, failed = job(photo, State.READY), job(photo, State.FAILED, task_id="failed")
    for name in ("one", "other", "of another row", ""):
        store_result(name, {"engine": name})
    store_result("failed", {"exc_type": "E", "exc_message": ["no"], "exc_module": "m"}, status="FAILURE")
    rows = [one, other, nothing, failed]
    assert status.outcomes(rows) == {one.code: {"engine": "one"}, other.code: {"engine": "other"}}
    assert status.outcomes([one]) == {one.code: {"engine": "one"}}
    assert status.outcomes([nothing]) == {}


def takes(photo, by, count):
    Animation.objects.all().delete()
    for number in range(1, count + 1):
        store_result(f"task-{number}", {"engine": "small", "seconds": {"total": 1.0}, "mode": "portrait"})
        job(
            photo, State.READY, task_id=f"task-{number}", chosen=number == 1, requested_by=by, started=ago(9),
            finished=ago(5), clip="living/a.mp4", poster="living/a.webp", width=64, height=48, bytes=9,
            mode="portrait",
        )  # fmt: skip


def queries(client, path):
    client.get(path)  # whatever is remembered after the first time
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path)
    assert answer.status_code == 200
    return len(asked), answer


def test_a_page_with_three_takes_asks_the_database_no_more_than_one_with_one(photo, agreed, cast, browser):
    path = f"/m/{agreed.code}/media/{photo.code}/living/"
    counts, shown = set(), []
    for count in (1, 3):
        takes(photo, cast.editor, count)
        asked, answer = queries(browser(cast.keeper), path)
        counts.add(asked)
        shown.append(answer.content.decode().count(" small,"))
    assert len(counts) == 1
    assert shown[1] == 3 * shown[0] > 0


def test_the_api_lists_three_takes_with_as_many_queries_as_one(photo, agreed, cast):
    path = f"/api/v1/memorials/{agreed.code}/media/{photo.code}/animations/"
    client = APIClient()
    client.force_authenticate(cast.keeper)
    counts, told = set(), []
    for count in (1, 3):
        takes(photo, cast.editor, count)
        asked, answer = queries(client, path)
        counts.add(asked)
        told.append([each["outcome"]["engine"] for each in answer.json()["results"]])
    assert told == [["small"], ["small"] * 3]
    assert len(counts) == 1
