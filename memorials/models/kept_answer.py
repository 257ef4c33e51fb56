"""What was answered to a request that made something, for whoever sends the same request once more."""

from __future__ import annotations

from datetime import timedelta

from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

KEPT = timedelta(hours=24)
#: After that long nobody works on it any more: the process is gone.
GIVEN_UP = timedelta(minutes=2)


class KeptAnswerQuerySet(models.QuerySet["KeptAnswer"]):
    def claim(self, *, key_hash: str, asked: str) -> KeptAnswer | None:
        """None where the caller is the first and does the work now; otherwise what is known of the first."""
        self.past().filter(key_hash=key_hash).delete()
        try:
            with transaction.atomic():
                self.create(key_hash=key_hash, asked=asked)
        except IntegrityError:
            return self.filter(key_hash=key_hash).first()
        return None

    def settle(self, *, key_hash: str, status: int, answer: bytes) -> None:
        self.filter(key_hash=key_hash).update(status=status, answer=answer)

    def past(self) -> KeptAnswerQuerySet:
        now = timezone.now()
        abandoned = Q(status=None, created__lt=now - GIVEN_UP)
        return self.filter(abandoned | Q(created__lt=now - KEPT))


class KeptAnswer(models.Model):
    """`key_hash` names the asker and the key. The answer is sealed with the key, which is not kept: nobody
    reads it in the database. Without a status the first request is still at work."""

    key_hash = models.CharField(max_length=64, unique=True, editable=False)
    asked = models.CharField(max_length=64, editable=False)
    status = models.PositiveSmallIntegerField(null=True, editable=False)
    answer = models.BinaryField(default=bytes, editable=False)
    created = models.DateTimeField(_("created"), auto_now_add=True, db_index=True)

    objects = KeptAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("kept answer")
        verbose_name_plural = _("kept answers")

    def __str__(self) -> str:
        return self.key_hash[:12]
