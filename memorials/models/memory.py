from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Cast, Concat, LPad
from django.utils.translation import gettext_lazy as _

from memorials import dates
from memorials.codes import new_code
from memorials.models.derived import DateKeyField, FoldedField, holds
from memorials.models.memorial import Memorial
from memorials.models.moderated import Moderated, ModeratedQuerySet
from memorials.models.status import shown_to

if TYPE_CHECKING:
    from memorials.viewer import Viewer


class MemoryQuerySet(ModeratedQuerySet["Memory"]):
    def visible_to(self, viewer: Viewer) -> MemoryQuerySet:
        return self.filter(shown_to(viewer, owner="author"), memorial__in=Memorial.objects.visible_to(viewer))

    def written_by(self, viewer: Viewer) -> MemoryQuerySet:
        """One's own, on whatever memorial that stands."""
        own = self.filter(author=viewer.user, memorial__deleted_at=None)
        return own if viewer.user else self.none()

    def in_order_of_life(self) -> MemoryQuerySet:
        """By the time they tell of; those without a time last, as they came."""
        undated = models.Case(models.When(happened_key="", then=1), default=0)
        return self.order_by(undated, "happened_key", "created", "pk")

    def with_life_key(self) -> MemoryQuerySet:
        """The same order in one column without two equal values, for lists that go on from a place: digits
        alone, alike in every collation."""
        undated = models.Case(
            models.When(happened_key="", then=models.Value("9" * 15)),
            default=models.F("happened_key"),
            output_field=models.CharField(),
        )
        number = LPad(Cast("pk", models.CharField()), 18, models.Value("0"))
        return self.annotate(life_key=Concat(undated, number, output_field=models.CharField()))

    def matching(self, text: str) -> MemoryQuerySet:
        """Every word of the text stands somewhere in it."""
        return self.filter(holds(text))


class Memory(Moderated):
    code = models.CharField(_("code"), max_length=16, unique=True, default=new_code, editable=False)
    memorial = models.ForeignKey(
        Memorial, verbose_name=_("memorial"), on_delete=models.CASCADE, related_name="memories"
    )
    author = models.ForeignKey(
        "memorials.User", verbose_name=_("author"), null=True, blank=True, on_delete=models.SET_NULL
    )
    teller = models.CharField(_("who tells it"), max_length=120, blank=True)
    relation = models.CharField(_("who they were to each other"), max_length=120, blank=True)
    title = models.CharField(_("title"), max_length=200, blank=True)
    text = models.TextField(_("the memory"), max_length=20_000)
    happened = models.CharField(
        _("when it was"), max_length=dates.LONGEST, blank=True, validators=[dates.validate]
    )
    source_name = models.CharField(_("source"), max_length=300, blank=True)
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    attached = models.ManyToManyField(
        "memorials.Media", verbose_name=_("what is attached"), blank=True, related_name="memories"
    )
    language = models.CharField(
        _("language"), max_length=10, blank=True, validators=[RegexValidator(r"\A[a-zA-Z-]*\Z")]
    )  # "" where it is the memorial's
    ref = models.CharField(max_length=120, blank=True, editable=False)  # its name where it was imported from
    created = models.DateTimeField(_("created"), auto_now_add=True)
    changed = models.DateTimeField(_("changed"), auto_now=True)
    happened_key = DateKeyField("happened")
    search_text = FoldedField("title", "text", "teller")

    objects = MemoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("memory")
        verbose_name_plural = _("memories")
        ordering = ["-created", "-pk"]
        indexes = [models.Index(fields=["memorial", "status"])]
        constraints = [
            models.UniqueConstraint(
                fields=["memorial", "ref"], condition=~models.Q(ref=""), name="one_memory_of_a_ref"
            )
        ]

    def __str__(self) -> str:
        return self.title or self.text[:60]

    @property
    def told_by(self) -> str:
        """Whose words these are: the teller that was named, or the author. "" where only a source is."""
        return self.teller or (self.author.shown_name if self.author else "")
