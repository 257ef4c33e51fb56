from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from memorials.models.memorial import Memorial

#: How often a letter is tried before it is given up; with the growing pauses this takes almost two days.
MOST_ATTEMPTS = 16


class NoticeQuerySet(models.QuerySet["Notice"]):
    def unsent(self) -> NoticeQuerySet:
        return self.filter(sent_at=None)

    def due(self) -> NoticeQuerySet:
        """Unsent, in nobody's hands, and not waiting for its next try."""
        now = timezone.now()
        return self.unsent().filter(Q(not_before=None) | Q(not_before__lte=now), attempts__lt=MOST_ATTEMPTS)

    def given_up(self) -> NoticeQuerySet:
        """Tried so often that nobody tries any more; `manage.py letters --again` begins anew."""
        return self.unsent().filter(attempts__gte=MOST_ATTEMPTS)

    def claim(self, pks: Iterable[int], *, until: datetime) -> NoticeQuerySet:
        """Those of these that are still due, for this caller only, until it must have ended.

        One UPDATE that asks nothing of other tables: a second caller who waited for it asks again.
        """
        token = uuid.uuid4().hex
        self.due().filter(pk__in=pks).update(claim=token, not_before=until, attempts=F("attempts") + 1)
        return self.filter(claim=token)


class Notice(models.Model):
    """Something that somebody is to be told by mail: at once, or in the digest of the day.

    The row is written in the transaction of what happened, and sent by a task, so no letter is lost
    when mail is away. It names no words of the dead: the letter leads to the page.
    """

    class Kind(models.TextChoices):
        TRIBUTE = "tribute", _("a new tribute")
        WAITING = "waiting", _("something waits for approval")
        REQUEST = "request", _("a request for access")
        OBJECTION = "objection", _("an objection")
        DECISION = "decision", _("a decision on what you added")
        CLIP = "clip", _("a living photograph is ready")
        ANSWER = "answer", _("you are let in")
        QUESTION = "question", _("a question to the family")
        TOLD = "told", _("the family has answered your question")

    recipient = models.ForeignKey(
        "memorials.User", verbose_name=_("to whom"), on_delete=models.CASCADE, related_name="notices"
    )
    memorial = models.ForeignKey(
        Memorial, verbose_name=_("memorial"), on_delete=models.CASCADE, related_name="notices"
    )
    kind = models.CharField(_("about what"), max_length=12, choices=Kind.choices)
    about = models.CharField(_("named in it"), max_length=200, blank=True)  # as the page shows it
    path = models.CharField(_("where it leads"), max_length=300)  # from the site's origin
    created = models.DateTimeField(_("created"), auto_now_add=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    not_before = models.DateTimeField(null=True)
    claim = models.CharField(max_length=32, blank=True, default="", db_index=True)  # whose round sends it
    sent_at = models.DateTimeField(_("sent on"), null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["created", "pk"]
        indexes = [models.Index(fields=["sent_at", "created"])]

    def __str__(self) -> str:
        return f"{self.kind} · {self.recipient_id}"
