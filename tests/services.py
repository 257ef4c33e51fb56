"""python -m tests.services COMMAND…: runs the command beside a PostgreSQL and a broker of its own.

They live in a temporary folder on unix sockets, and nothing of them is left when the command has ended.
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import redis

from config.embedded import broker
from config.embedded.kinship import before_exec, die_with_parent
from tests.private_postgres import PrivatePostgres

BASE_DIR = Path(__file__).resolve().parent.parent
SECRET_KEY = "only for tests: 0123456789 abcdefghijklmnopqrstuvwxyz"
#: What a developer may have set for a site of their own must not reach the tests. Nor must the wish for
#: no __pycache__: each of some hundred sites and commands would translate all our modules anew.
NOT_FOR_TESTS = (
    "ALLOWED_HOSTS", "AMQP_URL", "APP_SIGN_IN_DAYS", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "BIND",
    "DATA",
    "DATABASE_CONN_MAX_AGE", "DATABASE_POOLER", "DEFAULT_FROM_EMAIL", "DJANGO_SETTINGS_MODULE", "EMAIL_URL",
    "EMBEDDINGS_API_KEY", "EMBEDDINGS_BASE_URL", "EMBEDDINGS_MODEL", "FILE_DELIVERY",
    "LANGUAGE_CODE", "LLM_API_KEY", "LLM_BASE_URL", "LLM_MODEL", "LLM_SECONDS", "MAKEFLAGS", "MAKELEVEL",
    "PORT", "PYTHONDONTWRITEBYTECODE", "REGISTRATION", "SITE_URL", "STATIC_ROOT", "STORAGE_URL",
    "TRUSTED_PROXIES", "TZ", "WEB_CONCURRENCY",
)  # fmt: skip


def main() -> int:
    wanted = _arguments()
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _end)
    with ExitStack() as stack:
        folder = stack.enter_context(_folder())
        env = _environment(folder)
        if wanted.database == "postgres":
            env["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL") or stack.enter_context(
                _postgres(folder)
            )
        env["REDIS_URL"] = _given_broker() or stack.enter_context(_broker(folder))
        return _run(wanted.command, env)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.services", description=__doc__)
    parser.add_argument("--database", choices=("postgres", "sqlite"), default="postgres")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    wanted = parser.parse_args()
    if not wanted.command:
        parser.error("which command is to be run?")
    return wanted


def _end(number: int, _: object) -> None:
    """A signal leaves by the same door as everything else, so that the services are stopped."""
    sys.exit(128 + number)


@contextmanager
def _folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="rodnik-tests-"))
    folder.chmod(0o755)  # the unprivileged user of PostgreSQL has to pass
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in NOT_FOR_TESTS}
    of_jobs = ("ANIMATION_", "PREPARATION_")
    kept = {name: value for name, value in kept.items() if not name.startswith(of_jobs)}
    kept.pop("DATABASE_URL", None)
    return {
        **kept,
        "DATA_DIR": str(folder / "data"),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONUTF8": "1",
        "RODNIK_IGNORE_DOTENV": "1",
        "SECRET_KEY": SECRET_KEY,
    }


@contextmanager
def _postgres(folder: Path) -> Iterator[str]:
    home = folder / "postgres"
    home.mkdir()
    server = PrivatePostgres(home)
    try:
        server.start()
        yield server.url()
    finally:
        server.stop()


def _given_broker() -> str:
    """TEST_REDIS_URL; tests empty their broker, so one that holds something is refused."""
    url = os.environ.get("TEST_REDIS_URL", "")
    if url and redis.Redis.from_url(url.replace("redis+socket://", "unix://")).dbsize():
        raise SystemExit("TEST_REDIS_URL names a broker that is not empty: the tests would disturb it.")
    return url


@contextmanager
def _broker(folder: Path) -> Iterator[str]:
    listening = folder / "broker.sock"
    argv: list[str | Path] = [
        str(broker.program()),
        "--port",
        "0",
        "--unixsocket",
        str(listening),
        "--save",
        "",
        "--dir",
        folder,
    ]
    with (folder / "broker.log").open("wb") as log:
        server = subprocess.Popen(argv, stdout=log, stderr=log, preexec_fn=die_with_parent)
    try:
        _wait_for(listening)
        yield f"redis+socket://{listening}"
    finally:
        server.terminate()
        server.wait()


def _wait_for(path: Path) -> None:
    deadline = time.monotonic() + 10
    while not path.exists():
        if time.monotonic() > deadline:
            raise SystemExit("The broker for the tests did not start.")
        time.sleep(0.02)


def _run(command: list[str], env: dict[str, str]) -> int:
    """Ctrl-C reaches the command through the terminal, and SIGTERM through us; we stay until it has ended.

    Whatever ends it comes as a Ctrl-C: pytest then ends the sites and servers that its tests have started.
    """
    running = subprocess.Popen(
        command, cwd=BASE_DIR, env=env, preexec_fn=before_exec(os.getpid(), signal.SIGINT)
    )
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: running.send_signal(signal.SIGINT))
    code = running.wait()
    return code if code >= 0 else 128 - code


if __name__ == "__main__":
    sys.exit(main())
