import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
import pytest

from tests.e2e.launched import Site
from tests.e2e.own_broker import OwnBroker


@pytest.fixture
def new_site(tmp_path: Path) -> Iterator[Callable[..., Site]]:
    """Makes sites that are not started yet; at the end of the test none of them may have left a process."""
    made: list[Site] = []

    def make(name: str = "site", port: int | None = None, **settings: str) -> Site:
        site = Site(with_static_files(tmp_path / name), settings, port)
        made.append(site)
        return site

    yield make
    for site in made:
        site.end()


@pytest.fixture(params=["sqlite", "postgres"])
def site(request: pytest.FixtureRequest, new_site: Callable[..., Site]) -> Site:
    """A running site on each of the two databases."""
    settings = (
        {"DATABASE_URL": request.getfixturevalue("fresh_postgres")} if request.param == "postgres" else {}
    )
    return new_site(**settings).start()


@pytest.fixture
def fresh_postgres(new_site: Callable[..., Site]) -> Iterator[str]:
    """An empty database in the server of the test run; it goes after the sites that use it have gone."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        pytest.skip("this run has no PostgreSQL")
    name = f"e2e_{secrets.token_hex(6)}"
    _command(server, f'CREATE DATABASE "{name}"')
    yield urlsplit(server)._replace(path=f"/{name}").geturl()
    _command(server, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def own_broker(tmp_path: Path, new_site: Callable[..., Site]) -> Iterator[OwnBroker]:
    broker = OwnBroker(tmp_path / "own-broker")
    broker.start()
    yield broker
    broker.stop()


def _command(server: str, statement: str) -> None:
    parts = urlsplit(server)
    link = psycopg2.connect(parts._replace(netloc=parts.netloc or "").geturl())
    link.autocommit = True
    with link.cursor() as cursor:
        cursor.execute(statement)
    link.close()


def with_static_files(data_dir: Path) -> Path:
    """The test run has collected them once; packing them again for each site would take seconds."""
    collected = Path(os.environ["DATA_DIR"])
    data_dir.mkdir()
    shutil.copytree(collected / "static", data_dir / "static")
    shutil.copy(collected / "static.fingerprint", data_dir / "static.fingerprint")
    return data_dir
