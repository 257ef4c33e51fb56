from __future__ import annotations

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from memorials.codes import new_code
from memorials.models.memorial import Memorial


class ConsentQuerySet(models.QuerySet["Consent"]):
    def standing(self) -> ConsentQuerySet:
        """Given and not withdrawn."""
        return self.filter(withdrawn_at=None)

    def in_force(self) -> ConsentQuerySet:
        """Standing, and no relative's objection waits for the keeper's answer."""
        objections = Objection.objects.open().filter(memorial=OuterRef("memorial"), kind=OuterRef("kind"))
        return self.standing().exclude(Exists(objections))


class Feature(models.TextChoices):
    """What a machine does with a memorial, and needs the family's consent for."""

    ANIMATION = "animation", _("bringing photographs to life")
    CHAT = "chat", _("asking the archive")


class Consent(models.Model):
    """Somebody with the right said that the family agrees. Kept with name and date, also once withdrawn."""

    Kind = Feature

    memorial = models.ForeignKey(
        Memorial, verbose_name=_("memorial"), on_delete=models.CASCADE, related_name="consents"
    )
    kind = models.CharField(_("to what"), max_length=12, choices=Kind.choices)
    given_by = models.ForeignKey(
        "memorials.User",
        verbose_name=_("account of whoever gave it"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    given_name = models.CharField(_("who gave it"), max_length=200, blank=True)
    given_at = models.DateTimeField(_("given on"), auto_now_add=True)
    withdrawn_by = models.ForeignKey(
        "memorials.User",
        verbose_name=_("account of whoever withdrew it"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    withdrawn_name = models.CharField(_("who withdrew it"), max_length=200, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn on"), null=True)

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


class ObjectionQuerySet(models.QuerySet["Objection"]):
    def open(self) -> ObjectionQuerySet:
        return self.filter(answered_at=None)


class Objection(models.Model):
    """A close relative does not want it. The feature is off from that moment until the keeper answers."""

    class Answer(models.TextChoices):
        UPHELD = "upheld", _("the consent is withdrawn")
        SETTLED = "settled", _("the family has agreed after all")

    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    memorial = models.ForeignKey(
        Memorial, verbose_name=_("memorial"), on_delete=models.CASCADE, related_name="objections"
    )
    kind = models.CharField(_("against what"), max_length=12, choices=Feature.choices)
    made_by = models.ForeignKey(
        "memorials.User",
        verbose_name=_("account of whoever objects"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    name = models.CharField(_("Your name"), max_length=200)
    relation = models.CharField(_("who you are to this person"), max_length=120)
    words = models.TextField(_("what you want to say"), max_length=2000, blank=True)
    email = models.EmailField(_("where we can answer"), blank=True)
    made_at = models.DateTimeField(_("objected on"), auto_now_add=True)
    answer = models.CharField(_("answer"), max_length=10, choices=Answer.choices, blank=True)
    answered_by = models.ForeignKey(
        "memorials.User",
        verbose_name=_("account of whoever answered"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    answered_by_name = models.CharField(_("who answered"), max_length=200, blank=True)
    answered_at = models.DateTimeField(_("answered on"), null=True)
    answer_note = models.TextField(_("what was agreed"), max_length=1000, blank=True, default="")

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["memorial", "kind"], condition=Q(answered_at=None), name="one_open_objection"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} · {self.made_at:%Y-%m-%d}"
