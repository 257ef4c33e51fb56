"""What makes accounts outside the registration page."""

import secrets

from django.db import transaction

from memorials.models import User

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


def user_for(email: str) -> User:
    """The account of an address; an unknown one gets an account with no usable password."""
    known = User.objects.filter(email__iexact=email).first()
    return known or User.objects.create_user(email)
