"""What is left at the end of a process: nothing that the collector would walk through, no open database."""

import os
import subprocess
import sys

from tests.e2e.launched import BASE_DIR

# What is registered first is called last.
PROGRAM = """
import atexit, gc
atexit.register(lambda: print(len(gc.get_objects())))
import config
print(len(gc.get_objects()))
"""


def test_what_is_loaded_is_not_walked_through_at_the_end():
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=BASE_DIR, capture_output=True, text=True, check=True
    )
    loaded, left = map(int, done.stdout.split())
    assert loaded > 10_000
    assert left < 100


def test_a_database_is_closed_at_the_end(tmp_path):
    """Whoever copies the file alone then has all of it."""
    database = tmp_path / "some.sqlite3"
    program = "from django.db import connection; connection.cursor().execute('CREATE TABLE one (id int)')"
    subprocess.run(
        [sys.executable, "manage.py", "shell", "-v0", "-c", program],
        cwd=BASE_DIR, env={**os.environ, "DATABASE_URL": f"sqlite:///{database}"}, check=True,
    )  # fmt: skip
    assert [each.name for each in tmp_path.iterdir()] == [database.name]
