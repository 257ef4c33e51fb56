"""The command itself, as a host runs it: its words, its exit status, and what a broken-off one leaves."""

import json
import signal
from pathlib import Path

import pytest

from tests.config.moving import contents, tables_at, target_seen

pytestmark = pytest.mark.usefixtures("own_databases")


def test_command_moves_leaves_the_old_rows_and_says_what_comes_next(old_site, new_database):
    """To the command, unlike to a test, the old database is the default one: what forgets to say which it
    means writes there."""
    with old_site.seen() as alias:
        there = contents(alias)
    done = old_site.run("manage.py", "move", "--to", new_database)
    assert (done.returncode, done.stderr) == (0, "")
    with old_site.seen() as alias:
        assert contents(alias) == there
    with target_seen(new_database) as alias:
        assert contents(alias) == there
    lines = done.stdout.splitlines()
    assert lines[0].startswith(f"Moving from SQLite, {old_site.database} to PostgreSQL, database e2e_")
    told = dict(line.split() for line in lines if line.startswith("  "))
    assert told["memorials.Memorial"] == "3"
    assert [line.split(":")[0] for line in lines[-7:]] == [
        f"Moved {sum(map(int, told.values()))} rows of {len(told)} models; all were read back, "
        "and every column is the same.",
        "Left out",
        "Left out",
        "Files",
        "Next",
        f"Keep the data folder {old_site.folder}",
        f"The old database (SQLite, {old_site.database}) is as it was",
    ]


def test_command_answers_in_json(old_site, new_database):
    done = old_site.run("manage.py", "move", "--json", "--to", new_database)
    answer = json.loads(done.stdout)
    assert (done.returncode, done.stderr, answer["ok"]) == (0, "", True)
    assert answer["rows"] == sum(answer["models"].values())
    assert answer["models"]["memorials.Memorial"] == 3
    assert set(answer["left_out"]) == {"cache", "django_migrations"}
    again = old_site.run("manage.py", "move", "--json", "--to", new_database)
    answer = json.loads(again.stdout)
    assert (again.returncode, answer["ok"]) == (1, False)
    assert answer["refusal"].startswith("The new database is not empty")


def test_refusal_is_one_sentence_without_the_password(old_site):
    folder = Path("/nonexistent")
    done = old_site.run("manage.py", "move", "--to", f"postgres://anna:тайна-42@/rodnik?host={folder}")
    assert (done.returncode, done.stdout) == (1, "")
    [sentence] = done.stderr.splitlines()
    assert sentence.startswith("The new database does not answer: ")
    assert "тайна" not in sentence


def broken_off(old_site, to, fault):
    """The command in a process of its own, which does `fault` when most rows are over there."""
    done = old_site.run(
        "-c",
        "import os, signal, django; django.setup()\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # a shell's background job ignores it
        "from django.core.management import call_command; from config.moving import tables\n"
        "insert = tables.Table.insert\n"
        "def breaking(table, alias, rows):\n"
        "    insert(table, alias, rows)\n"
        f"    if table.label == 'animation.Animation': os.kill(os.getpid(), {fault})\n"
        "tables.Table.insert = breaking\n"
        f"call_command('move', to={to!r})",
    )
    assert "memorials.Memory" in done.stdout
    assert "every column is the same" not in done.stdout
    return done


def test_kill_in_the_middle_leaves_an_empty_database(old_site, new_database):
    before = old_site.digest()
    assert broken_off(old_site, new_database, "signal.SIGKILL").returncode == -signal.SIGKILL
    assert (tables_at(new_database), old_site.digest()) == ([], before)


def test_ctrl_c_is_answered_with_a_sentence(old_site, new_database):
    done = broken_off(old_site, new_database, "signal.SIGINT")
    assert (done.returncode, done.stderr) == (
        1,
        "Stopped: nothing was moved, and both databases are as they were.\n",
    )
    assert tables_at(new_database) == []
