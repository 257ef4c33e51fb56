"""Stored task results without a row."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_celery_results.models import TaskResult

from animation.models import Animation
from animation.services import OUTCOME_AGE, forget_outcomes
from memorials.jobs.model import State
from tests.animation.jobs import job, store_result

pytestmark = pytest.mark.django_db
OLD = OUTCOME_AGE.total_seconds() + 60


def outcome(task_id, age, task=Animation.TASK):
    store_result(task_id, {})
    then = timezone.now() - timedelta(seconds=age)
    TaskResult.objects.filter(task_id=task_id).update(task_name=task, date_done=then)


def test_only_old_outcomes_of_animations_without_a_row_are_forgotten(photo):
    for name, age in (("owned", OLD), ("orphan", OLD), ("young", OLD - 120)):
        outcome(name, age)
    outcome("of another task", OLD, task="config.tasks.answer")
    job(photo, State.READY, task_id="owned")
    job(photo)
    forget_outcomes()
    assert set(TaskResult.objects.values_list("task_id", flat=True)) == {"owned", "young", "of another task"}
