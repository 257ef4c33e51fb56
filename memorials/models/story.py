"""The story of a life as its keepers tell it: chapters to read, and events on the line of time."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from memorials import dates
from memorials.codes import new_code
from memorials.models.derived import BoundField, DateKeyField, FoldedField
from memorials.models.memorial import Memorial

if TYPE_CHECKING:
    from memorials.viewer import Viewer


Part = TypeVar("Part", bound=models.Model, covariant=True)


class PartOfMemorialQuerySet(models.QuerySet[Part]):
    """Rows that are seen by whoever sees their memorial."""

    def visible_to(self, viewer: Viewer) -> PartOfMemorialQuerySet[Part]:
        return self.filter(memorial__in=Memorial.objects.visible_to(viewer))


class Chapter(models.Model):
    stands = True  # an editor's words wait for nobody

    code = models.CharField(_("code"), max_length=16, unique=True, default=new_code, editable=False)
    memorial = models.ForeignKey(
        Memorial, verbose_name=_("memorial"), on_delete=models.CASCADE, related_name="chapters"
    )
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"), max_length=60_000, help_text=_("Markdown"))
    position = models.PositiveSmallIntegerField(_("place in the story"), default=0)
    created = models.DateTimeField(_("created"), auto_now_add=True)
    changed = models.DateTimeField(_("changed"), auto_now=True)
    search_text = FoldedField("title", "text")

    objects = PartOfMemorialQuerySet["Chapter"].as_manager()

    class Meta:
        verbose_name = _("chapter")
        verbose_name_plural = _("chapters")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title


class LifeEvent(models.Model):
    """A point or a stretch of the timeline: school, a wedding, a move, the front."""

    code = models.CharField(_("code"), max_length=16, unique=True, default=new_code, editable=False)
    memorial = models.ForeignKey(
        Memorial, verbose_name=_("memorial"), on_delete=models.CASCADE, related_name="life_events"
    )
    title = models.CharField(_("what happened"), max_length=200)
    place = models.CharField(_("where"), max_length=200, blank=True)
    happened = models.CharField(_("when"), max_length=dates.LONGEST, validators=[dates.validate])
    happened_earliest = BoundField("happened", end="earliest")
    happened_latest = BoundField("happened", end="latest")
    happened_key = DateKeyField("happened")
    created = models.DateTimeField(_("created"), auto_now_add=True)

    objects = PartOfMemorialQuerySet["LifeEvent"].as_manager()

    class Meta:
        verbose_name = _("event of a life")
        verbose_name_plural = _("events of a life")
        ordering = ["happened_key", "pk"]

    def __str__(self) -> str:
        return self.title
