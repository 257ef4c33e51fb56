import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import kombu.pools
import pytest
from celery import current_app

from config.environment.broker import Broker, broker
from tests.e2e.own_broker import OwnBroker
from tests.fresh_postgres import fresh_database as an_empty_database
from tests.migrated import migrated_database as a_migrated_database
from tests.servers.certificates import Certificates
from tests.servers.production import Production
from tests.servers.rabbit import Rabbit

LONGEST_TASK = 600


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.servers)


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return Certificates(tmp_path_factory.mktemp("certificates") / "made")


@pytest.fixture(scope="module")
def rabbit(tmp_path_factory: pytest.TempPathFactory, certificates: Certificates) -> Iterator[Rabbit]:
    """One for all tests of a module: it takes seconds to start."""
    folder = tmp_path_factory.mktemp("rabbit")
    server = Rabbit(folder / "server", certificates)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def production(tmp_path: Path) -> Iterator[Callable[..., Production]]:
    """Parts of a site, started one by one as a host's own units would; none outlives the test."""
    made: list[Production] = []

    def make(**said: str) -> Production:
        made.append(Production(tmp_path / f"site-{len(made)}", said))
        return made[-1]

    yield make
    for site in made:
        site.end()


@pytest.fixture
def fresh_database() -> Iterator[str]:
    """An empty database in the PostgreSQL of the test run."""
    with an_empty_database() as url:
        yield url


@pytest.fixture
def migrated_database() -> Iterator[str]:
    """The same with the tables of a site."""
    with a_migrated_database() as url:
        yield url


@pytest.fixture
def free_broker(tmp_path: Path) -> Iterator[str]:
    """A broker whose queues nobody else's worker reads."""
    server = OwnBroker(tmp_path / "broker")
    server.start()
    yield server.url
    server.stop()


@pytest.fixture
def turn_to(
    broker_away: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Callable[..., Broker]]:
    """Lets this process, which is a site's web process, speak to the broker that the environment names."""
    names = ("broker_url", "broker_use_ssl", "broker_transport_options", "broker_connection_timeout")
    before = {name: getattr(current_app.conf, name) for name in names}

    def turn(values: dict[str, object]) -> None:
        current_app.conf.update(values)
        kombu.pools.reset()  # lines are known there by address, whatever proof was asked for
        current_app._pool = None  # type: ignore[attr-defined]  # celery-types does not know it
        current_app.amqp._producer_pool = None  # type: ignore[attr-defined]  # nor this

    def to(name: str, url: str) -> Broker:
        monkeypatch.setenv(name, url)
        named = broker(tmp_path)
        options = named.transport_options(is_worker=False, longest_task=LONGEST_TASK)
        patience = named.patience(is_worker=False)
        turn(dict(zip(names, (named.url, named.tls, options, patience), strict=True)))
        return named

    yield to
    turn(before)
