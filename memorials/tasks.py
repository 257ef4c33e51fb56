"""Shells over services and jobs."""

from typing import Any

from celery import Task, shared_task
from celery.exceptions import Ignore

from memorials import renditions
from memorials.errors import FileRefused
from memorials.jobs import sweeper
from memorials.models import KeptAnswer, Preparation, Upload
from memorials.services import orphans, preparing
from memorials.services.letters import send_due
from memorials.services.memorials import remove_past_grace
from memorials.services.uploads import discard_uploads, finish_left_over


@shared_task(bind=True, ignore_result=True, throws=(FileRefused,))
def prepare(self: "Task[Any, Any]", preparation_id: int) -> None:
    """The row says what came of it. Its time limit is kept by the run itself (jobs/lease.py)."""
    preparation = Preparation.objects.claim(preparation_id, task_id=str(self.request.id))
    if preparation is None:
        raise Ignore  # a second delivery
    renditions.run(preparation)


@shared_task(ignore_result=True, soft_time_limit=20, time_limit=30)
def sweep() -> None:
    sweeper.sweep()


@shared_task(ignore_result=True, soft_time_limit=300, time_limit=330)
def delete_orphans() -> None:
    orphans.delete_orphans()


@shared_task(ignore_result=True, soft_time_limit=60, time_limit=90)
def prepare_older() -> None:
    preparing.prepare_older()


@shared_task(ignore_result=True, soft_time_limit=300, time_limit=330)
def remove_deleted() -> None:
    remove_past_grace()


@shared_task(ignore_result=True, soft_time_limit=900, time_limit=930)
def finish_uploads() -> None:
    finish_left_over()


@shared_task(ignore_result=True, soft_time_limit=300, time_limit=330)
def remove_expired_uploads() -> None:
    discard_uploads(Upload.objects.expired())


@shared_task(ignore_result=True, soft_time_limit=60, time_limit=90)
def send_letters() -> None:
    send_due()


@shared_task(ignore_result=True, soft_time_limit=60, time_limit=90)
def forget_answers() -> None:
    KeptAnswer.objects.past().delete()
