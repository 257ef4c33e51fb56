"""What a page says of a job: where it stands, how long it takes, what came of it."""

import json
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from typing import Any

from django.utils import timezone
from django_celery_results.models import TaskResult

from animation.models import Animation
from memorials.jobs import pulse
from memorials.jobs.model import Job, State

#: Before anything was rendered here: what the design measured for 720 px on two slow cores.
FIRST_GUESS = 10.0
#: A queued row that nobody could send for so long means that the broker is away.
UNSENT_AFTER = timedelta(seconds=2)
STAGES = ("reading", "faces", "building", "rendering", "checking")


@dataclass(frozen=True)
class Progress:
    """How an unfinished job stands. `silent`: nobody is there to do it just now."""

    place: int
    seconds_left: int
    silent: bool
    stages: list[tuple[str, str]]  # (name, "past" | "now" | "ahead")


def progress_of(animation: Animation) -> Progress:
    return progress_of_all([animation])[animation.code]


def progress_of_all(animations: Iterable[Animation]) -> dict[str, Progress]:
    """Of those that are not done, by their code; by a fixed number of queries."""
    active = [animation for animation in animations if animation.is_active]
    if not active:
        return {}
    places, typical, alive = _places(active), typical_seconds(), pulse.is_alive(Animation.QUEUE)
    return {each.code: _progress(each, places.get(each.code, 0), typical, alive) for each in active}


def _progress(animation: Animation, place: int, typical: float, alive: bool) -> Progress:
    runs = 1 - animation.progress / 100 if animation.status == State.RUNNING else place
    return Progress(place, max(1, round(typical * runs)), is_silent(animation, alive), _stages(animation))


def is_silent(job: Job, alive: bool | None = None) -> bool:
    """The broker does not take the message, or no worker has given a sign of life."""
    if job.status != State.QUEUED:
        return False
    return _is_unsent(job) or not (pulse.is_alive(job.QUEUE) if alive is None else alive)


def _places(animations: Iterable[Animation]) -> dict[str, int]:
    """Of those that wait, by their code. Those that are being made now do not count."""
    waiting = [animation for animation in animations if animation.status == State.QUEUED]
    if not waiting:
        return {}
    queue = Animation.objects.filter(status=State.QUEUED, created__lt=max(each.created for each in waiting))
    begun = list(queue.order_by("created").values_list("created", flat=True))
    return {each.code: bisect_left(begun, each.created) + 1 for each in waiting}


def _is_unsent(job: Job) -> bool:
    due = job.not_before or job.created
    return job.sent_at is None and due < timezone.now() - UNSENT_AFTER


def typical_seconds() -> float:
    """The middle of the last ten renders on this server."""
    done = Animation.objects.filter(status=State.READY, started__isnull=False).order_by("-finished")[:10]
    took = [(a.finished - a.started).total_seconds() for a in done if a.finished and a.started]
    return median(took) if took else FIRST_GUESS


def _stages(animation: Animation) -> list[tuple[str, str]]:
    now = STAGES.index(animation.stage) if animation.stage in STAGES else -1
    return [
        (name, "past" if place < now else "now" if place == now else "ahead")
        for place, name in enumerate(STAGES)
    ]


def outcomes(animations: Iterable[Animation]) -> dict[str, dict[str, Any]]:
    """The stored task results of these animations, by their code."""
    by_task = {animation.task_id: animation.code for animation in animations if animation.task_id}
    results = TaskResult.objects.filter(task_id__in=by_task, status="SUCCESS")
    return {by_task[result.task_id]: json.loads(result.result) for result in results}
