"""What is an animation's own; what it has in common with other jobs is tried in tests/jobs."""

import pytest
from django.db import IntegrityError, transaction

from animation.models import Animation
from memorials.jobs.model import State
from tests.animation.jobs import TOKEN, job, row, running

pytestmark = pytest.mark.django_db


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
