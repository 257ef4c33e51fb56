"""Reading the environment: each value is checked once, and a bad one stops the start with one sentence."""

import ipaddress
import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
#: sun_path of a unix socket holds 108 bytes with its closing zero.
LONGEST_SOCKET_PATH = 107


def site_origin(value: str) -> tuple[str, str, bool]:
    """SITE_URL as (origin without a slash, host, is it https)."""
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/"):
        raise ImproperlyConfigured(
            f"SITE_URL must be a plain origin such as https://memory.example, not {value!r}."
        )
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{parts.netloc}", host, parts.scheme == "https"


def passkeys_work(host: str, *, https: bool) -> bool:
    """Browsers give passkeys to names only, never to addresses, and without TLS to localhost alone."""
    if host == "localhost":
        return True
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return https
    return False


def one_of(name: str, value: str, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(allowed)}, not {value!r}.")
    return value


def redis_url(value: str) -> str:
    """REDIS_URL, refused unless it is an address that the broker transport understands."""
    parts = urlsplit(value)
    if parts.scheme not in ("redis", "rediss", "redis+socket"):
        raise ImproperlyConfigured(
            "REDIS_URL must begin with redis://, rediss:// or redis+socket://; "
            f"it begins with {parts.scheme or value[:8]!r}."
        )
    if parts.scheme == "redis+socket" and not parts.path:
        raise ImproperlyConfigured("REDIS_URL names no socket: redis+socket:///path/to/broker.sock.")
    if parts.scheme != "redis+socket" and not parts.hostname:
        raise ImproperlyConfigured("REDIS_URL names no host: redis://host:6379/0.")
    return value


def broker_socket(data_dir: Path) -> Path:
    """Where the private broker of `make run` listens.

    It lies in the data folder, or, where that path is longer than a socket address may be, in the
    system's temporary folder under a name that is made from it.
    """
    beside_data = data_dir / "broker" / "broker.sock"
    if len(os.fsencode(beside_data)) <= LONGEST_SOCKET_PATH:
        return beside_data
    import hashlib
    import tempfile

    name = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"rodnik-{os.getuid()}-{name}" / "broker.sock"


def secret_key(given: str, data_dir: Path) -> str:
    """SECRET_KEY, or the one kept in the data folder, which is made at the first start."""
    if given:
        if len(given) < 32:
            raise ImproperlyConfigured("SECRET_KEY is too short: give at least 32 random characters.")
        return given
    path = data_dir / "secret_key"
    if not path.exists():
        write_secret(path)
    return path.read_text().strip()


def write_secret(path: Path) -> None:
    """Two processes may come here at once: the link succeeds for one, and both read its file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(secrets.token_urlsafe(48) + "\n")
    try:
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        draft.unlink()
