from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from memorials import dates
from memorials.codes import new_code
from memorials.models.derived import DateKeyField, FoldedField
from memorials.models.memorial import Memorial
from memorials.models.moderated import ModeratedQuerySet
from memorials.models.status import Status, shown_to

if TYPE_CHECKING:
    from memorials.viewer import Viewer


def original_path(media: Media, filename: str) -> str:
    """Random: neither the person's file name nor a number that could be counted."""
    return f"originals/{new_code()}{new_code()}"


def rendition_path(rendition: Rendition, filename: str) -> str:
    return f"renditions/{new_code()}{new_code()}{PurePosixPath(filename).suffix}"


class MediaQuerySet(ModeratedQuerySet["Media"]):
    def visible_to(self, viewer: Viewer) -> MediaQuerySet:
        return self.filter(
            shown_to(viewer, owner="added_by"), memorial__in=Memorial.objects.visible_to(viewer)
        )

    def written_by(self, viewer: Viewer) -> MediaQuerySet:
        """One's own, on whatever memorial that stands."""
        own = self.filter(added_by=viewer.user, memorial__deleted_at=None)
        return own if viewer.user else self.none()


class Media(models.Model):
    """A photograph: the untouched original, and what is known of it."""

    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    memorial = models.ForeignKey(Memorial, on_delete=models.CASCADE, related_name="media")
    added_by = models.ForeignKey("memorials.User", null=True, blank=True, on_delete=models.SET_NULL)
    original = models.FileField(upload_to=original_path, max_length=120, editable=False)
    original_name = models.CharField(_("file name"), max_length=120, editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, editable=False, db_index=True)
    size = models.PositiveBigIntegerField(_("size in bytes"), editable=False)
    content_type = models.CharField(max_length=40, editable=False)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    caption = models.CharField(_("what is seen"), max_length=300, blank=True)
    credit = models.CharField(_("who took it, or whose it is"), max_length=200, blank=True)
    taken = models.CharField(
        _("when it was taken"), max_length=dates.LONGEST, blank=True, validators=[dates.validate]
    )
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.PENDING)
    created = models.DateTimeField(auto_now_add=True)
    taken_key = DateKeyField("taken")
    search_text = FoldedField("caption", "credit")

    objects = MediaQuerySet.as_manager()

    class Meta:
        verbose_name = _("photograph")
        verbose_name_plural = _("photographs")
        ordering = ["created", "pk"]
        indexes = [models.Index(fields=["memorial", "status"])]

    def __str__(self) -> str:
        return self.caption or self.original_name

    def get_absolute_url(self) -> str:
        return reverse("memorials:photo", args=[self.memorial.code, self.code])

    def rendition(self, name: str) -> Rendition | None:
        """The shown copy of that name, from the prefetched ones where they are."""
        return next((shown for shown in self.renditions.all() if shown.name == name), None)

    @property
    def alt(self) -> str:
        return self.caption or str(_("Photograph"))


class Rendition(models.Model):
    """A copy for showing: upright, sRGB, without metadata."""

    class Name(models.TextChoices):
        THUMB = "thumb", "thumb"  # long side 640 px
        VIEW = "view", "view"  # long side 1600 px

    media = models.ForeignKey(Media, on_delete=models.CASCADE, related_name="renditions")
    name = models.CharField(max_length=8, choices=Name.choices)
    file = models.FileField(upload_to=rendition_path, max_length=120)
    content_type = models.CharField(max_length=40)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["media", "name"], name="one_rendition_of_a_name")]

    def __str__(self) -> str:
        return f"{self.name} {self.width}×{self.height}"

    @property
    def url(self) -> str:
        return reverse("memorials:file", args=["photo", self.media.code, self.name])
