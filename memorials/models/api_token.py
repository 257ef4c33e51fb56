"""A key with which a program reads what its owner may read, and changes nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from memorials.codes import new_code
from memorials.models.token import hashed

if TYPE_CHECKING:
    from memorials.models.user import User

#: Before the 256 random bits, so that people, and programs that look for secrets, know one when they see it.
PREFIX = "rodnik_"
#: How long one is valid, in days.
USUAL_DAYS, MOST_DAYS = 90, 365
#: How many one person makes, on the site and by the API together.
MADE = "30/d"
#: That one was used is written so often at most: otherwise every reading would write.
USE_NOTED_EVERY = timedelta(hours=1)


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def valid(self) -> ApiTokenQuerySet:
        """Neither revoked nor run out. Whether the owner's password is still the same: `valid_of`."""
        return self.filter(revoked_at=None, expires__gt=timezone.now(), owner__is_active=True)

    def valid_of(self, owner: User) -> ApiTokenQuerySet:
        return self.valid().filter(owner=owner, made_under__in=marks_of(owner))

    def over_of(self, owner: User) -> ApiTokenQuerySet:
        """Those that never open anything again."""
        another_password = ~Q(made_under__in=marks_of(owner))
        over = Q(revoked_at__isnull=False) | Q(expires__lte=timezone.now()) | another_password
        return self.filter(over, owner=owner)

    def with_token(self, token: str) -> ApiTokenQuerySet:
        return self.filter(token_hash=hashed(token))

    def note_use(self, token: ApiToken) -> None:
        before = timezone.now() - USE_NOTED_EVERY
        if token.last_used is None or token.last_used < before:
            rarely = Q(last_used=None) | Q(last_used__lt=before)
            self.filter(rarely, pk=token.pk).update(last_used=timezone.now())


def marks_of(owner: User) -> list[str]:
    """What sessions are measured by too: another password has another mark, however it was changed."""
    return [owner.get_session_auth_hash(), *owner.get_session_auth_fallback_hash()]


class ApiToken(models.Model):
    code = models.CharField(_("code"), max_length=16, unique=True, default=new_code, editable=False)
    owner = models.ForeignKey(
        "memorials.User", verbose_name=_("person"), on_delete=models.CASCADE, related_name="api_tokens"
    )
    name = models.CharField(_("name"), max_length=60)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_under = models.CharField(max_length=64, editable=False)  # the mark of the password, see `marks_of`
    created = models.DateTimeField(_("created"), auto_now_add=True)
    expires = models.DateTimeField(_("valid until"))
    last_used = models.DateTimeField(_("last used"), null=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked on"), null=True, editable=False)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("key for reading")
        verbose_name_plural = _("keys for reading")
        ordering = ["-created", "-pk"]

    def __str__(self) -> str:
        return self.name
