from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from memorials.models.memorial import Memorial


class NoticeQuerySet(models.QuerySet["Notice"]):
    def unsent(self) -> NoticeQuerySet:
        return self.filter(sent_at=None)


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

    recipient = models.ForeignKey("memorials.User", on_delete=models.CASCADE, related_name="notices")
    memorial = models.ForeignKey(Memorial, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    about = models.CharField(max_length=200, blank=True)  # a name or a title, as the page shows it
    path = models.CharField(max_length=300)  # where the letter leads, from the site's origin
    created = models.DateTimeField(auto_now_add=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["created", "pk"]
        indexes = [models.Index(fields=["sent_at", "created"])]

    def __str__(self) -> str:
        return f"{self.kind} · {self.recipient_id}"
