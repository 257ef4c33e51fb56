"""Photographs and jobs for tests of what happens to a job; photographs here are kept without decoding."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from celery import current_app
from django.core.files.base import ContentFile
from django.utils import timezone

from animation.models import Animation
from memorials.jobs.model import State
from memorials.models import Consent, Media, Memorial, Status, User
from memorials.services.consent import give_consent
from tests.photos import jpeg

ORIGINAL = jpeg()
TOKEN = "0123456789abcdef0123456789abcdef"


def kept_photo(memorial: Memorial, by: User, content: bytes = ORIGINAL) -> Media:
    photo = Media(
        memorial=memorial, added_by=by, original_name="photo.jpg", size=len(content), status=Status.APPROVED,
        sha256=hashlib.sha256(content).hexdigest(), content_type="image/jpeg", width=60, height=40,
    )  # fmt: skip
    photo.original.save("photo.jpg", ContentFile(content), save=True)
    return photo


def agree(memorial: Memorial, by: User) -> Consent:
    return give_consent(memorial=memorial, kind=Consent.Kind.ANIMATION, by=by)


def ago(seconds: float) -> datetime:
    return timezone.now() - timedelta(seconds=seconds)


def job(photo: Media, status: State = State.QUEUED, **fields: Any) -> Animation:
    """A row as it may stand; the take is the next free one."""
    if "take" not in fields:
        fields["take"] = photo.animations.count() + 1
    return Animation.objects.create(photo=photo, status=status, **fields)


def running(photo: Media, **fields: Any) -> Animation:
    held = {"token": TOKEN, "task_id": "a-task", "started": ago(3), "lease_until": ago(-60), "attempt": 1}
    return job(photo, State.RUNNING, **{**held, **fields})


def claimed(animation: Animation, task_id: str = "a-task") -> Animation:
    mine = Animation.objects.claim(animation.pk, task_id=task_id)
    assert mine is not None
    return mine


def store_result(task_id: str, outcome: dict[str, Any], status: str = "SUCCESS") -> None:
    """As Celery's backend of this site stores it."""
    current_app.backend.store_result(task_id, outcome, status)


def row(animation: Animation) -> dict[str, Any]:
    """Everything that the database holds of it."""
    return dict(Animation.objects.values().get(pk=animation.pk))
