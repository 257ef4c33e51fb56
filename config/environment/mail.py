"""EMAIL_URL as Django's settings."""

from pathlib import Path
from typing import Any
from urllib.parse import SplitResult

from django.core.exceptions import ImproperlyConfigured

from config.environment.addresses import is_private, options, split, user_and_password
from config.environment.values import NO, YES, given

SCHEMES = ("smtp", "smtps", "smtp+ssl", "smtp+tls")
#: Seconds after which a silent mail server is given up; somebody waits for the page meanwhile.
PATIENCE = 10


def mail(data_dir: Path) -> dict[str, Any]:
    """Letters go into private files in the data folder, unless a server is named."""
    value = given("EMAIL_URL")
    if not value:
        return {"EMAIL_BACKEND": "config.mail.PrivateFileBackend", "EMAIL_FILE_PATH": data_dir / "mail"}
    parts = split("EMAIL_URL", value)
    if parts.scheme not in SCHEMES or not parts.hostname or parts.path.strip("/"):
        raise ImproperlyConfigured(
            "EMAIL_URL must be smtp://user:password@host:587?tls=true or smtps://user:password@host:465."
        )
    tls, ssl = _encryption(parts)
    user, password = user_and_password(parts)
    if password and not (tls or ssl or is_private(parts.hostname)):
        raise ImproperlyConfigured(
            "EMAIL_URL would send the password for all to read: add ?tls=true, or take smtps://."
        )
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if ssl else 587 if tls else 25),
        "EMAIL_HOST_USER": user,
        "EMAIL_HOST_PASSWORD": password,
        "EMAIL_USE_TLS": tls,
        "EMAIL_USE_SSL": ssl,
        "EMAIL_TIMEOUT": PATIENCE,
    }


def _encryption(parts: SplitResult) -> tuple[bool, bool]:
    """Whether the connection becomes encrypted after its first words (STARTTLS), or is so from the start."""
    asked = options("EMAIL_URL", parts, ("tls", "ssl"))
    tls = parts.scheme == "smtp+tls" or _yes("tls", asked)
    ssl = parts.scheme in ("smtps", "smtp+ssl") or _yes("ssl", asked)
    if tls and ssl:
        raise ImproperlyConfigured(
            "EMAIL_URL asks for TLS in both ways: take smtps://, or smtp:// with ?tls=true."
        )
    return tls, ssl


def _yes(name: str, asked: dict[str, str]) -> bool:
    word = asked.get(name, "false").lower()
    if word not in YES + NO:
        raise ImproperlyConfigured(f"EMAIL_URL: {name} must be true or false, not {word!r}.")
    return word in YES
