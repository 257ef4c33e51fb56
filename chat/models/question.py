"""What the family is asked: questions that nobody has answered yet, and answers that somebody finds wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from chat.models.conversation import Turn
from memorials.codes import new_code
from memorials.models import Memorial, Memory, Status
from memorials.permissions import Word, roles_with

if TYPE_CHECKING:
    from memorials.viewer import Viewer


Asked = TypeVar("Asked", bound=models.Model, covariant=True)


class ForKeepersQuerySet(models.QuerySet[Asked]):
    """Rows that whoever may moderate the memorial sees, and nobody else: not even its other members."""

    def for_keepers(self, viewer: Viewer) -> ForKeepersQuerySet[Asked]:
        from memorials.models import Membership

        if not viewer.user:
            return self.none()
        mine = Membership.objects.filter(user=viewer.user, role__in=roles_with(Word.MODERATE))
        memorials = Memorial.objects.visible_to(viewer).filter(pk__in=mine.values("memorial"))
        return self.filter(memorial__in=memorials)

    def open(self) -> ForKeepersQuerySet[Asked]:
        return self.filter(closed_at=None)


class AskedOfFamily(models.Model):
    """Something for the family to answer. It leaves with the conversation it came from only as to who asked:
    the question itself stays with the family, as they were told when they sent it."""

    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    memorial = models.ForeignKey(Memorial, on_delete=models.CASCADE, related_name="+")
    created = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        "memorials.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        abstract = True
        ordering = ["created", "pk"]


class OpenQuestionQuerySet(ForKeepersQuerySet["OpenQuestion"]):
    def to_be_told(self, answer: Memory) -> OpenQuestionQuerySet:
        """Those who have an asker that was not told yet, where this memory answers and stands."""
        standing = Memory.objects.filter(pk=answer.pk, status=Status.APPROVED)
        return self.filter(answer__in=standing, told_at=None).exclude(asker=None)


class OpenQuestion(AskedOfFamily):
    """Asked of the family because the archive knew nothing. The answer becomes a memory."""

    turn = models.OneToOneField(
        Turn, null=True, blank=True, on_delete=models.SET_NULL, related_name="open_question"
    )
    asker = models.ForeignKey(
        "memorials.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    question = models.TextField(_("question"), max_length=1000)
    answer = models.ForeignKey(Memory, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    #: When the letter to whoever asked was written: with an answer that waits for approval, once it stands.
    told_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = OpenQuestionQuerySet.as_manager()

    class Meta(AskedOfFamily.Meta):
        verbose_name = _("question to the family")
        verbose_name_plural = _("questions to the family")

    def __str__(self) -> str:
        return self.code


class WrongAnswer(AskedOfFamily):
    """Somebody says that an answer of the archive is wrong, and shows it to the family with these words."""

    turn = models.OneToOneField(
        Turn, null=True, blank=True, on_delete=models.SET_NULL, related_name="wrong_answer"
    )
    question = models.TextField(_("question"), max_length=1000)
    quoted = models.JSONField(default=list, blank=True)  # [[kind, code of the text, start, end], …]
    words = models.TextField(_("what is wrong"), max_length=1000, blank=True)

    objects = ForKeepersQuerySet["WrongAnswer"].as_manager()

    class Meta(AskedOfFamily.Meta):
        verbose_name = _("answer reported as wrong")
        verbose_name_plural = _("answers reported as wrong")

    def __str__(self) -> str:
        return self.code
