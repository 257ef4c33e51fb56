"""Connections to PostgreSQL that are kept, shared through PgBouncer, and cut in the middle."""

import psycopg2
import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError, connections
from django.db.utils import ConnectionHandler

from config.environment.database import database
from tests.e2e.visitor import Visitor
from tests.fresh_postgres import command
from tests.servers.pgbouncer import PgBouncer

CUT = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


@pytest.fixture
def pooler(tmp_path, fresh_database):
    server = PgBouncer(tmp_path / "pgbouncer", fresh_database)
    yield server.start()
    server.stop()


@pytest.fixture
def line(monkeypatch, tmp_path, django_db_blocker):
    """Connections as a process of the site makes them from the environment, each under a name."""
    made = []

    def connect(**said: str) -> str:
        for name, value in said.items():
            monkeypatch.setenv(name, value)
        made.append(f"line-{len(made)}")
        named = ConnectionHandler({"default": database(tmp_path)})
        connections.settings[made[-1]] = named.settings["default"]
        return made[-1]

    with django_db_blocker.unblock():  # these are none of the test's own rows
        yield connect
    for name in made:
        connections[name].close()
        del connections[name], connections.settings[name]


@pytest.fixture
def rows(fresh_database):
    command(fresh_database, "CREATE TABLE django_content_type (id int, app_label text, model text)")
    thousand = "SELECT n, 'a', 'b' FROM generate_series(1, 1000) n"
    command(fresh_database, f"INSERT INTO django_content_type {thousand}")


def _read_in_portions(reader: str, other: str) -> int:
    """Rows that one connection reads while another one takes its place behind the pooler."""
    found = ContentType.objects.using(reader).iterator(chunk_size=10)
    next(found)
    connections[other].set_autocommit(False)
    with connections[other].cursor() as cursor:
        cursor.execute("SELECT 1")
    read = 1 + sum(1 for _ in found)
    connections[other].rollback()
    return read


def test_lists_are_read_whole_through_a_pooler(pooler, line, rows):
    said = {"DATABASE_URL": pooler.url, "DATABASE_POOLER": "pgbouncer"}
    assert _read_in_portions(line(**said), line(**said)) == 1000


def test_without_the_word_a_pooler_loses_the_place(pooler, line, rows):
    said = {"DATABASE_URL": pooler.url, "DATABASE_POOLER": "none"}
    with pytest.raises((DatabaseError, psycopg2.Error), match="does not exist"):
        _read_in_portions(line(**said), line(**said))


def test_hours_are_those_of_the_site_on_each_connection_of_a_pooler(pooler, line):
    said = {"DATABASE_URL": pooler.url, "DATABASE_POOLER": "pgbouncer"}
    found = set()
    for each in [connections[line(**said)] for _ in range(3)]:
        each.set_autocommit(False)  # so that none of them gives its place to the next
        with each.cursor() as cursor:
            cursor.execute("SHOW timezone")
            found.add(cursor.fetchone()[0])
        each.rollback()
    assert found == {"UTC"}


@pytest.fixture(params=["direct", "pooled"])
def site(request, production, fresh_database):
    said = {"DATABASE_URL": fresh_database}
    if request.param == "pooled":
        pooler = request.getfixturevalue("pooler")
        said = {"DATABASE_URL": pooler.url, "DATABASE_POOLER": "pgbouncer"}
    return production(**said, REDIS_URL=request.getfixturevalue("free_broker"))


def test_cut_connections_cost_nobody_a_page(site, fresh_database):
    site.prepare()
    site.start_worker("worker")
    site.start_web()
    keeper = Visitor(site)
    keeper.register("anna@example.org", "Anna")
    memorial = keeper.make_memorial("Maria Orlova")
    command(fresh_database, CUT)
    assert keeper.get(memorial).status_code == 200
    command(fresh_database, CUT)
    assert "/media/" in keeper.add_media(memorial)
    command(fresh_database, CUT)
    assert "All workers have answered." in site.prepare("--greet-workers")
    assert site.doctor() == {"beat": "has never given a sign of life"}
