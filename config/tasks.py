"""The task by which a start learns that a worker really takes work."""

import secrets
import time
from typing import Any

from celery import Task, shared_task
from django.conf import settings
from django.core.cache import cache

from memorials.jobs.handover import BROKER_AWAY

KEPT_SECONDS = 600
PAUSE = 0.05


@shared_task(bind=True, ignore_result=True)
def answer(self: "Task[Any, Any]", token: str) -> None:
    delivery = self.request.delivery_info or {}
    queue = delivery.get("routing_key", "")
    cache.set(f"answer:{queue}:{token}", True, KEPT_SECONDS)


def routed_queues() -> list[str]:
    routes = settings.CELERY_TASK_ROUTES.values()
    return sorted({settings.CELERY_TASK_DEFAULT_QUEUE, *(route["queue"] for route in routes)})


def greet_workers(patience: float = 30.0) -> str:
    """One greeting into each queue; the token says later whether it was answered."""
    token = secrets.token_hex(8)
    for queue in routed_queues():
        _send(token, queue, time.monotonic() + patience)
    return token


def _send(token: str, queue: str, deadline: float) -> None:
    while True:
        try:
            answer.apply_async((token,), queue=queue, expires=KEPT_SECONDS)
            return
        except BROKER_AWAY:  # the broker starts beside us and may need another moment
            if time.monotonic() > deadline:
                raise
            time.sleep(PAUSE)


def wait_for_answers(token: str) -> None:
    keys = [f"answer:{queue}:{token}" for queue in routed_queues()]
    while len(cache.get_many(keys)) < len(keys):
        time.sleep(PAUSE)
    cache.delete_many(keys)
