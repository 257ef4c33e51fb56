"""The runner of `make test`: it adds up what its parts say, and however it ends, nothing of them is left."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.e2e.launched import BASE_DIR, wait_until
from tests.parts import GIVEN, PARTS

pytestmark = pytest.mark.e2e
RESULTS = """
import pytest

def test_passes(): pass

@pytest.mark.families
def test_of_memorials(): pass

@pytest.mark.skip
def test_skipped(): pass

@pytest.mark.e2e
def test_of_a_site(): pass

@pytest.mark.servers
class TestServers:
    def test_fails(self): assert False
    def test_has_no_fixture(self, missing): pass
"""
#: In each part a test that waits beside a process of its own, which it ends as the fixtures of sites do.
WAITING = """
import os, subprocess, time
import pytest
from pathlib import Path

@pytest.fixture
def other():
    started = subprocess.Popen(["sleep", "300"])
    yield started
    started.kill()
    started.wait()
    Path(__file__).with_name(f"{os.getpid()}.ended").touch()

MARKED = [pytest.param(mark, marks=getattr(pytest.mark, mark)) for mark in ("families", "e2e")]

@pytest.mark.parametrize("part", ["one", *MARKED])
def test_waits(other, part):
    Path(__file__).with_name(f"{os.getpid()}.{other.pid}.started").touch()
    time.sleep(300)
"""


@pytest.fixture
def started() -> Iterator[Callable[..., "subprocess.Popen[str]"]]:
    """Starts the runner on one file of tests, with SQLite, as a shell starts a job in the background."""
    made: list[subprocess.Popen[str]] = []
    env = {name: value for name, value in os.environ.items() if name not in GIVEN}

    def start(tests: Path, **more: str) -> "subprocess.Popen[str]":
        settings = f"--config-file={BASE_DIR / 'pyproject.toml'}"
        words = [sys.executable, "-m", "tests.parts", "--database", "sqlite", settings, str(tests)]
        made.append(
            subprocess.Popen(
                words, cwd=BASE_DIR, env={**env, **more}, text=True,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
                preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),
            )
        )  # fmt: skip
        return made[-1]

    yield start
    for each in made:
        each.kill()
        each.communicate()


def written(folder: Path, text: str) -> Path:
    tests = folder / "test_written.py"
    tests.write_text(text)
    return tests


def alive(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return False


def test_parts_are_added_up_and_the_worse_one_counts(started, tmp_path):
    runner = started(written(tmp_path, RESULTS))
    lines = runner.communicate(timeout=120)[0].splitlines()
    assert lines[-4:] == [
        "families: 1 passed, 0 failed, 0 skipped",
        "in one process: 1 passed, 0 failed, 1 skipped",
        "sites and servers: 1 passed, 2 failed, 0 skipped",
        "3 passed, 2 failed, 1 skipped",
    ], lines
    assert runner.returncode == 1
    assert [line for line in lines if "TestServers::test_fails" in line]


def test_part_without_tests_is_no_success(started, tmp_path):
    runner = started(written(tmp_path, "def test_passes(): pass"))
    told = runner.communicate(timeout=120)[0]
    assert told.endswith("\n1 passed, 0 failed, 0 skipped\n")
    assert runner.returncode == pytest.ExitCode.NO_TESTS_COLLECTED


def test_tests_are_not_divided_where_a_database_is_given(started, tmp_path):
    """It would be the same one for both."""
    runner = started(written(tmp_path, RESULTS), TEST_DATABASE_URL="postgres://nobody@/not_asked")
    told = runner.communicate(timeout=120)[0]
    assert told.endswith("\nall: 3 passed, 2 failed, 1 skipped\n3 passed, 2 failed, 1 skipped\n")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_stopped_runner_leaves_nothing_running(started, tmp_path, number):
    """Killed too; its parts then end their tests in order all the same."""
    runner = started(written(tmp_path, WAITING))
    wait_until(lambda: len(list(tmp_path.glob("*.started"))) == len(PARTS), 60)
    pids = [int(pid) for path in tmp_path.glob("*.started") for pid in path.name.split(".")[:2]]
    assert len(pids) == 2 * len(PARTS) and all(map(alive, pids))
    runner.send_signal(number)
    runner.wait(60)
    wait_until(lambda: not any(map(alive, pids)), 60)
    assert [pid for pid in pids if alive(pid)] == []
    assert len(list(tmp_path.glob("*.ended"))) == len(PARTS)
    if number != signal.SIGKILL:
        assert runner.returncode == pytest.ExitCode.INTERRUPTED
