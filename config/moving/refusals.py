"""What must be true before anything is moved; each refusal is one sentence."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import Error, connections
from django.db.migrations.executor import MigrationExecutor

from config.embedded.errors import CannotStart
from config.embedded.preflight import take_lock
from config.moving import tables
from config.moving.ends import SOURCE, TARGET, ask, other_clients
from config.moving.errors import CannotMove
from memorials.jobs.sweeper import kinds

#: What tells one PostgreSQL database from all others, under whatever name it is reached.
_IDENTITY = (
    "SELECT pg_postmaster_start_time()::text || ' ' || oid"
    " FROM pg_database WHERE datname = current_database()"
)


@contextmanager
def site_stopped(data_dir: Path) -> Iterator[None]:
    """The data folder is ours meanwhile: the site neither runs on it nor can be started."""
    try:
        lock = take_lock(data_dir)
    except CannotStart as error:
        raise CannotMove(
            f"The site still runs on the data folder {data_dir}: stop it, and move then."
        ) from error
    except OSError as error:
        raise CannotMove(f"The data folder {data_dir} cannot be locked ({error.strerror}).") from error
    try:
        yield
    finally:
        os.close(lock)


def examine() -> None:
    _target_answers()
    _two_databases()
    _target_is_empty()
    _target_holds_all_letters()
    _tables_may_be_made()
    _nobody_works()
    _source_is_up_to_date()
    _every_column_is_known()
    _nothing_is_rendered()
    connections[SOURCE].check_constraints()  # SQLite names a row that points to nothing; so should we


def first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")


def _target_answers() -> None:
    try:
        connections[TARGET].ensure_connection()
    except Error as error:
        raise CannotMove(f"The new database does not answer: {first_line(error)}.") from error


def _two_databases() -> None:
    if connections[SOURCE].vendor == "postgresql" and ask(SOURCE, _IDENTITY) == ask(TARGET, _IDENTITY):
        raise CannotMove(
            "The new database is the one that the site has now: "
            "leave DATABASE_URL as it was until all is moved."
        )


def _target_is_empty() -> None:
    with connections[TARGET].cursor() as cursor:
        there = set(connections[TARGET].introspection.table_names(cursor))
    taken = sorted(there & tables.all_names())
    if taken:
        raise CannotMove(
            f"The new database is not empty (the table {taken[0]} is there already): name an empty one."
        )


def _target_holds_all_letters() -> None:
    encoding = ask(TARGET, "SHOW server_encoding")
    if encoding != "UTF8":
        raise CannotMove(f"The new database keeps texts as {encoding}: make one with the encoding UTF8.")


def _tables_may_be_made() -> None:
    if not ask(TARGET, "SELECT coalesce(has_schema_privilege(current_schema(), 'CREATE'), false)"):
        user = ask(TARGET, "SELECT current_user")
        raise CannotMove(
            f"The user {user} may make no tables in the new database: "
            f'GRANT CREATE ON SCHEMA public TO "{user}".'
        )


def _nobody_works() -> None:
    others = other_clients()
    if others:
        raise CannotMove(
            f"Others are connected to the old database ({others}): "
            "stop the site and all that works on it, and move then."
        )


def _source_is_up_to_date() -> None:
    executor = MigrationExecutor(connections[SOURCE])
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        raise CannotMove(
            f"The old database lacks migrations of this version ({len(waiting)}): "
            "run manage.py migrate (or start the site once and stop it), and move then."
        )


def _every_column_is_known() -> None:
    """A database that a newer version wrote would leave behind what this one cannot read."""
    introspection = connections[SOURCE].introspection
    with connections[SOURCE].cursor() as cursor:
        for table in tables.moved():
            there = {column.name for column in introspection.get_table_description(cursor, table.name)}
            strange = sorted(there - {field.column for field in table.model._meta.local_concrete_fields})
            if strange:
                raise CannotMove(
                    f"The old database was written by another version of Rodnik: "
                    f"this one does not know {table.name}.{strange[0]}."
                )


def _nothing_is_rendered() -> None:
    """A run whose worker is gone moves as it is: its lease is over, and the new site queues it again."""
    working = sum(kind.objects.using(SOURCE).in_hand().count() for kind in kinds())
    if working:
        raise CannotMove(
            f"Photographs or films are being worked on ({working}): let them be ready, "
            "or wait a minute after the workers were stopped."
        )
