"""DATABASE_URL: SQLite in a file, or PostgreSQL."""

from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, unquote

from django.core.exceptions import ImproperlyConfigured

from config.environment.addresses import options, split, user_and_password
from config.environment.values import given, one_of, whole

POSTGRES = ("postgres", "postgresql")
SSL_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
#: Of what libpq understands, what a host of this site may need.
POSTGRES_OPTIONS = (
    "host", "port", "sslmode", "sslrootcert", "sslcert", "sslkey", "sslcrl", "sslsni", "channel_binding",
    "gssencmode", "connect_timeout", "application_name", "options", "target_session_attrs", "keepalives",
    "keepalives_idle", "keepalives_interval", "keepalives_count", "tcp_user_timeout",
)  # fmt: skip
FILES = ("sslrootcert", "sslcert", "sslkey", "sslcrl")
SQLITE: dict[str, Any] = {
    # A transaction that begins as a reader and then writes fails at once when another one wrote
    # meanwhile; one that begins by taking the write lock waits its turn for up to `timeout`.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}


def database(data_dir: Path) -> dict[str, Any]:
    value = given("DATABASE_URL")
    kept = _kept_connections()
    if not value:
        return _sqlite(str(data_dir / "rodnik.sqlite3"))
    if value.startswith("sqlite:"):
        return _sqlite(_sqlite_path(value))
    parts = split("DATABASE_URL", value)
    if parts.scheme not in POSTGRES:
        raise ImproperlyConfigured(
            f"DATABASE_URL must begin with postgres:// or sqlite:///, not with {parts.scheme or 'neither'!r}."
        )
    return {**_postgres(parts), **kept}


def _sqlite(path: str) -> dict[str, Any]:
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": path, "OPTIONS": dict(SQLITE)}


def _sqlite_path(value: str) -> str:
    """Three strokes stand before a path from here, four before one from the root, as in other projects."""
    path = value.removeprefix("sqlite:").removeprefix("//")
    if path.removeprefix("/") == ":memory:":  # for single commands that need no rows
        return ":memory:"
    if not path.startswith("/") or path.endswith("/") or "?" in path:
        raise ImproperlyConfigured("DATABASE_URL names no file: sqlite:////srv/rodnik/rodnik.sqlite3.")
    file = Path(unquote(path.removeprefix("/"))).resolve()
    if not file.parent.is_dir():
        raise ImproperlyConfigured(f"DATABASE_URL: there is no folder {file.parent} for the database.")
    return str(file)


def _postgres(parts: SplitResult) -> dict[str, Any]:
    name = unquote(parts.path.removeprefix("/"))
    if not name:
        raise ImproperlyConfigured("DATABASE_URL names no database: postgres://user:password@host/name.")
    user, password = user_and_password(parts)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": user,
        "PASSWORD": password,
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": _postgres_options(parts),
    }


def _kept_connections() -> dict[str, Any]:
    pooled = one_of("DATABASE_POOLER", "none", ("none", "pgbouncer")) == "pgbouncer"
    return {
        # A connection lives on between requests, and is asked whether it still answers before it is used
        # again: a database that was started anew costs nobody an error.
        "CONN_MAX_AGE": whole("DATABASE_CONN_MAX_AGE", 60, least=0, most=3600),
        "CONN_HEALTH_CHECKS": True,
        # In its transaction mode a pooler gives each transaction another connection, where the cursor
        # that the last one opened is not known.
        "DISABLE_SERVER_SIDE_CURSORS": pooled,
    }


def _postgres_options(parts: SplitResult) -> dict[str, str]:
    found = options("DATABASE_URL", parts, POSTGRES_OPTIONS)
    mode = found.get("sslmode", "prefer")
    if mode not in SSL_MODES:
        raise ImproperlyConfigured(
            f"DATABASE_URL: sslmode must be one of {', '.join(SSL_MODES)}, not {mode!r}."
        )
    for name in FILES:
        if found.get(name, "system") != "system" and not Path(found[name]).is_file():
            raise ImproperlyConfigured(f"DATABASE_URL: there is no file {found[name]} for {name}.")
    return {"connect_timeout": "5", **found}
