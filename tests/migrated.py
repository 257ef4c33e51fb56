"""Databases in which the migrations have run: copies of one for which they ran in this test run.

A migration takes five seconds of a processor. Those that a site makes itself, at its first start on an
empty database, are tried in tests/e2e/test_run.py, on both databases, and in tests/deploy.
"""

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from tests.fresh_postgres import fresh_database

BASE_DIR = Path(__file__).resolve().parent.parent
SQLITE = "rodnik.sqlite3"
_kept = ExitStack()
atexit.register(_kept.close)


@contextmanager
def migrated_database() -> Iterator[str]:
    """The address of one in the PostgreSQL of the test run; afterwards it is gone."""
    with fresh_database(f'TEMPLATE "{postgres_template()}"') as url:
        yield url


def put_migrated_sqlite(folder: Path) -> Path:
    """Where a site with this data folder looks for its database."""
    return Path(shutil.copy(_sqlite(), folder / SQLITE))


@cache
def postgres_template() -> str:
    """The name of one that no site uses."""
    url = _kept.enter_context(fresh_database())
    _migrate(url)
    return urlsplit(url).path.lstrip("/")


@cache
def _sqlite() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="rodnik-tests-migrated-"))
    _kept.callback(shutil.rmtree, folder, ignore_errors=True)
    _migrate(f"sqlite:///{folder / SQLITE}")
    assert [path.name for path in folder.iterdir()] == [SQLITE], "its log would have to be copied too"
    return folder / SQLITE


def _migrate(url: str) -> None:
    env = {**os.environ, "DATABASE_URL": url}
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=BASE_DIR, env=env, check=True)
