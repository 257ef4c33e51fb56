"""What makes accounts outside the registration page, and what opens them again."""

import secrets
from collections import Counter

from allauth.account import app_settings as account_settings
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction

from memorials.models import User
from memorials.services.api_tokens import revoke_all_tokens
from memorials.services.sessions import end_sessions

FIRST_ADMIN = "admin@localhost.localdomain"


def ensure_first_admin() -> tuple[str, str] | None:
    """On a site without any superuser: make one, and answer with e-mail and one-time password.

    The password must be changed at the first sign-in. None when there is an administrator already.
    """
    with transaction.atomic():
        if User.objects.filter(is_superuser=True).exists():
            return None
        password = secrets.token_urlsafe(12)
        User.objects.create_superuser(FIRST_ADMIN, password, name="", password_is_one_time=True)
    return FIRST_ADMIN, password


def let_first_admin_in() -> None:
    """Where addresses must be confirmed: the made-up one of the first administrator gets no letters."""
    if account_settings.EMAIL_VERIFICATION != account_settings.EmailVerificationMethod.MANDATORY:
        return
    for admin in User.objects.filter(email=FIRST_ADMIN):
        EmailAddress.objects.update_or_create(
            user=admin, email=FIRST_ADMIN, defaults={"primary": True, "verified": True}
        )


def reset_second_factor(*, user: User) -> tuple[Counter[str], int]:
    """Takes away apps, passkeys and spare codes, and ends sessions and tokens: what was lost opens nothing.

    Answers with how many there were of each kind, and how many sessions were ended.
    """
    with transaction.atomic():
        kinds = Counter(Authenticator.objects.filter(user=user).values_list("type", flat=True))
        Authenticator.objects.filter(user=user).delete()
        revoke_all_tokens(owner=user)
        return kinds, end_sessions(user=user)


def user_for(email: str) -> User:
    """The account of an address; an unknown one gets an account with no usable password."""
    known = User.objects.filter(email__iexact=email).first()
    return known or User.objects.create_user(email)
