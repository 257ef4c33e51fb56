from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from memorials.codes import new_code
from memorials.models.derived import FoldedField
from memorials.models.memorial import Memorial
from memorials.models.moderated import Moderated, ModeratedQuerySet
from memorials.models.status import shown_to
from memorials.models.token import hashed

if TYPE_CHECKING:
    from memorials.viewer import Viewer


#: How long a candle burns: until the same day of the next week, so that whoever comes on Sundays finds it.
BURNS = timedelta(days=7)
#: A first line that is no longer than this and ends as a greeting ends is one.
LONGEST_SALUTATION = 80


class TributeQuerySet(ModeratedQuerySet["Tribute"]):
    def visible_to(self, viewer: Viewer) -> TributeQuerySet:
        """What stands, and one's own; nothing where the memorial's tributes are switched off."""
        memorials = Memorial.objects.visible_to(viewer).filter(tributes_on=True)
        return self.filter(shown_to(viewer, owner="author"), memorial__in=memorials)

    def burning(self) -> TributeQuerySet:
        """Candles that have not gone out, and what does not burn at all."""
        return self.filter(Q(lit_until=None) | Q(lit_until__gt=timezone.now()))

    def words(self) -> TributeQuerySet:
        return self.filter(kind=Tribute.Kind.WORD)

    def candles(self) -> TributeQuerySet:
        """Candles that burn, and flowers."""
        return self.exclude(kind=Tribute.Kind.WORD).burning()

    def written_by(self, viewer: Viewer) -> TributeQuerySet:
        """One's own, on whatever memorial, so that they can be taken back even from one that has closed."""
        return self.filter(author=viewer.user) if viewer.user else self.none()

    def with_token(self, token: str) -> TributeQuerySet:
        """The tribute that its private link may correct or withdraw."""
        return self.filter(token_hash=hashed(token))

    def telling_memorials(self, viewer: Viewer) -> TributeQuerySet:
        """Each with `memorial_is_seen`: the name of one that has closed meanwhile is told to nobody."""
        seen = Memorial.objects.visible_to(viewer).filter(pk=OuterRef("memorial"))
        return self.select_related("memorial").annotate(memorial_is_seen=Exists(seen))

    def light(self) -> int:
        """These candles burn from now on. Flowers and words are not lit."""
        return self.filter(kind=Tribute.Kind.CANDLE).update(lit_until=timezone.now() + BURNS)


class Tribute(Moderated):
    """What somebody leaves at a memorial, with or without an account."""

    class Kind(models.TextChoices):
        CANDLE = "candle", _("a candle")
        FLOWER = "flower", _("a flower")
        WORD = "word", _("a word")

    code = models.CharField(_("code"), max_length=16, unique=True, default=new_code, editable=False)
    memorial = models.ForeignKey(
        Memorial, verbose_name=_("memorial"), on_delete=models.CASCADE, related_name="tributes"
    )
    author = models.ForeignKey(
        "memorials.User", verbose_name=_("author"), null=True, blank=True, on_delete=models.SET_NULL
    )
    kind = models.CharField(_("what"), max_length=8, choices=Kind.choices)
    name = models.CharField(_("Your name"), max_length=120)
    text = models.TextField(_("Your words"), max_length=2000, blank=True)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    lit_until = models.DateTimeField(_("burns until"), null=True, editable=False)
    created = models.DateTimeField(_("created"), auto_now_add=True)
    changed = models.DateTimeField(_("changed"), auto_now=True)
    search_text = FoldedField("name", "text")

    objects = TributeQuerySet.as_manager()

    class Meta:
        verbose_name = _("tribute")
        verbose_name_plural = _("tributes")
        ordering = ["-created", "-pk"]
        indexes = [models.Index(fields=["memorial", "status"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["candle", "flower", "word"]), name="tribute_kind_known"
            ),
            models.CheckConstraint(condition=~Q(kind="word", text=""), name="word_has_text"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} · {self.name}"

    @property
    def burns(self) -> bool:
        return self.lit_until is not None and self.lit_until > timezone.now()

    @property
    def salutation(self) -> str:
        """The first line of a letter, where it greets. "" where a letter begins without a greeting."""
        first, _, rest = self.text.strip().partition("\n")
        greets = len(first) <= LONGEST_SALUTATION and first.rstrip().endswith((",", "!"))
        return first.strip() if greets and rest.strip() else ""

    @property
    def body(self) -> str:
        """The text below the salutation."""
        return self.text.strip().removeprefix(self.salutation).strip()
