"""The two databases of a move, each opened as a connection of its own beside the site's."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import environ
from django.db import DEFAULT_DB_ALIAS, connections, transaction

from config.moving.errors import CannotMove

SOURCE, TARGET = "move_source", "move_target"
SCHEMES = ("postgres", "postgresql")
ANSWER_SECONDS = 10
_READ_ONLY = "?mode=ro"
_VERSION = "PRAGMA data_version"
_OTHERS = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
)


@contextmanager
def opened(alias: str, settings: dict[str, Any]) -> Iterator[None]:
    whole = connections.configure_settings({DEFAULT_DB_ALIAS: deepcopy(settings)})
    connections.settings[alias] = whole[DEFAULT_DB_ALIAS]
    try:
        yield
    finally:
        connections[alias].close()
        del connections[alias]
        del connections.settings[alias]


def source_settings(site: dict[str, Any]) -> dict[str, Any]:
    """As the site reads its database, but unable to write to it."""
    engine = str(site["ENGINE"])
    if engine.endswith("postgresql"):
        return {**site, "CONN_MAX_AGE": 0}
    if not engine.endswith("sqlite3"):
        raise CannotMove("Rodnik moves from SQLite and from PostgreSQL only.")
    path = Path(site["NAME"]).resolve()
    if not path.is_file():
        raise CannotMove(f"There is no database at {path}, so there is nothing to move.")
    return {"ENGINE": engine, "NAME": path.as_uri() + _READ_ONLY}


def target_settings(url: str) -> dict[str, Any]:
    """The address may hold a password, so that no refusal repeats it."""
    wrong = CannotMove("--to takes the address of a PostgreSQL database: postgres://user:password@host/name.")
    try:
        settings: dict[str, Any] = dict(environ.Env.db_url_config(url)) if _is_postgres(url) else {}
    except ValueError as error:
        raise wrong from error
    if not settings.get("NAME"):
        raise wrong
    options = {"connect_timeout": ANSWER_SECONDS, **settings.get("OPTIONS", {})}
    return {**settings, "OPTIONS": options}


def _is_postgres(url: str) -> bool:
    return urlsplit(url).scheme in SCHEMES


def described(alias: str) -> str:
    settings = connections[alias].settings_dict
    if connections[alias].vendor == "sqlite":
        return f"SQLite, {unquote(urlsplit(str(settings['NAME'])).path)}"
    host = settings["HOST"] or settings["OPTIONS"].get("host") or "localhost"
    return f"PostgreSQL, database {settings['NAME']} at {host}"


def ask(alias: str, question: str) -> Any:
    """The first value of the answer."""
    with connections[alias].cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]


@contextmanager
def snapshot() -> Iterator[None]:
    """One unchanging view of the source, in one transaction; whoever writes meanwhile is found out."""
    before = _writes()
    with transaction.atomic(using=SOURCE):
        if connections[SOURCE].vendor == "postgresql":
            with connections[SOURCE].cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
    if _writes() != before:
        raise CannotMove(
            "Somebody wrote to the old database while it was read: stop all that works on it, and move again."
        )


def _writes() -> int:
    """A number that changes when another connection has written, or (PostgreSQL) could have."""
    return other_clients() if connections[SOURCE].vendor == "postgresql" else int(ask(SOURCE, _VERSION))


def other_clients() -> int:
    """How many others work on the source; SQLite knows only the lock of the data folder."""
    return int(ask(SOURCE, _OTHERS)) if connections[SOURCE].vendor == "postgresql" else 0
