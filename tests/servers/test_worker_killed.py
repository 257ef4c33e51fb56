"""A site whose parts are started one by one, so that one of them can die alone."""

import signal

import pytest

from tests.e2e.family import Family, rows, settled, wait_for_work
from tests.servers.production import Production


@pytest.fixture
def pieces(production, request, free_broker, tmp_path):
    def make(database):
        given = {}
        if database == "postgres":
            given = {"DATABASE_URL": request.getfixturevalue("migrated_database")}
        site: Production = production(REDIS_URL=free_broker, STORAGE_URL=str(tmp_path / "shared"), **given)
        site.prepare()
        for queue in ("housekeeping", "media"):
            site.start_worker(queue, queue)
        site.start_beat()
        site.start_web()
        return site

    return make


@pytest.mark.parametrize("database", ["sqlite", "postgres"])
def test_worker_killed_in_the_middle_another_prepares_it_once(pieces, database):
    site = pieces(database)
    family = Family(site)
    code = family.add(8000, 6400)
    wait_for_work(site.folder / "media.log")
    site.running["media"].send_signal(signal.SIGKILL)
    site.stop("media")
    assert rows(site)["large"] == 0, "it was prepared before the worker could be killed"
    site.start_worker("media", "media")
    family.wait_for(code)
    found = rows(site)
    assert settled(found, attempt=2, losses=1), found
    assert found["large"] == 1
