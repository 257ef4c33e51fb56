"""Shells: each claims or calls, and nothing else."""

from typing import Any

from celery import Task, shared_task, states
from celery.exceptions import Ignore
from django.conf import settings

from animation import finding, rendering, services
from animation.engine import PermanentEngineError
from animation.models import Animation, FoundFaces


@shared_task(
    bind=True,
    soft_time_limit=settings.ANIMATION_TIME_LIMIT,
    time_limit=settings.ANIMATION_TIME_LIMIT + 30,
)
def animate(self: "Task[Any, Any]", animation_id: int) -> dict[str, Any]:
    """Render one job; the return value is the stored outcome that the page shows."""
    animation = Animation.objects.claim(animation_id, task_id=str(self.request.id))
    if animation is None:
        raise Ignore  # a second delivery: store nothing over the outcome of the first

    def keep(outcome: dict[str, Any]) -> None:
        self.backend.store_result(str(self.request.id), outcome, states.SUCCESS, request=self.request)

    outcome = rendering.run(animation, keep=keep)
    if outcome is None:
        raise Ignore
    return outcome


@shared_task(
    bind=True,
    ignore_result=True,
    throws=(PermanentEngineError,),
    soft_time_limit=settings.ANIMATION_TIME_LIMIT,
    time_limit=settings.ANIMATION_TIME_LIMIT + 30,
)
def find_faces(self: "Task[Any, Any]", search_id: int) -> None:
    """The row says which faces there are."""
    search = FoundFaces.objects.claim(search_id, task_id=str(self.request.id))
    if search is None:
        raise Ignore  # a second delivery
    finding.run(search)


@shared_task(ignore_result=True, soft_time_limit=300, time_limit=330)
def forget_outcomes() -> None:
    services.forget_outcomes()
