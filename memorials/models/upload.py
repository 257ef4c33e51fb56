"""A file on its way in: what has arrived of it lies in parts, until the last one makes it whole."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from memorials.codes import new_code
from memorials.models.memorial import Memorial

if TYPE_CHECKING:
    from memorials.models.media import Media
    from memorials.viewer import Viewer

#: How long a joining may take before another one may try: so many seconds, and so many bytes a second.
JOINING_SECONDS, JOINED_A_SECOND = 60, 8 * 2**20


def part_path() -> str:
    """Where one part is stored: random, flat, so that nothing but the parts themselves has to be removed."""
    return f"uploads/{new_code()}{new_code()}"


def expiry() -> datetime:
    """When an upload goes that moved just now, and never moves again."""
    return timezone.now() + timedelta(hours=settings.UPLOAD_KEPT_HOURS)


class UploadQuerySet(models.QuerySet["Upload"]):
    def visible_to(self, viewer: Viewer) -> UploadQuerySet:
        """One's own and nobody else's, in a memorial that one still sees, until it expires."""
        if not viewer.user:
            return self.none()
        seen = self.filter(owner=viewer.user, memorial__in=Memorial.objects.visible_to(viewer))
        return seen.filter(expires_at__gt=timezone.now())

    def unfinished(self) -> UploadQuerySet:
        """Those that still take up room of their own."""
        return self.filter(media=None, refused="", expires_at__gt=timezone.now())

    def left_whole(self) -> UploadQuerySet:
        """All of it has come, and nobody is making anything of it."""
        idle = Q(joining_until=None) | Q(joining_until__lt=timezone.now())
        return self.unfinished().filter(idle, offset=F("length"))

    def expired(self) -> UploadQuerySet:
        return self.filter(expires_at__lte=timezone.now())

    def advance(self, upload: Upload, *, size: int, part: str) -> bool:
        """So many more bytes, in that part. False where the upload has moved since it was read."""
        here = self.filter(pk=upload.pk, offset=upload.offset, media=None, refused="")
        offset, parts = upload.offset + size, [*upload.parts, part]
        return bool(here.update(offset=offset, parts=parts, expires_at=expiry()))

    def claim(self, upload: Upload) -> bool:
        """To one at a time, and for as long as a joining of this size may take."""
        seconds = JOINING_SECONDS + upload.length // JOINED_A_SECOND
        until = timezone.now() + timedelta(seconds=seconds)
        return bool(self.left_whole().filter(pk=upload.pk).update(joining_until=until))

    def release(self, upload: Upload) -> None:
        self.filter(pk=upload.pk).update(joining_until=None)

    def finish(self, upload: Upload, media: Media) -> bool:
        """It has become this one, once and for all. False where it has become one already."""
        return bool(self.unfinished().filter(pk=upload.pk).update(media=media, parts=[]))

    def refuse(self, upload: Upload, *, code: str, sentence: str) -> None:
        """Nothing becomes of it; the reason stays, for whoever did not get the answer."""
        self.filter(pk=upload.pk, media=None).update(refused=code, told=sentence, parts=[])


class Upload(models.Model):
    code = models.CharField(_("code"), max_length=16, unique=True, default=new_code, editable=False)
    memorial = models.ForeignKey(
        Memorial, verbose_name=_("memorial"), on_delete=models.CASCADE, related_name="uploads"
    )
    owner = models.ForeignKey(
        "memorials.User", verbose_name=_("who brings it"), on_delete=models.CASCADE, related_name="+"
    )
    name = models.CharField(_("file name"), max_length=120)
    length = models.PositiveBigIntegerField(_("size in bytes"))
    offset = models.PositiveBigIntegerField(_("bytes that have come"), default=0)
    parts = models.JSONField(default=list)  # names in the storage, in their order
    words = models.JSONField(default=dict)  # what was told of it, as its form took it
    told_as = models.TextField(blank=True)  # Upload-Metadata, as it came
    created = models.DateTimeField(_("created"), auto_now_add=True)
    expires_at = models.DateTimeField(_("kept until"), default=expiry, db_index=True)
    joining_until = models.DateTimeField(_("being joined until"), null=True)
    # what became of it
    media = models.ForeignKey(
        "memorials.Media",
        verbose_name=_("what it became"),
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    refused = models.CharField(_("why it was refused"), max_length=40, blank=True)
    told = models.CharField(max_length=400, blank=True)  # the sentence, in the language of whoever brought it

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("file on its way")
        verbose_name_plural = _("files on their way")
        ordering = ["created", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(offset__lte=F("length")), name="upload_within_its_length")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_whole(self) -> bool:
        return self.offset == self.length
