"""Where this start happens: its folder, its addresses, and the environment that its parts get."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

from config.embedded.errors import CannotStart
from config.environment.values import flag, given, seconds, whole

BASE_DIR = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True)
class Place:
    data_dir: Path
    binds: tuple[tuple[str, int], ...]  # (host, port) pairs to listen on
    site_url: str
    private_broker: bool
    concurrency: int
    render_grace: float  # seconds that a render may still take at a stop; after that its lease brings it back

    @property
    def port(self) -> int:
        return self.binds[0][1]

    @property
    def run_dir(self) -> Path:
        return self.data_dir / "run"

    @property
    def log_dir(self) -> Path:
        return self.data_dir / "logs"

    @property
    def beat_dir(self) -> Path:
        return self.data_dir / "beat"

    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "DATA_DIR": str(self.data_dir),
            "SITE_URL": self.site_url,
            "BIND": ",".join(address(host, port) for host, port in self.binds),
            "PYTHONUTF8": "1",
        }


def from_environment() -> Place:
    try:
        return _read()
    except ImproperlyConfigured as refusal:
        raise CannotStart(str(refusal)) from None


def _read() -> Place:
    if not flag("RODNIK_IGNORE_DOTENV", default=False):
        environ.Env.read_env(BASE_DIR / ".env")  # what the environment says already, stays
    port = whole("PORT", 8000, least=1, most=65535)
    binds = _binds(given("BIND"), port)
    return Place(
        data_dir=_data_dir(os.environ),
        binds=binds,
        site_url=given("SITE_URL", f"http://localhost:{binds[0][1]}"),
        private_broker=not (given("REDIS_URL") or given("AMQP_URL")),
        concurrency=whole("ANIMATION_CONCURRENCY", 1, least=1, most=64),
        render_grace=seconds("ANIMATION_STOP_SECONDS", 10, least=0, most=3600),
    )


def address(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _data_dir(said: Mapping[str, str]) -> Path:
    """DATA= of the make command counts before DATA_DIR of the environment."""
    return Path(said.get("DATA") or said.get("DATA_DIR") or BASE_DIR / "data").expanduser().resolve()


def _port(value: str) -> int:
    if value.isascii() and value.isdigit() and 0 < int(value) < 65536:
        return int(value)
    raise CannotStart(f"A port in BIND must be a number from 1 to 65535, not {value!r}.")


def _binds(value: str, port: int) -> tuple[tuple[str, int], ...]:
    """BIND is a host, or host:port, or several of them with commas between."""
    parts = [part.strip() for part in value.split(",") if part.strip()]
    return tuple(_bind(part, port) for part in parts) or (("127.0.0.1", port),)


def _bind(part: str, port: int) -> tuple[str, int]:
    if part.startswith("["):
        host, _, rest = part[1:].partition("]")
        return host, _port(rest[1:]) if rest.startswith(":") else port
    if part.count(":") > 1:  # a bare IPv6 address
        return part, port
    host, _, rest = part.partition(":")
    return host or "0.0.0.0", _port(rest) if rest else port  # noqa: S104  (":8000" means every address)
