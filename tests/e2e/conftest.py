import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.e2e.launched import Site
from tests.e2e.own_broker import OwnBroker
from tests.fresh_postgres import fresh_database
from tests.migrated import migrated_database, put_migrated_sqlite


@contextmanager
def sites_in(folder: Path) -> Iterator[Callable[..., Site]]:
    """Makes sites that are not started yet; at the end none of them may have left a process.

    Only an `empty` one has its migrations before it at its first start.
    """
    made: list[Site] = []

    def make(name: str = "site", port: int | None = None, empty: bool = False, **settings: str) -> Site:
        site = Site(with_static_files(folder / name), settings, port)
        if not empty:
            put_migrated_sqlite(site.data_dir)
        made.append(site)
        return site

    yield make
    for site in made:
        site.end()


@pytest.fixture
def new_site(tmp_path: Path) -> Iterator[Callable[..., Site]]:
    """Makes sites for this test alone."""
    with sites_in(tmp_path) as make:
        yield make


def on(*pairs: tuple[str, str]) -> pytest.MarkDecorator:
    """The pairs of database and broker on which a test is to run. All tests of a module on one pair share
    `site`, so each has people and memorials of its own there."""
    return pytest.mark.parametrize(("database", "own_broker"), pairs, indirect=True, ids=map("-".join, pairs))


@pytest.fixture(scope="module")
def database(request: pytest.FixtureRequest) -> Iterator[dict[str, str]]:
    """What a site is told of its database."""
    if request.param == "sqlite":
        yield {}
        return
    with migrated_database() as url:
        yield {"DATABASE_URL": url}


@pytest.fixture(scope="module")
def own_broker(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[OwnBroker | None]:
    """None where the site is to bring its own."""
    if request.param == "built-in":
        yield None
        return
    broker = OwnBroker(tmp_path_factory.mktemp("broker") / "own", request.param)
    broker.start()
    yield broker
    broker.stop()


@pytest.fixture(scope="module")
def site(
    database: dict[str, str], own_broker: OwnBroker | None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """A running one, for the tests with `on`."""
    broker = {"REDIS_URL": own_broker.url} if own_broker else {}
    with sites_in(tmp_path_factory.mktemp("shared")) as make:
        yield make(**database, **broker).start()


@pytest.fixture
def fresh_postgres(new_site: Callable[..., Site]) -> Iterator[str]:
    """An empty database in the server of the test run; it goes after the sites that use it have gone."""
    with fresh_database() as url:
        yield url


def with_static_files(data_dir: Path) -> Path:
    """The test run has collected them once; packing them again for each site would take seconds."""
    collected = Path(os.environ["DATA_DIR"])
    data_dir.mkdir()
    shutil.copytree(collected / "static", data_dir / "static")
    shutil.copy(collected / "static.fingerprint", data_dir / "static.fingerprint")
    return data_dir
