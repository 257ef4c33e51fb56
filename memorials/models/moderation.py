"""What moderators and keepers work with: reports, and the history of their decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from memorials import reasons
from memorials.codes import new_code
from memorials.models.media import Media
from memorials.models.membership import Membership
from memorials.models.memorial import Memorial
from memorials.models.memory import Memory
from memorials.models.status import Status
from memorials.models.tribute import Tribute

if TYPE_CHECKING:
    from memorials.viewer import Viewer

#: What can wait for approval, be reported and be decided on: the column of a row that names the item.
ITEMS: dict[str, type[models.Model]] = {"memory": Memory, "tribute": Tribute, "media": Media}
Item = Memory | Tribute | Media


def kind_of(item: Item | Memorial) -> str:
    """The column under which a decision or report names the item; "" for the memorial itself."""
    return next((kind for kind, model in ITEMS.items() if isinstance(item, model)), "")


def _at_most_one_item() -> Q:
    """No two of the item's columns are filled."""
    pairs = [(one, other) for one in ITEMS for other in ITEMS if one < other]
    return Q(*(~(Q(**{f"{one}__isnull": False}) & Q(**{f"{other}__isnull": False})) for one, other in pairs))


class AboutItem(models.Model):
    """A row about one memory, tribute or photograph, or about the memorial itself."""

    memorial = models.ForeignKey(
        Memorial, verbose_name=_("memorial"), on_delete=models.CASCADE, related_name="+"
    )
    memory = models.ForeignKey(
        Memory,
        verbose_name=_("memory"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="%(class)ss",
    )
    tribute = models.ForeignKey(
        Tribute,
        verbose_name=_("tribute"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="%(class)ss",
    )
    media = models.ForeignKey(
        Media,
        verbose_name=_("photograph"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="%(class)ss",
    )

    class Meta:
        abstract = True

    @property
    def item(self) -> Item | Memorial:
        return self.memory or self.tribute or self.media or self.memorial


class ReportQuerySet(models.QuerySet["Report"]):
    def open(self) -> ReportQuerySet:
        return self.filter(closed_at=None)

    def by_members(self) -> ReportQuerySet:
        """Those of people who belong to the memorial now."""
        return self.filter(
            Exists(Membership.objects.filter(memorial=OuterRef("memorial"), user=OuterRef("reporter")))
        )

    def about_memorial(self) -> ReportQuerySet:
        """Those about the page as a whole."""
        return self.filter(**dict.fromkeys(ITEMS))

    def visible_to(self, viewer: Viewer) -> ReportQuerySet:
        """For those who decide on them. Of a closed memorial moderators see a member's open report on one
        item, and never one on the memorial itself."""
        decided = Q(memorial__in=Memorial.objects.overseen_by(viewer))
        if viewer.is_staff:
            single = Report.objects.open().by_members().exclude(**dict.fromkeys(ITEMS))
            decided |= Q(pk__in=single.values("pk"), memorial__deleted_at=None)
        return self.filter(decided)


class Report(AboutItem):
    """Somebody says that something is not right. With or without an account."""

    class Reason(models.TextChoices):
        UNTRUE = "untrue", _("it is not true")
        HURTFUL = "hurtful", _("it hurts the memory of the person, or the living")
        PRIVATE = "private", _("it shows what should stay private")
        RIGHTS = "rights", _("the photograph or the text is somebody else's")
        OTHER = "other", _("something else")

    code = models.CharField(_("code"), max_length=16, unique=True, default=new_code, editable=False)
    reason = models.CharField(_("what is wrong"), max_length=12, choices=Reason.choices)
    words = models.TextField(_("in your words"), max_length=2000, blank=True)
    reporter = models.ForeignKey(
        "memorials.User",
        verbose_name=_("who reported it"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    email = models.EmailField(_("where we can answer"), blank=True)
    created = models.DateTimeField(_("reported on"), auto_now_add=True)
    closed_at = models.DateTimeField(_("closed on"), null=True, blank=True)
    closed_by = models.ForeignKey(
        "memorials.User",
        verbose_name=_("closed by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    closed_with = models.ForeignKey(
        "memorials.Decision",
        verbose_name=_("decision"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="closed_reports",
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["created", "pk"]
        constraints = [models.CheckConstraint(condition=_at_most_one_item(), name="report_about_one_item")]

    def __str__(self) -> str:
        return f"{self.code} · {self.reason}"


class DecisionQuerySet(models.QuerySet["Decision"]):
    def visible_to(self, viewer: Viewer) -> DecisionQuerySet:
        """For those who decide. Moderators see of a closed memorial what they did on a member's report."""
        decided = Q(memorial__in=Memorial.objects.overseen_by(viewer))
        if viewer.is_staff:
            answered = Report.objects.by_members().filter(closed_with=OuterRef("pk"))
            decided |= Q(Exists(answered), made_by=viewer.user, memorial__deleted_at=None)
        return self.filter(decided)

    def behind(self, item: Item) -> Decision | None:
        """By which an item stands as it does now. Whoever added it reads its reason and its note."""
        return self.filter(**{kind_of(item): item}, became=item.status).first()

    def with_items(self) -> DecisionQuerySet:
        return self.select_related("memorial", "undone_by", *ITEMS)


class Decision(AboutItem):
    """Who changed the status of an item, from what to what, and why. Never edited, only undone.

    One that changed nothing says that what was reported stays as it is.
    """

    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    was = models.CharField(_("what it was"), max_length=8, choices=Status.choices)
    became = models.CharField(_("what it became"), max_length=8, choices=Status.choices)
    reason = models.CharField(_("reason"), max_length=32, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    made_by = models.ForeignKey("memorials.User", null=True, on_delete=models.SET_NULL, related_name="+")
    made_by_name = models.CharField(_("who decided"), max_length=200, blank=True)
    made_at = models.DateTimeField(_("decided on"), auto_now_add=True)
    undoes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="undone_by"
    )

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-made_at", "-pk"]
        constraints = [models.CheckConstraint(condition=_at_most_one_item(), name="decision_about_one_item")]

    def __str__(self) -> str:
        return f"{self.was} → {self.became}"

    @property
    def kind(self) -> str:
        """A key of ITEMS; "" where it is about the memorial itself."""
        return next((kind for kind in ITEMS if getattr(self, f"{kind}_id")), "")

    @property
    def title(self) -> str:
        item = self.item
        return item.name if isinstance(item, Memorial | Tribute) else str(item)

    @property
    def in_words(self) -> str:
        if self.is_kept:
            return str(_("left as it is"))
        return f"{self.get_was_display()} → {self.get_became_display()}"

    @property
    def reason_label(self) -> str:
        return reasons.label(self.reason)

    @property
    def reason_sentence(self) -> str:
        """For whoever added it, in the language of the page they read."""
        return reasons.sentence(self.reason)

    @property
    def is_kept(self) -> bool:
        """What was reported stays as it is."""
        return self.was == self.became

    @property
    def can_be_undone(self) -> bool:
        """Nobody has undone it, or decided otherwise since. What waits again is decided on, not undone."""
        if self.became == Status.PENDING or self.undoes_id or hasattr(self, "undone_by"):
            return False
        item = self.item
        return isinstance(item, Memorial) or item.status == self.became


class BlockedWord(models.Model):
    """A word that makes a tribute or memory wait for a moderator, whoever wrote it."""

    word = models.CharField(_("word"), max_length=80, unique=True)
    created = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("blocked word")
        verbose_name_plural = _("blocked words")
        ordering = ["word"]

    def __str__(self) -> str:
        return self.word
