"""Living photographs: the request, the job and the clip in one row. How it moves: docs/jobs.md."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from animation.engine import FACES_EDITION
from memorials.codes import new_code
from memorials.jobs.model import ASKED_ANEW, Job, JobQuerySet, State
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


#: How a row and a wish name whose face moves: the largest, all, or an index.
FACES = r"^(largest|all|0|[1-9][0-9]?)\Z"


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


class WorkshopJob(Job):
    """What the workers of the animation queue do, under the limits of that queue."""

    class Meta(Job.Meta):
        abstract = True

    @classmethod
    def lease_seconds(cls) -> float:
        return float(settings.ANIMATION_LEASE_SECONDS)

    @classmethod
    def time_limit(cls) -> float:
        return float(settings.ANIMATION_TIME_LIMIT)


class Animation(WorkshopJob):
    TASK, QUEUE = "animation.tasks.animate", "animation"
    PRIORITY = 6  # somebody sits before the page while faces are looked for; a clip may be left alone

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

    @property
    def clip_url(self) -> str:
        return reverse("memorials:file", args=["living", self.code, "clip"])

    @property
    def poster_url(self) -> str:
        return reverse("memorials:file", args=["living", self.code, "poster"])


#: Codes of a search that say something of the photograph itself, so that no other try would end otherwise.
PHOTOGRAPH_FAULTS = frozenset({"not_a_picture", "broken_picture", "too_large"})


def engine_in_use() -> str:
    """As the settings name it: the site must not load the engine to ask for its name."""
    return str(settings.ANIMATION_ENGINE)


class FoundFacesQuerySet(JobQuerySet["FoundFaces"]):
    def look_again(self) -> int:
        """ready, failed or cancelled → queued, for the engine in use now."""
        ended = self.filter(status__in=(State.READY, State.FAILED, State.CANCELLED))
        return ended.update(**ASKED_ANEW, created=timezone.now(), **_told_by())


def faces_edition() -> int:
    """A default that may be raised without a migration."""
    return FACES_EDITION


def _told_by() -> dict[str, Any]:
    return {"engine": engine_in_use(), "version": FACES_EDITION}


class FoundFaces(WorkshopJob):
    """The faces on a photograph, and what limits each: looked for by the workshop before a clip is asked for.

    Derived: it goes with the photograph, is in no export, and is found again where it is missing.
    """

    TASK, QUEUE = "animation.tasks.find_faces", "animation"
    #: A search that failed by a fault which was not the photograph's is tried again when somebody looks.
    AGAIN_AFTER = timedelta(minutes=10)

    photo = models.OneToOneField(
        Media, verbose_name=_("photograph"), on_delete=models.CASCADE, related_name="found_faces"
    )
    engine = models.CharField(_("engine"), max_length=200, default=engine_in_use)
    version = models.PositiveSmallIntegerField(_("version"), default=faces_edition)
    width = models.PositiveIntegerField(_("width"), null=True)
    height = models.PositiveIntegerField(_("height"), null=True)
    faces = models.JSONField(_("faces"), default=list)  # of Face as the engine's report tells them

    objects = FoundFacesQuerySet.as_manager()  # type: ignore[misc]

    class Meta(Job.Meta):
        verbose_name = _("search for faces")
        verbose_name_plural = _("searches for faces")
        ordering = ["-created", "-pk"]

    def __str__(self) -> str:
        return f"{self.photo_id} · {self.status}"

    @property
    def is_answered(self) -> bool:
        """By the engine in use: here are the faces, or the photograph cannot be read."""
        told = self.status == State.READY or (
            self.status == State.FAILED and self.failure in PHOTOGRAPH_FAULTS
        )
        return told and (self.engine, self.version) == (engine_in_use(), FACES_EDITION)

    @property
    def is_due_again(self) -> bool:
        """It has ended, and its answer is another engine's, or none."""
        if self.is_active or self.is_answered:
            return False
        broke_off = self.status == State.FAILED and self.failure not in PHOTOGRAPH_FAULTS
        return not (broke_off and self.finished and self.finished > timezone.now() - self.AGAIN_AFTER)
