from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from memorials import dates
from memorials.codes import new_code
from memorials.jobs.model import State
from memorials.models.derived import DateKeyField, FoldedField, holds
from memorials.models.memorial import Memorial
from memorials.models.moderated import Moderated, ModeratedQuerySet
from memorials.models.status import Status, shown_to
from memorials.models.story import PartOfMemorialQuerySet

if TYPE_CHECKING:
    from memorials.viewer import Viewer


#: Long side in pixels of the copy that is made while the person waits.
VIEW_SIDE = 1600


def original_path(media: Media, filename: str) -> str:
    """Random: neither the person's file name nor a number that could be counted."""
    return f"originals/{new_code()}{new_code()}"


def rendition_path(rendition: Rendition, filename: str) -> str:
    return f"renditions/{new_code()}{new_code()}{PurePosixPath(filename).suffix}"


class Album(models.Model):
    """A time of a life under a name of the family's own: «До войны», «Лето у бабушки»."""

    code = models.CharField(_("code"), max_length=16, unique=True, default=new_code, editable=False)
    memorial = models.ForeignKey(
        Memorial, verbose_name=_("memorial"), on_delete=models.CASCADE, related_name="albums"
    )
    title = models.CharField(_("title"), max_length=120)
    period = models.CharField(
        _("which years"), max_length=dates.LONGEST, blank=True, validators=[dates.validate]
    )
    period_key = DateKeyField("period")

    objects = PartOfMemorialQuerySet["Album"].as_manager()

    class Meta:
        verbose_name = _("album")
        verbose_name_plural = _("albums")
        ordering = ["period_key", "pk"]

    def __str__(self) -> str:
        return self.title


class MediaQuerySet(ModeratedQuerySet["Media"]):
    def visible_to(self, viewer: Viewer) -> MediaQuerySet:
        return self.filter(
            shown_to(viewer, owner="added_by"), memorial__in=Memorial.objects.visible_to(viewer)
        )

    def more_to_make(self) -> MediaQuerySet:
        """Of which more copies can be made than could be while the person waited."""
        larger = Q(width__gt=VIEW_SIDE) | Q(height__gt=VIEW_SIDE)
        played = Q(kind__in=(Media.Kind.VIDEO, Media.Kind.AUDIO))
        return self.filter(played | Q(larger, kind=Media.Kind.PHOTO))

    def photos(self) -> MediaQuerySet:
        return self.filter(kind=Media.Kind.PHOTO)

    def pictures(self) -> MediaQuerySet:
        """What is looked at, in the gallery: photographs and films."""
        return self.filter(kind__in=(Media.Kind.PHOTO, Media.Kind.VIDEO))

    def voices(self) -> MediaQuerySet:
        return self.filter(kind=Media.Kind.AUDIO)

    def papers(self) -> MediaQuerySet:
        return self.filter(kind=Media.Kind.DOCUMENT)

    def attachable(self) -> MediaQuerySet:
        """Those that may stand beside a memory: neither declined nor hidden."""
        return self.filter(status__in=(Status.APPROVED, Status.PENDING))

    def arranged(self) -> MediaQuerySet:
        """As their keepers have put them; what was not put anywhere follows by date, without one last."""
        unplaced = models.Case(models.When(position=0, then=1), default=0)
        undated = models.Case(models.When(taken_key="", then=1), default=0)
        return self.order_by(unplaced, "position", undated, "taken_key", "created", "pk")

    def matching(self, text: str) -> MediaQuerySet:
        """Every word of the text stands in what the family says of it, or in what is said in it."""
        return self.filter(holds(text))

    def written_by(self, viewer: Viewer) -> MediaQuerySet:
        """One's own, on whatever memorial that stands."""
        own = self.filter(added_by=viewer.user, memorial__deleted_at=None)
        return own if viewer.user else self.none()


class Media(Moderated):
    """Something that was brought: the untouched original, and what is known of it."""

    class Kind(models.TextChoices):
        PHOTO = "photo", _("photograph")
        VIDEO = "video", _("film")
        AUDIO = "audio", _("recording")
        DOCUMENT = "document", _("paper")

    code = models.CharField(_("code"), max_length=16, unique=True, default=new_code, editable=False)
    memorial = models.ForeignKey(
        Memorial, verbose_name=_("memorial"), on_delete=models.CASCADE, related_name="media"
    )
    added_by = models.ForeignKey(
        "memorials.User", verbose_name=_("who added it"), null=True, blank=True, on_delete=models.SET_NULL
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.PHOTO, editable=False)

    # the file
    original = models.FileField(upload_to=original_path, max_length=120, editable=False)
    original_name = models.CharField(_("file name"), max_length=120, editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, editable=False, db_index=True)
    size = models.PositiveBigIntegerField(_("size in bytes"), editable=False)
    content_type = models.CharField(max_length=40, editable=False)
    width = models.PositiveIntegerField(null=True, editable=False)  # upright pixels
    height = models.PositiveIntegerField(null=True, editable=False)
    seconds = models.FloatField(null=True, editable=False)  # the length of films and recordings
    waveform = models.JSONField(default=list, blank=True, editable=False)  # loudness, 0 to 100
    camera = models.CharField(_("camera"), max_length=120, blank=True, editable=False)
    shot = models.CharField(max_length=19, blank=True, editable=False)  # what its clock said, ISO 8601

    # what the family says of it
    caption = models.CharField(_("what is seen"), max_length=300, blank=True)
    credit = models.CharField(_("who took it, or whose it is"), max_length=200, blank=True)
    people = models.CharField(_("who is in it"), max_length=500, blank=True)
    place = models.CharField(_("where it was"), max_length=200, blank=True)
    taken = models.CharField(
        _("when it was taken"), max_length=dates.LONGEST, blank=True, validators=[dates.validate]
    )
    transcript = models.TextField(_("what is said"), max_length=100_000, blank=True)
    album = models.ForeignKey(
        Album, verbose_name=_("album"), null=True, blank=True, on_delete=models.SET_NULL, related_name="media"
    )
    position = models.PositiveIntegerField(default=0, editable=False)  # within its album; 0: by its date
    created = models.DateTimeField(_("created"), auto_now_add=True)
    taken_key = DateKeyField("taken")
    search_text = FoldedField("caption", "credit", "people", "place", "transcript")

    objects = MediaQuerySet.as_manager()

    class Meta:
        verbose_name = _("photograph")
        verbose_name_plural = _("photographs")
        ordering = ["created", "pk"]
        indexes = [models.Index(fields=["memorial", "status"])]

    def __str__(self) -> str:
        return self.caption or self.original_name

    def get_absolute_url(self) -> str:
        return reverse("memorials:media", args=[self.memorial.code, self.code])

    def rendition(self, name: str) -> Rendition | None:
        """The shown copy of that name, from the prefetched ones where they are."""
        return next((shown for shown in self.renditions.all() if shown.name == name), None)

    def best(self, name: str) -> Rendition | None:
        """That copy, or else the next smaller of the same picture, or else the next larger."""
        if name not in PICTURES:
            return self.rendition(name)
        asked = PICTURES.index(name)
        order = [*PICTURES[asked:], *reversed(PICTURES[:asked])]
        return next((shown for each in order if (shown := self.rendition(each))), None)

    @property
    def played(self) -> Rendition | None:
        """The copy of a film or recording that browsers play; None until it is made."""
        return self.rendition(Rendition.Name.FILM) or self.rendition(Rendition.Name.SOUND)

    @property
    def is_awaited(self) -> bool:
        """It is to be played, and its copy for playing is still being made."""
        return self._wants_playing and not self.is_left_unmade

    @property
    def is_played(self) -> bool:
        """It is heard, and so something may be said in it."""
        return self.kind in (Media.Kind.VIDEO, Media.Kind.AUDIO)

    @property
    def is_left_unmade(self) -> bool:
        """It is to be played, and no worker could make a copy for playing."""
        preparation = getattr(self, "preparation", None)
        ended = preparation is not None and preparation.status in (State.FAILED, State.CANCELLED)
        return self._wants_playing and ended

    @property
    def _wants_playing(self) -> bool:
        return self.is_played and self.played is None

    @property
    def alt(self) -> str:
        return self.caption or str(self.get_kind_display()).capitalize()


class Rendition(models.Model):
    """A copy for showing: upright, sRGB, without metadata. Sound has no width and height."""

    class Name(models.TextChoices):
        THUMB = "thumb", "thumb"  # long side 640 px; of a film, its poster
        VIEW = "view", "view"  # long side 1600 px; of a film, its poster
        LARGE = "large", "large"  # long side 2560 px, where the original is larger than VIEW
        FILM = "film", "film"  # H.264 and AAC in MP4
        SOUND = "sound", "sound"  # AAC in MP4, or MP3

    media = models.ForeignKey(Media, on_delete=models.CASCADE, related_name="renditions")
    name = models.CharField(max_length=8, choices=Name.choices)
    file = models.FileField(upload_to=rendition_path, max_length=120)
    content_type = models.CharField(max_length=40)
    size = models.PositiveBigIntegerField(default=0)  # bytes; 0 of those made before it was counted
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["media", "name"], name="one_rendition_of_a_name")]

    def __str__(self) -> str:
        return f"{self.name} {self.width}×{self.height}"

    @property
    def url(self) -> str:
        return reverse("memorials:file", args=["media", self.media.code, self.name])


#: The copies that are pictures, the largest first.
PICTURES = (Rendition.Name.LARGE, Rendition.Name.VIEW, Rendition.Name.THUMB)
