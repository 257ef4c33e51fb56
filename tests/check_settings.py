"""python -m tests.check_settings: no migration is missing, and the settings of production are silent."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
PRODUCTION = {
    "RODNIK_IGNORE_DOTENV": "1",
    "SITE_URL": "https://memory.example",
    "SECRET_KEY": "a check needs fifty characters, and here they are: 0123456789",
    "DATABASE_URL": "postgres://rodnik@localhost/rodnik",
    "REDIS_URL": "redis://localhost:6379/0",
    "TRUSTED_PROXIES": "1",
}
#: The same site with all its parts elsewhere.
IN_A_CLOUD = {
    "ALLOWED_HOSTS": "www.memory.example",
    "DATABASE_URL": "postgres://rodnik:secret@db.example:6432/rodnik?sslmode=verify-full",
    "DATABASE_POOLER": "pgbouncer",
    "REDIS_URL": "rediss://rodnik:secret@redis.example:6380/0",
    "STORAGE_URL": "s3://key:secret@rodnik/files?endpoint_url=https://storage.example",
    "FILE_DELIVERY": "signed-url",
    "EMAIL_URL": "smtps://rodnik:secret@mail.example",
}
COMMANDS: tuple[tuple[list[str], dict[str, str]], ...] = (
    # Comparing models with migrations needs no rows, but a database that can be opened.
    (["makemigrations", "--check", "--dry-run"], {"DATABASE_URL": "sqlite://:memory:"}),
    (["check", "--deploy", "--fail-level", "WARNING"], {}),
    (["check", "--deploy", "--fail-level", "WARNING"], IN_A_CLOUD),
)


def main() -> int:
    with tempfile.TemporaryDirectory() as data_dir:
        codes = [_run(words, {**PRODUCTION, **special, "DATA_DIR": data_dir}) for words, special in COMMANDS]
    return max(codes)


def _run(words: list[str], settings: dict[str, str]) -> int:
    env = {"PATH": os.environ.get("PATH", ""), "HOME": os.environ.get("HOME", ""), **settings}
    return subprocess.run(
        [sys.executable, "manage.py", *words], cwd=BASE_DIR, env=env, check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main())
