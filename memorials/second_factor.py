"""Signing in with two steps: a password, and a code from an app or a passkey. Staff cannot do without."""

import base64
import logging
from typing import Any
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.mfa import app_settings
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from memorials.models import User
from memorials.qr import as_element

log = logging.getLogger(__name__)

#: What somebody reads when the second step does not work out, in the site's own voice.
SENTENCES = {
    "add_email_blocked": _("An address cannot be added to an account with two steps."),
    "cannot_delete_authenticator": _("The second step of this account cannot be switched off."),
    "cannot_generate_recovery_codes": _("Spare codes belong to the second step, which is not switched on."),
    "incorrect_code": _("This code does not fit. The app shows a new one every half minute."),
    "unverified_email": _("First confirm your e-mail."),
}
#: Words that stand in allauth's forms and lists: here they are only translated anew.
REPEATED = (
    _("Code"),
    _("Authenticator code"),
    _("Use your password"),
    _("Use authenticator app or code"),
    _("Use a security key"),
)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages = DefaultMFAAdapter.error_messages | SENTENCES

    def encrypt(self, text: str) -> str:
        """A copy of the database alone must not be enough to make somebody's codes."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """With another SECRET_KEY no code fits any more; `reset_second_factor` is the way out."""
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            log.error("A second factor was made under another SECRET_KEY: manage.py reset_second_factor")
            return base64.b32encode(Fernet.generate_key()).decode()  # what nobody's app can know

    def build_totp_svg(self, url: str) -> str:
        """The key as a picture in the page itself; it needs no data: address."""
        return as_element(url, gettext("The key as a picture for a camera"), level="m")

    def generate_authenticator_name(self, user: User, type: str) -> str:
        return gettext("Passkey")

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Passkeys belong to the configured host, whatever host the request named."""
        return {"id": settings.SITE_HOST, "name": "Rodnik"}


def _cipher() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    keys = [
        salted_hmac("rodnik.second_factor", b"", secret=secret, algorithm="sha256").digest()
        for secret in secrets
    ]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])


def passkeys_offered(request: HttpRequest) -> bool:
    """Only under the host that SITE_URL names: a browser keeps passkeys for one name."""
    if "webauthn" not in app_settings.SUPPORTED_TYPES:
        return False
    return request.get_host().rsplit(":", 1)[0] == settings.SITE_HOST


def was_used(request: HttpRequest) -> bool:
    """Whether this very session was opened, or confirmed, with a second factor that still counts."""
    used = [
        record.get("id")
        for record in get_authentication_records(request, request.user)
        if record["method"] == "mfa"
    ]
    return bool(used) and Authenticator.objects.filter(user_id=request.user.pk, pk__in=used).exists()


def count_as_used(request: HttpRequest, kind: str) -> None:
    """Whoever has just set up an app or a passkey has shown that they hold it."""
    made = Authenticator.objects.filter(user_id=request.user.pk, type=kind).latest("created_at")
    post_authentication(request, made)


def way_to(request: HttpRequest) -> str:
    """Where a session without the second step goes: to set one up, or to give the code."""
    if not Authenticator.objects.filter(user_id=request.user.pk).exists():
        return reverse("mfa_index")
    back: Any = request.get_full_path() if request.method == "GET" else reverse("admin:index")
    return f"{reverse('mfa_reauthenticate')}?{urlencode({'next': back})}"
