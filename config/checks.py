"""What `manage.py check --deploy` adds to Django's own: true warnings about where secrets travel and lie.

What is plainly unsafe is refused at the start (config/environment); these are matters of a host's judgement.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register

from config.environment.addresses import is_private

#: Modes of libpq that never fall back to an open connection.
ENCRYPTED = ("require", "verify-ca", "verify-full")


def add() -> None:
    register(check_deployment, Tags.security, deploy=True)


def check_deployment(app_configs: Any, **_: Any) -> list[CheckMessage]:
    return [*_broker(), *_database(), *_folders()]


def _broker() -> Iterator[CheckMessage]:
    broker = settings.BROKER
    if broker.tls is None and not is_private(broker.host):
        yield Warning(
            f"The broker at {broker.host} is reached without TLS: its password travels for all to read.",
            hint="Use rediss:// or amqps://.",
            id="rodnik.W001",
        )
    if broker.tls is not None and not broker.is_verified:
        yield Warning(
            f"The broker at {broker.host} does not have to prove that it is yours.",
            hint="Leave ssl_cert_reqs and ssl_check_hostname out, and name its authority with ssl_ca_certs.",
            id="rodnik.W002",
        )


def _database() -> Iterator[CheckMessage]:
    database = settings.DATABASES["default"]
    host, options = database.get("HOST", ""), database.get("OPTIONS", {})
    if host and not is_private(host) and options.get("sslmode") not in ENCRYPTED:
        yield Warning(
            f"The database at {host} may be reached without TLS.",
            hint="Add ?sslmode=verify-full (or require) to DATABASE_URL.",
            id="rodnik.W003",
        )


def _folders() -> Iterator[CheckMessage]:
    for path in (settings.DATA_DIR, settings.DATA_DIR / "secret_key"):
        if _others_may_read(path):
            yield Warning(
                f"{path} can be read by every user of this machine.",
                hint=f"chmod o-rwx {path}",
                id="rodnik.W004",
            )


def _others_may_read(path: Path) -> bool:
    return path.exists() and os.name == "posix" and bool(path.stat().st_mode & 0o004)
