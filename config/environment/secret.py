"""SECRET_KEY: given, or made at the first start and kept in the data folder."""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from config.environment.values import given

SHORTEST = 32
#: What people leave standing where a key was to be put.
PLACEHOLDERS = ("change-me", "changeme", "change_me", "django-insecure", "your-secret", "secret-key")
MAKE_ONE = "python3 -c 'import secrets; print(secrets.token_urlsafe(48))' makes a good one"


def secret_key(data_dir: Path) -> str:
    key, where = given("SECRET_KEY"), "SECRET_KEY"
    if not key:
        where = str(data_dir / "secret_key")
        key = _kept(data_dir / "secret_key")
    if len(key) < SHORTEST:
        raise ImproperlyConfigured(
            f"{where} is too short: give at least {SHORTEST} random characters ({MAKE_ONE})."
        )
    if len(set(key)) < 8 or key.lower().startswith(PLACEHOLDERS):
        raise ImproperlyConfigured(f"{where} can be guessed: give random characters ({MAKE_ONE}).")
    return key


def _kept(path: Path) -> str:
    try:
        if not path.exists():
            write_secret(path)
        return path.read_text().strip()
    except OSError as error:
        raise ImproperlyConfigured(
            f"The secret key cannot be kept in {path} ({error.strerror}): make DATA_DIR a folder that can be "
            "written, or give SECRET_KEY."
        ) from None


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
