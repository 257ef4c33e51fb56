"""What somebody asked an archive, and what it answered: private to whoever asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chat.models.reading import KINDS, Text, hash_of, one_text
from memorials.codes import new_code
from memorials.models import Chapter, Memorial, Memory, Tribute

if TYPE_CHECKING:
    from collections.abc import Iterable

    from memorials.viewer import Viewer


class ConversationQuerySet(models.QuerySet["Conversation"]):
    def of_asker(self, viewer: Viewer, held: Iterable[str]) -> ConversationQuerySet:
        """One's own, of memorials that one still sees: by the account, or for whoever has none by what
        their session `held`. A conversation with an owner is open to nobody else, whatever a session says."""
        own = models.Q(asker=viewer.user) if viewer.user else models.Q(asker=None, code__in=list(held))
        return self.filter(own, memorial__in=Memorial.objects.visible_to(viewer))


class Conversation(models.Model):
    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    memorial = models.ForeignKey(Memorial, on_delete=models.CASCADE, related_name="conversations")
    asker = models.ForeignKey(
        "memorials.User", null=True, blank=True, on_delete=models.CASCADE, related_name="conversations"
    )
    created = models.DateTimeField(auto_now_add=True)
    changed = models.DateTimeField(default=timezone.now)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        verbose_name = _("conversation")
        verbose_name_plural = _("conversations")
        ordering = ["-changed", "-pk"]

    def __str__(self) -> str:
        return self.code


class Joining(models.TextChoices):
    """How far a language model is with joining the quotations; most hosts have none."""

    NONE = "none", "none"
    WAITING = "waiting", "waiting"
    JOINED = "joined", "joined"
    ALONE = "alone", "alone"  # asked, and its text was not good enough: the quotations stand alone


class Turn(models.Model):
    """One question and its answer. An answer without citations is the word that nobody has told this."""

    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="turns")
    question = models.TextField(_("question"), max_length=1000)
    quoted = models.PositiveSmallIntegerField(default=0)  # so many quotations; 0: nobody has told this yet
    confidence = models.FloatField(default=0.0)
    mode = models.CharField(max_length=8, blank=True)
    milliseconds = models.PositiveIntegerField(default=0)
    joining = models.CharField(max_length=8, choices=Joining.choices, default=Joining.NONE)
    join_before = models.DateTimeField(null=True)
    joined = models.JSONField(default=list, blank=True)  # [[sentence, [number of a citation, …]], …]
    model = models.CharField(max_length=120, blank=True)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("question and answer")
        verbose_name_plural = _("questions and answers")
        ordering = ["created", "pk"]

    def __str__(self) -> str:
        return self.code

    @property
    def is_joining(self) -> bool:
        """Something may still come; a process that died in the middle is not waited for."""
        soon = self.join_before is not None and self.join_before > timezone.now()
        return self.joining == Joining.WAITING and soon


class Citation(models.Model):
    """A stretch of a text that was quoted. The words are not kept: they are cut out of the text each time,
    behind its door, and only while it is still what was quoted. What is taken back is gone from here too."""

    turn = models.ForeignKey(Turn, on_delete=models.CASCADE, related_name="citations")
    number = models.PositiveSmallIntegerField()
    memory = models.ForeignKey(Memory, null=True, on_delete=models.CASCADE, related_name="+")
    tribute = models.ForeignKey(Tribute, null=True, on_delete=models.CASCADE, related_name="+")
    chapter = models.ForeignKey(Chapter, null=True, on_delete=models.CASCADE, related_name="+")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text_hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(condition=one_text(), name="citation_of_one_text"),
            models.UniqueConstraint(fields=["turn", "number"], name="one_citation_of_a_number"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.start}–{self.end}"

    @property
    def kind(self) -> str:
        return next(kind for kind in KINDS if getattr(self, f"{kind}_id"))

    def words_of(self, text: Text) -> str:
        """The quoted words; "" where the text is not the quoted one any more."""
        return text.text[self.start : self.end] if hash_of(text) == self.text_hash else ""
