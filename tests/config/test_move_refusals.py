"""What must be true before anything is moved: each refusal is one sentence, and changes nothing."""

import os
from contextlib import closing
from datetime import UTC, datetime, timedelta

import psycopg2
import pytest

from config.embedded.preflight import take_lock
from config.moving import CannotMove, move
from config.moving.ends import target_settings
from tests.config.moving import tables_at
from tests.fresh_postgres import command, fresh_database

pytestmark = pytest.mark.usefixtures("own_databases")
ADDRESS = "--to takes the address of a PostgreSQL database: postgres://user:password@host/name."


def refusal(old_site, to):
    with pytest.raises(CannotMove) as refused:
        old_site.move(to)
    return str(refused.value)


@pytest.mark.parametrize(
    "address",
    [
        "", "rodnik", "sqlite:///new.sqlite3", "mysql://db/rodnik", "postgres://host", "postgres://host/",
        "postgres://host:port/rodnik", "postgres://[::1/rodnik", "https://host/rodnik",
    ],
)  # fmt: skip
def test_other_addresses_than_of_a_postgres(old_site, address):
    assert refusal(old_site, address) == ADDRESS


def test_server_that_is_not_there(old_site):
    said = refusal(old_site, "postgres://anna@127.0.0.1:1/rodnik")
    assert said.startswith("The new database does not answer: ")
    assert "Connection refused" in said


@pytest.mark.parametrize("table", ["memorials_memory", "django_migrations", "cache"])
def test_database_with_a_table_of_ours(old_site, new_database, table):
    command(new_database, f"CREATE TABLE {table} (id int)")
    assert refusal(old_site, new_database) == (
        f"The new database is not empty (the table {table} is there already): name an empty one."
    )
    assert tables_at(new_database) == [table]


def test_tables_of_others_do_not_matter(old_site, new_database):
    command(new_database, "CREATE TABLE guestbook (id int)")
    old_site.move(new_database)
    assert "guestbook" in tables_at(new_database)


def test_database_with_another_encoding(old_site):
    with fresh_database("ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0") as url:
        assert refusal(old_site, url) == (
            "The new database keeps texts as SQL_ASCII: make one with the encoding UTF8."
        )


def test_user_who_may_make_no_tables(old_site, new_database):
    command(new_database, "REVOKE CREATE ON SCHEMA public FROM public")
    command(new_database, "CREATE ROLE guest LOGIN")
    try:
        as_guest = new_database.replace("postgres@", "guest@")
        assert refusal(old_site, as_guest) == (
            'The user guest may make no tables in the new database: GRANT CREATE ON SCHEMA public TO "guest".'
        )
    finally:
        command(new_database, "DROP ROLE guest")


def test_site_that_still_runs(old_site, new_database):
    lock = take_lock(old_site.folder)
    try:
        assert refusal(old_site, new_database) == (
            f"The site still runs on the data folder {old_site.folder}: stop it, and move then."
        )
    finally:
        os.close(lock)


def test_site_cannot_be_started_meanwhile(old_site, new_database, monkeypatch):
    seen = []

    def look():
        done = old_site.run("-m", "config.embedded")
        seen.append((done.returncode, done.stderr))

    monkeypatch.setattr("config.moving.refusals._nothing_is_rendered", look)
    old_site.move(new_database)
    assert seen == [(1, f"Rodnik already runs on the data folder {old_site.folder}.\n")]


def test_render_under_way(old_site, new_database):
    later = datetime.now(UTC) + timedelta(seconds=10)
    old_site.change(
        "UPDATE animation_animation SET lease_until = ? WHERE status = 'running'", later.isoformat(" ")
    )
    assert refusal(old_site, new_database) == (
        "Photographs or films are being worked on (1): let them be ready, "
        "or wait a minute after the workers were stopped."
    )


def test_migrations_that_were_not_applied(old_site, new_database):
    old_site.change("DELETE FROM django_migrations WHERE app = 'animation'")
    assert refusal(old_site, new_database) == (
        "The old database lacks migrations of this version (5): "
        "run manage.py migrate (or start the site once and stop it), and move then."
    )


def test_column_that_only_a_newer_version_knows(old_site, new_database):
    old_site.change("ALTER TABLE memorials_memory ADD COLUMN voice text")
    assert refusal(old_site, new_database) == (
        "The old database was written by another version of Rodnik: "
        "this one does not know memorials_memory.voice."
    )


def test_table_that_belongs_to_nobody_is_told(old_site, new_database):
    old_site.change("CREATE TABLE guestbook (id integer primary key)")
    assert old_site.move(new_database).left_out["guestbook"] == "it belongs to no installed app"


def test_database_that_is_not_there(old_site, new_database):
    old_site.database.unlink()
    assert refusal(old_site, new_database) == (
        f"There is no database at {old_site.database}, so there is nothing to move."
    )
    assert not old_site.database.exists()


def test_file_that_is_no_database(old_site, new_database):
    old_site.database.write_text("Родник" * 1000)
    assert refusal(old_site, new_database) == "Nothing was moved: file is not a database."


def test_data_folder_that_is_not_there(old_site, new_database):
    with pytest.raises(CannotMove, match=r"cannot be locked \(No such file or directory\)"):
        move(old_site.settings, new_database, data_dir=old_site.folder / "none", say=[].append)


def test_other_kinds_of_source(old_site, new_database):
    with pytest.raises(CannotMove, match="from SQLite and from PostgreSQL only"):
        move({"ENGINE": "django.db.backends.mysql"}, new_database, data_dir=old_site.folder, say=[].append)


def from_postgres(old_site, source, to):
    with pytest.raises(CannotMove) as refused:
        move(target_settings(source), to, data_dir=old_site.folder, say=[].append)
    return str(refused.value)


def test_same_database_under_another_address(old_site, new_database):
    old_site.move(new_database)
    same = new_database.replace("postgres://", "postgresql://") + "&application_name=other"
    assert from_postgres(old_site, new_database, same) == (
        "The new database is the one that the site has now: leave DATABASE_URL as it was until all is moved."
    )


def test_postgres_on_which_others_work(old_site, new_database):
    old_site.move(new_database)
    with fresh_database() as third, closing(psycopg2.connect(new_database)):
        assert from_postgres(old_site, new_database, third) == (
            "Others are connected to the old database (1): "
            "stop the site and all that works on it, and move then."
        )
