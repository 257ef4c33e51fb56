"""What moderators and keepers work with: reports, and the history of their decisions."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from memorials.codes import new_code
from memorials.models.media import Media
from memorials.models.memorial import Memorial
from memorials.models.memory import Memory
from memorials.models.status import Status
from memorials.models.tribute import Tribute

#: What can wait for approval, be reported and be decided on: the column of a row that names the item.
ITEMS: dict[str, type[models.Model]] = {"memory": Memory, "tribute": Tribute, "media": Media}
Item = Memory | Tribute | Media


def _at_most_one_item() -> Q:
    """No two of the item's columns are filled."""
    pairs = [(one, other) for one in ITEMS for other in ITEMS if one < other]
    return Q(*(~(Q(**{f"{one}__isnull": False}) & Q(**{f"{other}__isnull": False})) for one, other in pairs))


class AboutItem(models.Model):
    """A row about one memory, tribute or photograph, or about the memorial itself."""

    memorial = models.ForeignKey(Memorial, on_delete=models.CASCADE, related_name="+")
    memory = models.ForeignKey(
        Memory, null=True, blank=True, on_delete=models.CASCADE, related_name="%(class)ss"
    )
    tribute = models.ForeignKey(
        Tribute, null=True, blank=True, on_delete=models.CASCADE, related_name="%(class)ss"
    )
    media = models.ForeignKey(
        Media, null=True, blank=True, on_delete=models.CASCADE, related_name="%(class)ss"
    )

    class Meta:
        abstract = True

    @property
    def item(self) -> Item | Memorial:
        return self.memory or self.tribute or self.media or self.memorial


class ReportQuerySet(models.QuerySet["Report"]):
    def open(self) -> ReportQuerySet:
        return self.filter(closed_at=None)


class Report(AboutItem):
    """Somebody says that something is not right. With or without an account."""

    class Reason(models.TextChoices):
        UNTRUE = "untrue", _("it is not true")
        HURTFUL = "hurtful", _("it hurts the memory of the person, or the living")
        PRIVATE = "private", _("it shows what should stay private")
        RIGHTS = "rights", _("the photograph or the text is somebody else's")
        OTHER = "other", _("something else")

    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    reason = models.CharField(_("what is wrong"), max_length=12, choices=Reason.choices)
    words = models.TextField(_("in your words"), max_length=2000, blank=True)
    reporter = models.ForeignKey(
        "memorials.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    email = models.EmailField(_("where we can answer"), blank=True)
    created = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        "memorials.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["created", "pk"]
        constraints = [models.CheckConstraint(condition=_at_most_one_item(), name="report_about_one_item")]

    def __str__(self) -> str:
        return f"{self.code} · {self.reason}"


class Decision(AboutItem):
    """Who changed the status of an item, from what to what, and why. Never edited, only undone."""

    was = models.CharField(max_length=8, choices=Status.choices)
    became = models.CharField(max_length=8, choices=Status.choices)
    reason = models.CharField(_("reason"), max_length=32, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    made_by = models.ForeignKey("memorials.User", null=True, on_delete=models.SET_NULL, related_name="+")
    made_by_name = models.CharField(max_length=200)
    made_at = models.DateTimeField(auto_now_add=True)
    undoes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="undone_by"
    )

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-made_at", "-pk"]
        constraints = [models.CheckConstraint(condition=_at_most_one_item(), name="decision_about_one_item")]

    def __str__(self) -> str:
        return f"{self.was} → {self.became}"


class BlockedWord(models.Model):
    """A word that makes a tribute or memory wait for a moderator, whoever wrote it."""

    word = models.CharField(_("word"), max_length=80, unique=True)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("blocked word")
        verbose_name_plural = _("blocked words")
        ordering = ["word"]

    def __str__(self) -> str:
        return self.word
