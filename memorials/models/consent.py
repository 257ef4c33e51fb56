from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from memorials.models.memorial import Memorial


class ConsentQuerySet(models.QuerySet["Consent"]):
    def in_force(self) -> ConsentQuerySet:
        return self.filter(withdrawn_at=None)


class Consent(models.Model):
    """Somebody with the right said that the family agrees. Kept with name and date, also once withdrawn."""

    class Kind(models.TextChoices):
        ANIMATION = "animation", _("bringing photographs to life")
        CHAT = "chat", _("asking the archive")

    memorial = models.ForeignKey(Memorial, on_delete=models.CASCADE, related_name="consents")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    given_by = models.ForeignKey("memorials.User", null=True, on_delete=models.SET_NULL, related_name="+")
    given_name = models.CharField(max_length=200)
    given_at = models.DateTimeField(auto_now_add=True)
    withdrawn_by = models.ForeignKey("memorials.User", null=True, on_delete=models.SET_NULL, related_name="+")
    withdrawn_name = models.CharField(max_length=200, blank=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-given_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["memorial", "kind"], condition=Q(withdrawn_at=None), name="one_consent_in_force"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} · {self.given_at:%Y-%m-%d}"
