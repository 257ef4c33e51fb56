"""The broker: REDIS_URL for Redis and Valkey, or AMQP_URL for RabbitMQ, which counts before it."""

import os
import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult

from django.core.exceptions import ImproperlyConfigured

from config.environment.addresses import is_private, options, split
from config.environment.values import given

#: sun_path of a unix socket holds 108 bytes with its closing zero.
LONGEST_SOCKET_PATH = 107
REDIS = ("redis", "rediss", "redis+socket")
AMQP = ("amqp", "amqps")
#: Celery obeys these before anything that a project says.
CELERYS_OWN = (
    "BROKER_URL", "CELERY_BROKER_URL", "CELERY_BROKER_READ_URL", "CELERY_BROKER_WRITE_URL",
    "CELERY_RESULT_BACKEND",
)  # fmt: skip
ENCRYPTED = ("rediss", "amqps")
#: How long a sender waits for each word of RabbitMQ.
ANSWER_SECONDS = 2
TLS_OPTIONS = ("ssl_cert_reqs", "ssl_ca_certs", "ssl_certfile", "ssl_keyfile", "ssl_check_hostname")
EXAMPLES = {
    "redis": "redis://host:6379/0",
    "rediss": "rediss://:password@host:6379/0",
    "redis+socket": "redis+socket:///path/to/broker.sock",
    "amqp": "amqp://user:password@host:5672/vhost",
    "amqps": "amqps://user:password@host:5671/vhost",
}


@dataclass(frozen=True)
class Broker:
    url: str
    host: str
    tls: dict[str, Any] | None  # as the client of this kind wants it; None without TLS
    is_private: bool = False  # the one that `make run` brings along

    @property
    def is_redis(self) -> bool:
        return self.url.startswith("redis")

    @property
    def is_verified(self) -> bool:
        """Whether the broker has to prove who it is."""
        checks = {**(self.tls or {})}
        proved = checks.get("ssl_cert_reqs", checks.get("cert_reqs")) == ssl.CERT_REQUIRED
        named = checks["ssl_check_hostname"] if self.is_redis and proved else "server_hostname" in checks
        return bool(proved and named)

    def patience(self, *, is_worker: bool) -> float:
        """Seconds. The site must notice a frozen broker within a request's time; a worker may wait for it."""
        return 5 if is_worker else 0.5 if is_private(self.host) else 2

    def transport_options(self, *, is_worker: bool, longest_task: int) -> dict[str, Any]:
        patience = self.patience(is_worker=is_worker)
        if not self.is_redis:
            # A wake-up counts as sent when the broker has said that it has it. A worker listens without
            # end, but whoever only sends must not wait for ever, not even for a goodbye.
            listening = {} if is_worker else {"read_timeout": ANSWER_SECONDS, "write_timeout": ANSWER_SECONDS}
            return {"confirm_publish": True, **listening}
        return {
            "visibility_timeout": longest_task + 3000,
            "unacked_restore_interval": 5,
            "unacked_restore_throttle": 1,
            "socket_connect_timeout": patience,
            "socket_timeout": patience,
            # Within broker_connection_timeout; by default the first pause alone would last two seconds.
            "interval_start": 0.1,
            "interval_step": 0.1,
            "interval_max": 0.2,
        }


def broker(data_dir: Path) -> Broker:
    for name in CELERYS_OWN:
        if given(name):
            raise ImproperlyConfigured(
                f"{name} would send Celery past the settings: give REDIS_URL or AMQP_URL instead."
            )
    name = "AMQP_URL" if given("AMQP_URL") else "REDIS_URL"
    value, kinds = given(name), AMQP if name == "AMQP_URL" else REDIS
    if not value:
        return Broker(f"redis+socket://{broker_socket(data_dir)}", "localhost", None, is_private=True)
    parts = split(name, value)
    if parts.scheme not in kinds:
        begins = f"{parts.scheme}://" if "://" in value else "none of them"
        raise ImproperlyConfigured(
            f"{name} must begin with {', '.join(f'{kind}://' for kind in kinds)}; it begins with {begins}."
        )
    if not _names_a_place(parts):
        raise ImproperlyConfigured(f"{name} names no broker: {EXAMPLES[parts.scheme]}.")
    return Broker(value.partition("?")[0], parts.hostname or "localhost", _tls(name, parts))


def _names_a_place(parts: SplitResult) -> bool:
    if parts.scheme == "redis+socket":
        return not parts.netloc and len(parts.path) > 1
    number = parts.path.strip("/")
    return bool(parts.hostname) and (parts.scheme in AMQP or not number or number.isdecimal())


def _tls(name: str, parts: SplitResult) -> dict[str, Any] | None:
    found = options(name, parts, TLS_OPTIONS if parts.scheme in ENCRYPTED else ())
    if parts.scheme not in ENCRYPTED:
        return None
    files = {key: _file(name, f"ssl_{key}", found) for key in ("ca_certs", "certfile", "keyfile")}
    if files["keyfile"] and not files["certfile"]:
        raise ImproperlyConfigured(f"{name} has an ssl_keyfile without an ssl_certfile.")
    proof = _word(name, found, "ssl_cert_reqs", {"required": ssl.CERT_REQUIRED, "none": ssl.CERT_NONE})
    named = _word(name, found, "ssl_check_hostname", {"true": True, "false": False})
    if parts.scheme == "rediss":
        return {
            "ssl_cert_reqs": proof,
            "ssl_check_hostname": named,
            **{f"ssl_{key}": file for key, file in files.items()},
        }
    # Without a name this client compares none.
    hostname = {"server_hostname": parts.hostname} if named and proof == ssl.CERT_REQUIRED else {}
    return {"cert_reqs": proof, **files, **hostname}


def _file(name: str, key: str, found: dict[str, str]) -> str | None:
    path = found.get(key, "")
    if path and not Path(path).is_file():
        raise ImproperlyConfigured(f"{name}: there is no file {path} for {key}.")
    return path or None


def _word(name: str, found: dict[str, str], key: str, allowed: dict[str, Any]) -> Any:
    """The first of the allowed words is the safe one, and stands where nothing is said."""
    word = found.get(key, next(iter(allowed))).lower().removeprefix("cert_")
    if word not in allowed:
        raise ImproperlyConfigured(f"{name}: {key} must be {' or '.join(allowed)}, not {word!r}.")
    return allowed[word]


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
