"""An empty database in the PostgreSQL of the test run."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg2
import pytest


@contextmanager
def fresh_database(options: str = "") -> Iterator[str]:
    """Its address; afterwards it is gone. `options` are words for CREATE DATABASE."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        pytest.skip("this run has no PostgreSQL")
    name = f"e2e_{secrets.token_hex(6)}"
    command(server, f'CREATE DATABASE "{name}" {options}')
    try:
        yield urlsplit(server)._replace(path=f"/{name}").geturl()
    finally:
        command(server, f'DROP DATABASE "{name}" WITH (FORCE)')


def command(url: str, statement: str) -> list[tuple]:
    """One statement in a connection of its own; answers with the rows, if it has some."""
    link = psycopg2.connect(url)
    link.autocommit = True
    try:
        with link.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []
    finally:
        link.close()
