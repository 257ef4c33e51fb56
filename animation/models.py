"""Living photographs: the request, the job and the clip in one row. How it moves: docs/jobs.md."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from memorials.codes import new_code
from memorials.models import Consent, Media, Membership
from memorials.permissions import Word, roles_with

if TYPE_CHECKING:
    from memorials.viewer import Viewer

#: How often a render may fail by itself, and how often its worker may vanish, before the row fails.
MOST_FAILURES = 3
MOST_LOSSES = 6
#: Seconds to wait before the next try after a failure, times the failures so far.
BACK_OFF = 5


class State(models.TextChoices):
    QUEUED = "queued", _("waits its turn")
    RUNNING = "running", _("is being made")
    READY = "ready", _("is ready")
    FAILED = "failed", _("could not be made")
    CANCELLED = "cancelled", _("was stopped")


ACTIVE = (State.QUEUED, State.RUNNING)
#: What a run leaves of itself on a row that it gives back: nothing that a page or the API could show.
WAITING_AGAIN: dict[str, Any] = {
    "status": State.QUEUED,
    "stage": "",
    "progress": 0,
    "lease_until": None,
    "sent_at": None,
    "token": "",
    "task_id": "",
}


class Strength(models.TextChoices):
    BARELY = "barely", _("barely")
    GENTLY = "gently", _("gently")
    CLEARLY = "clearly", _("clearly")


class Gesture(models.TextChoices):
    SMILE = "smile", _("a gentle smile")


class AnimationQuerySet(models.QuerySet["Animation"]):
    """Who sees which clip, and the only ways from one state to another: each is one UPDATE."""

    def visible_to(self, viewer: Viewer) -> AnimationQuerySet:
        """What is on show, for whoever sees the photograph; all takes for those who may animate."""
        seen = self._on_show()
        if viewer.user:
            makers = Membership.objects.filter(user=viewer.user, role__in=roles_with(Word.ANIMATE))
            seen |= Q(Exists(makers.filter(memorial=OuterRef("photo__memorial"))))
        return self.filter(seen, photo__in=Media.objects.visible_to(viewer))

    def on_show(self) -> AnimationQuerySet:
        return self.filter(self._on_show())

    @staticmethod
    def _on_show() -> Q:
        """Ready, chosen, switched on, and with the family's consent in force."""
        consent = Consent.objects.in_force().filter(
            memorial=OuterRef("photo__memorial"), kind=Consent.Kind.ANIMATION
        )
        return Q(Exists(consent), status=State.READY, chosen=True, photo__memorial__animation_on=True)

    def active(self) -> AnimationQuerySet:
        return self.filter(status__in=ACTIVE)

    def due(self) -> AnimationQuerySet:
        now = timezone.now()
        return self.filter(Q(not_before=None) | Q(not_before__lte=now), status=State.QUEUED)

    def claim(self, pk: int, *, task_id: str) -> Animation | None:
        """queued → running, for one caller only; None for everybody else."""
        now, token = timezone.now(), uuid.uuid4().hex
        claimed = (
            self.due()
            .filter(pk=pk)
            .update(
                status=State.RUNNING,
                token=token,
                task_id=task_id,
                lease_until=now + lease(),
                attempt=F("attempt") + 1,
                started=now,
                stage="reading",
                progress=0,
            )
        )
        return self.filter(pk=pk, token=token).first() if claimed else None

    def held(self, pk: int, token: str) -> AnimationQuerySet:
        """The row while this run still owns it: not cancelled, not given to another, not gone."""
        return self.filter(pk=pk, token=token, status=State.RUNNING)

    def renew(self, pk: int, token: str, *, stage: str, progress: int) -> bool:
        """Say that the run lives. False when it is not its own any more."""
        return bool(
            self.held(pk, token).update(lease_until=timezone.now() + lease(), stage=stage, progress=progress)
        )

    def finish(self, pk: int, token: str, **clip: Any) -> bool:
        """running → ready, for the run that holds the token."""
        return bool(
            self.held(pk, token).update(
                status=State.READY, finished=timezone.now(), progress=100, failure="", token="", **clip
            )
        )

    def fail(self, pk: int, token: str, *, code: str) -> bool:
        """running → failed."""
        return bool(
            self.held(pk, token).update(status=State.FAILED, finished=timezone.now(), failure=code, token="")
        )

    def put_back(self, pk: int, token: str, *, failures: int) -> bool:
        """running → queued after a failure of its own, to be tried again a little later."""
        later = timezone.now() + timedelta(seconds=BACK_OFF * failures)
        return bool(self.held(pk, token).update(failures=failures, not_before=later, **WAITING_AGAIN))

    def in_hand(self) -> AnimationQuerySet:
        """A worker has given a sign of life so lately that it may still be at it."""
        return self.filter(status=State.RUNNING, lease_until__gte=timezone.now())

    def expired(self) -> AnimationQuerySet:
        return self.filter(status=State.RUNNING, lease_until__lt=timezone.now())

    def recover(self) -> int:
        """running → queued where the worker has vanished; → failed where that happened too often."""
        lost = self.expired().filter(losses__gte=MOST_LOSSES - 1)
        lost.update(
            status=State.FAILED,
            finished=timezone.now(),
            failure="worker_lost",
            token="",
            losses=F("losses") + 1,
        )
        return self.expired().update(losses=F("losses") + 1, **WAITING_AGAIN)

    def close_overdue(self) -> int:
        """running → failed where a run renews its lease but never comes to an end."""
        longest = timedelta(seconds=settings.ANIMATION_TIME_LIMIT + 60)
        overdue = self.filter(status=State.RUNNING, started__lt=timezone.now() - longest)
        return overdue.update(status=State.FAILED, finished=timezone.now(), failure="too_slow", token="")

    def cancel(self) -> int:
        """queued or running → cancelled."""
        return self.active().update(status=State.CANCELLED, finished=timezone.now(), token="")

    def retry(self) -> int:
        """failed or cancelled → queued, with a clean record."""
        return self.filter(status__in=(State.FAILED, State.CANCELLED)).update(
            status=State.QUEUED, failures=0, losses=0, failure="", not_before=None, sent_at=None,
            finished=None, progress=0, stage="", task_id="", created=timezone.now(),
        )  # fmt: skip


def lease() -> timedelta:
    return timedelta(seconds=settings.ANIMATION_LEASE_SECONDS)


def clip_path(animation: Animation, filename: str) -> str:
    """The name holds the token of the run that made it, so that no two runs write one file."""
    return f"living/{filename}"


class Animation(models.Model):
    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    photo = models.ForeignKey(Media, on_delete=models.CASCADE, related_name="animations")
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created = models.DateTimeField(_("asked"), default=timezone.now)

    # what was asked
    faces = models.CharField(max_length=8, default="largest")  # "largest", "all", or a face's index
    gesture = models.CharField(max_length=12, choices=Gesture.choices, default=Gesture.SMILE)
    strength = models.CharField(max_length=12, choices=Strength.choices, default=Strength.CLEARLY)
    size = models.PositiveSmallIntegerField(default=720)  # long side in pixels
    seconds = models.PositiveSmallIntegerField(default=5)
    take = models.PositiveIntegerField(default=1)

    # the job
    status = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED, db_index=True)
    stage = models.CharField(max_length=16, blank=True)
    progress = models.PositiveSmallIntegerField(default=0)  # per cent
    token = models.CharField(max_length=32, blank=True)
    task_id = models.CharField(max_length=64, blank=True, db_index=True)
    lease_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    not_before = models.DateTimeField(null=True)
    attempt = models.PositiveIntegerField(default=0)
    failures = models.PositiveSmallIntegerField(default=0)
    losses = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=32, blank=True)
    started = models.DateTimeField(null=True)
    finished = models.DateTimeField(null=True)

    # the clip
    clip = models.FileField(upload_to=clip_path, max_length=120, blank=True)
    poster = models.FileField(upload_to=clip_path, max_length=120, blank=True)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    bytes = models.PositiveBigIntegerField(null=True)
    mode = models.CharField(max_length=12, blank=True)
    chosen = models.BooleanField(_("shown on the page"), default=False)

    objects = AnimationQuerySet.as_manager()

    class Meta:
        verbose_name = _("living photograph")
        verbose_name_plural = _("living photographs")
        ordering = ["-created", "-pk"]
        indexes = [models.Index(fields=["status", "created"])]
        constraints = [
            models.UniqueConstraint(
                fields=["photo", "faces", "gesture", "strength", "size", "seconds", "take"],
                condition=Q(status__in=["queued", "running"]),
                name="one_job_for_one_request",
            ),
            models.UniqueConstraint(fields=["photo"], condition=Q(chosen=True), name="one_clip_on_show"),
            models.CheckConstraint(
                condition=Q(status__in=["queued", "running", "ready", "failed", "cancelled"]),
                name="animation_status_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} · {self.status}"

    @property
    def is_active(self) -> bool:
        return self.status in ACTIVE

    @property
    def clip_url(self) -> str:
        return reverse("memorials:file", args=["living", self.code, "clip"])

    @property
    def poster_url(self) -> str:
        return reverse("memorials:file", args=["living", self.code, "poster"])
