"""What of a memorial its archive may quote beside the memories: the keeper says so."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from memorials.models import Memorial


class Archive(models.Model):
    """A memorial without a row has the defaults: the story is the family's own text, a tribute is a letter
    that a visitor left for another purpose."""

    memorial = models.OneToOneField(Memorial, on_delete=models.CASCADE, related_name="archive")
    story_too = models.BooleanField(_("also from the story of the life"), default=True)
    tributes_too = models.BooleanField(_("also from the words that visitors left"), default=False)

    class Meta:
        verbose_name = _("archive")
        verbose_name_plural = _("archives")

    def __str__(self) -> str:
        return str(self.memorial)

    @classmethod
    def of(cls, memorial: Memorial) -> Archive:
        """The kept row, or an unsaved one with the defaults."""
        return cls.objects.filter(memorial=memorial).first() or cls(memorial=memorial)
