"""The address in each letter that stops all letters: it needs no sign-in and does nothing else."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from memorials.models import User

#: No expiry: an old letter must stop letters as well as a new one.
_SIGNER = signing.Signer(salt="memorials.letters.stop")


def stop_address(user: User) -> str:
    return str(settings.SITE_URL + reverse("memorials:stop_letters", args=[_SIGNER.sign(str(user.pk))]))


def owner_of(signed: str) -> User | None:
    """Whose letters this address stops; None for an address that we have not made."""
    try:
        pk = _SIGNER.unsign(signed)
    except signing.BadSignature:
        return None
    return User.objects.filter(pk=pk, is_active=True).first()
