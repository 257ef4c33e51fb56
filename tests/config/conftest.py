import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from config.moving import journey
from tests.config.moving import OldSite
from tests.config.rehearsed import RehearsedExecutor
from tests.fresh_postgres import fresh_database
from tests.migrated import put_migrated_sqlite


@pytest.fixture(scope="session")
def filled_site(tmp_path_factory: pytest.TempPathFactory) -> OldSite:
    """Made once; each test gets a copy."""
    site = OldSite(tmp_path_factory.mktemp("old-site"))
    put_migrated_sqlite(site.folder)
    done = site.run("-m", "tests.config.old_site")
    assert done.returncode == 0, done.stderr
    return site


@pytest.fixture
def old_site(filled_site: OldSite, tmp_path: Path, settings: Any) -> OldSite:
    """A stopped site on SQLite whose files are the ones of this test."""
    folder = tmp_path / "old"
    shutil.copytree(filled_site.folder, folder)
    settings.DATA_DIR, settings.MEDIA_ROOT = folder, folder / "media"
    return OldSite(folder)


@pytest.fixture
def new_database(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An empty one, to which the migrations of a move say what they always say."""
    monkeypatch.setattr(journey, "MigrationExecutor", RehearsedExecutor)
    with fresh_database() as url:
        yield url


@pytest.fixture
def own_databases(django_db_blocker: Any) -> Iterator[None]:
    """The database of the test run plays no part: these tests open their own."""
    with django_db_blocker.unblock():
        yield
