"""Read-only tokens: made, used, told of and revoked. Each is told once, and kept as a hash alone."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from memorials.errors import Refusal
from memorials.models import ApiToken, User
from memorials.models.api_token import PREFIX, USUAL_DAYS, marks_of
from memorials.models.token import hashed, new_token

MOST_TOKENS = 20  # of one person


class TooManyTokens(Refusal):
    code = "too_many_tokens"
    sentence = _("You have twenty keys already. First revoke one that is not needed any more.")


def make_token(*, owner: User, name: str, days: int = USUAL_DAYS) -> tuple[ApiToken, str]:
    """The row, and the token that is told only now. What is over is forgotten. Raises TooManyTokens."""
    with transaction.atomic():
        owner = User.objects.select_for_update().get(pk=owner.pk)  # two at once are counted one by one
        ApiToken.objects.over_of(owner).delete()
        if ApiToken.objects.filter(owner=owner).count() >= MOST_TOKENS:
            raise TooManyTokens
        token = PREFIX + new_token()
        row = ApiToken(owner=owner, name=name, made_under=marks_of(owner)[0])
        row.token_hash = hashed(token)
        row.expires = timezone.now() + timedelta(days=days)
        row.save(force_insert=True)
    return row, token


def use_token(token: str) -> ApiToken | None:
    """The valid row of a token, noted as used; None where there is none."""
    if not token.startswith(PREFIX):
        return None
    row = ApiToken.objects.valid().with_token(token).select_related("owner").first()
    if row is None or not any(constant_time_compare(row.made_under, mark) for mark in marks_of(row.owner)):
        return None
    ApiToken.objects.note_use(row)
    return row


def tokens_of(owner: User) -> list[Any]:
    """All that is known of them, for the archive of one's own data."""
    tokens = ApiToken.objects.filter(owner=owner).order_by("pk")
    return list(tokens.values("code", "name", "created", "expires", "last_used", "revoked_at"))


def revoke_token(*, token: ApiToken) -> None:
    ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now())


def revoke_all_tokens(*, owner: User) -> int:
    """How many of them still opened something."""
    return ApiToken.objects.valid_of(owner).update(revoked_at=timezone.now())
