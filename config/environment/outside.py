"""A machine of the host's choice that speaks OpenAI's protocol: only the environment names it."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True)
class Outside:
    base_url: str
    model: str
    key: str = field(default="", repr=False)


def outside(name: str, base_url: str, model: str, key: str) -> Outside | None:
    """From what NAME_BASE_URL, NAME_MODEL and NAME_API_KEY say; None where none of them is set."""
    if not base_url and not model:
        return None
    if not base_url or not model:
        raise ImproperlyConfigured(f"{name}_BASE_URL and {name}_MODEL are set together or not at all.")
    parts = urlsplit(base_url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query:
        raise ImproperlyConfigured(
            f"{name}_BASE_URL must be an address such as http://127.0.0.1:8080/v1, without a password in it."
        )
    return Outside(base_url.rstrip("/"), model, key)
