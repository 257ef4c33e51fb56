import gc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from celery import current_app
from django.conf import settings as django_settings
from django.core.cache import cache
from django.db import connection
from django.test import Client, TransactionTestCase
from django.utils.translation import override

from chat import machines
from config.static_files import collect
from memorials.jobs import handover
from memorials.jobs.sweeper import kinds
from memorials.models import Media, Memorial, User
from tests import people
from tests.emptying import delete_rows
from tests.middleware import loaded_once
from tests.migrated import postgres_template
from tests.people import Cast
from tests.wake_ups import empty_broker


def pytest_collection_finish() -> None:
    """What has been imported stays for the whole run: the collector of garbage need not look at it again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """SQLite lies in a file, as it does on a site: threads then meet the same locks. On PostgreSQL the
    migrations have run in what is copied for sites."""
    if connection.vendor == "postgresql":
        connection.settings_dict["TEST"]["TEMPLATE"] = postgres_template()
    if connection.vendor == "sqlite":
        folder = tmp_path_factory.mktemp("database")
        connection.settings_dict["TEST"]["NAME"] = str(folder / "rodnik.sqlite3")


@pytest.fixture(scope="session", autouse=True)
def emptied_quickly() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", delete_rows)
        yield


@pytest.fixture(scope="session", autouse=True)
def static_files() -> None:
    """Packing 150 files with brotli takes eight seconds and proves nothing here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("whitenoise.compress.brotli_installed", False)
        collect()


@pytest.fixture(scope="session", autouse=True)
def middleware_loaded_once(static_files: None) -> Iterator[None]:
    with loaded_once():
        yield


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> Path:
    """Where this test's files are stored."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return Path(settings.MEDIA_ROOT)


@pytest.fixture(autouse=True)
def language(settings: Any) -> Iterator[None]:
    """Django leaves the language of the last request in the thread; each test begins in the site's own."""
    with override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(autouse=True)
def static_files_found_when_asked(settings: Any) -> None:
    """Each client of a test loads the middleware anew; whitenoise would look at every static file each time,
    which took five sixths of such a test."""
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture(autouse=True)
def quick_passwords(settings: Any) -> None:
    """They are hashed as on a site, only not a million times, which takes a third of a second."""
    quick = "django.contrib.auth.hashers.MD5PasswordHasher"
    settings.PASSWORD_HASHERS = [quick, *settings.PASSWORD_HASHERS]


@pytest.fixture(autouse=True)
def archive_by_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each memory of each test would be embedded, in half a second; who needs vectors asks for them."""
    monkeypatch.setattr(machines, "embedder", lambda: None)


@pytest.fixture
def stored(files: Path) -> Callable[[], set[str]]:
    """The names of all stored files at the moment of the call."""
    return lambda: {str(path.relative_to(files)) for path in files.rglob("*") if path.is_file()}


def _turn_to(url: str) -> None:
    app: Any = current_app
    app.conf.broker_url = url
    app._pool = None
    app.amqp._producer_pool = None


@pytest.fixture(autouse=True)
def broker_away(tmp_path: Path) -> Iterator[None]:
    """No test talks to a broker unless it asks for one: this address refuses at once."""
    _turn_to(f"redis+socket://{tmp_path}/no-broker.sock")
    yield
    handover.settle()
    _turn_to(django_settings.CELERY_BROKER_URL)


@pytest.fixture
def broker(broker_away: None) -> Iterator[Callable[[], int]]:
    """Kombu's own broker in this process; the call answers with the number of wake-ups in it."""
    _turn_to("memory://")
    by_queue = {kind.QUEUE: kind for kind in kinds()}  # some kinds share one
    yield lambda: sum(handover.messages_waiting(kind) for kind in by_queue.values())
    handover.settle()
    empty_broker()


@pytest.fixture
def cast(db: None) -> Cast:
    return people.make_cast()


@pytest.fixture
def keeper(cast: Cast) -> User:
    return cast.keeper


@pytest.fixture
def memorial(cast: Cast) -> Memorial:
    """A public memorial in which the cast has its roles."""
    return people.make_public(cast)


@pytest.fixture
def photo(memorial: Memorial, keeper: User) -> Media:
    return people.make_photo(memorial, keeper)


@pytest.fixture
def browser() -> Callable[..., Client]:
    """A browser in which somebody, or nobody, is signed in."""

    def open_for(user: User | None = None, **options: Any) -> Client:
        client = Client(**options)
        if user:
            people.sign_in(client, user)
        return client

    return open_for


@pytest.fixture
def clean_cache(transactional_db: None) -> Iterator[None]:
    """For transactional tests: the cache's table is not a model, and is not emptied between them."""
    cache.clear()
    yield
    cache.clear()
