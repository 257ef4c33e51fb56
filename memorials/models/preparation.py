from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from memorials.jobs.model import Job
from memorials.models.media import Media


class Preparation(Job):
    """Further copies of something that was brought, made by a worker in its own time.

    What can be shown at once is there before it; the pages show the best that there is.
    """

    TASK, QUEUE = "memorials.tasks.prepare", "media"

    media = models.OneToOneField(
        Media, verbose_name=_("photograph"), on_delete=models.CASCADE, related_name="preparation"
    )

    class Meta(Job.Meta):
        verbose_name = _("preparation for showing")
        verbose_name_plural = _("preparations for showing")
        ordering = ["-created", "-pk"]

    def __str__(self) -> str:
        return f"{self.media_id} · {self.status}"

    @classmethod
    def lease_seconds(cls) -> float:
        return float(settings.PREPARATION_LEASE_SECONDS)

    @classmethod
    def time_limit(cls) -> float:
        return float(settings.PREPARATION_TIME_LIMIT)
