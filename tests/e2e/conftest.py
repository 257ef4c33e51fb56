import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.e2e.launched import Site
from tests.e2e.own_broker import OwnBroker
from tests.fresh_postgres import fresh_database
from tests.migrated import migrated_database, put_migrated_sqlite


@pytest.fixture
def new_site(tmp_path: Path) -> Iterator[Callable[..., Site]]:
    """Makes sites that are not started yet; at the end of the test none of them may have left a process.

    Only an `empty` one has its migrations before it at its first start.
    """
    made: list[Site] = []

    def make(name: str = "site", port: int | None = None, empty: bool = False, **settings: str) -> Site:
        site = Site(with_static_files(tmp_path / name), settings, port)
        if not empty:
            put_migrated_sqlite(site.data_dir)
        made.append(site)
        return site

    yield make
    for site in made:
        site.end()


@pytest.fixture(params=["sqlite", "postgres"])
def site(request: pytest.FixtureRequest, new_site: Callable[..., Site]) -> Site:
    """A running site on each of the two databases."""
    return new_site(**_database(request, "migrated_postgres")).start()


@pytest.fixture(params=["sqlite", "postgres"])
def site_from_nothing(request: pytest.FixtureRequest, new_site: Callable[..., Site]) -> Site:
    """The same, and it has made all its tables itself."""
    return new_site(empty=True, **_database(request, "fresh_postgres")).start()


def _database(request: pytest.FixtureRequest, postgres: str) -> dict[str, str]:
    return {"DATABASE_URL": request.getfixturevalue(postgres)} if request.param == "postgres" else {}


@pytest.fixture
def fresh_postgres(new_site: Callable[..., Site]) -> Iterator[str]:
    """An empty database in the server of the test run; it goes after the sites that use it have gone."""
    with fresh_database() as url:
        yield url


@pytest.fixture
def migrated_postgres(new_site: Callable[..., Site]) -> Iterator[str]:
    """The same with the tables of a site, and without rows."""
    with migrated_database() as url:
        yield url


@pytest.fixture(params=["valkey"])
def own_broker(
    request: pytest.FixtureRequest, tmp_path: Path, new_site: Callable[..., Site]
) -> Iterator[OwnBroker]:
    """A test that asks for it with `ON_EACH_BROKER` runs on both kinds."""
    broker = OwnBroker(tmp_path / "own-broker", request.param)
    broker.start()
    yield broker
    broker.stop()


@pytest.fixture(params=["built-in", "redis"])
def broker_address(
    request: pytest.FixtureRequest, tmp_path: Path, new_site: Callable[..., Site]
) -> Iterator[dict[str, str]]:
    """What a site is told of its broker: nothing, where it brings its own Valkey, or where a Redis is."""
    if request.param == "built-in":
        yield {}
        return
    redis = OwnBroker(tmp_path / "redis", request.param)
    redis.start()
    yield {"REDIS_URL": redis.url}
    redis.stop()


def with_static_files(data_dir: Path) -> Path:
    """The test run has collected them once; packing them again for each site would take seconds."""
    collected = Path(os.environ["DATA_DIR"])
    data_dir.mkdir()
    shutil.copytree(collected / "static", data_dir / "static")
    shutil.copy(collected / "static.fingerprint", data_dir / "static.fingerprint")
    return data_dir
