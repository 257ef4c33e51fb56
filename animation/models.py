"""Living photographs: the request, the job and the clip in one row. How it moves: docs/jobs.md."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from memorials.codes import new_code
from memorials.jobs.model import Job, JobQuerySet, State
from memorials.models import Consent, Media, Membership
from memorials.permissions import Word, roles_with

if TYPE_CHECKING:
    from memorials.viewer import Viewer


class Strength(models.TextChoices):
    BARELY = "barely", _("barely")
    GENTLY = "gently", _("gently")
    CLEARLY = "clearly", _("clearly")


class Gesture(models.TextChoices):
    """The scripts of animation/engine/gestures, in the order in which they are offered."""

    SMILE = "smile", _("a gentle smile")
    LOOK = "look", _("a look around")
    BLINK = "blink", _("a blink and a breath")
    NOD = "nod", _("a nod")
    UP = "up", _("a look up")


class AnimationQuerySet(JobQuerySet["Animation"]):
    """Who sees which clip."""

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


def clip_path(animation: Animation, filename: str) -> str:
    """The name holds the token of the run that made it, so that no two runs write one file."""
    return f"living/{filename}"


class Animation(Job):
    TASK, QUEUE = "animation.tasks.animate", "animation"

    code = models.CharField(_("code"), max_length=16, unique=True, default=new_code, editable=False)
    photo = models.ForeignKey(
        Media, verbose_name=_("photograph"), on_delete=models.CASCADE, related_name="animations"
    )
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who asked"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    # what was asked
    faces = models.CharField(max_length=8, default="largest")  # "largest", "all", or a face's index
    gesture = models.CharField(_("movement"), max_length=12, choices=Gesture.choices, default=Gesture.SMILE)
    strength = models.CharField(
        _("strength"), max_length=12, choices=Strength.choices, default=Strength.CLEARLY
    )
    size = models.PositiveSmallIntegerField(default=720)  # long side in pixels
    seconds = models.PositiveSmallIntegerField(default=5)
    take = models.PositiveIntegerField(_("take"), default=1)

    # the clip
    clip = models.FileField(upload_to=clip_path, max_length=120, blank=True)
    poster = models.FileField(upload_to=clip_path, max_length=120, blank=True)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    bytes = models.PositiveBigIntegerField(null=True)
    mode = models.CharField(max_length=12, blank=True)
    chosen = models.BooleanField(_("shown on the page"), default=False)

    # mypy takes the manager of an abstract model for a variable of its class.
    objects = AnimationQuerySet.as_manager()  # type: ignore[misc]

    class Meta(Job.Meta):
        verbose_name = _("living photograph")
        verbose_name_plural = _("living photographs")
        ordering = ["-created", "-pk"]
        constraints = [
            *Job.Meta.constraints,
            models.UniqueConstraint(
                fields=["photo", "faces", "gesture", "strength", "size", "seconds", "take"],
                condition=Q(status__in=["queued", "running"]),
                name="one_job_for_one_request",
            ),
            models.UniqueConstraint(fields=["photo"], condition=Q(chosen=True), name="one_clip_on_show"),
        ]

    def __str__(self) -> str:
        return f"{self.code} · {self.status}"

    @classmethod
    def lease_seconds(cls) -> float:
        return float(settings.ANIMATION_LEASE_SECONDS)

    @classmethod
    def time_limit(cls) -> float:
        return float(settings.ANIMATION_TIME_LIMIT)

    @property
    def clip_url(self) -> str:
        return reverse("memorials:file", args=["living", self.code, "clip"])

    @property
    def poster_url(self) -> str:
        return reverse("memorials:file", args=["living", self.code, "poster"])
