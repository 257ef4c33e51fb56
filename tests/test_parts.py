"""The runner of `make test`: it adds up what its parts say, and however it ends, nothing of them is left."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.e2e.launched import BASE_DIR, wait_until
from tests.parts import GIVEN, PARTS

pytestmark = pytest.mark.e2e
#: Each test leaves its name and the process in which it ran.
NOTED = """
import os, pytest
from pathlib import Path

@pytest.fixture(autouse=True)
def note(request):
    name = f"{Path(request.path).stem}.{request.node.name}.{os.getpid()}.noted"
    Path(__file__).with_name(name).touch(exist_ok=False)

@pytest.fixture(scope="session")
def made(): pass
"""
RESULTS = {
    "conftest": NOTED,
    "some/test_good": "def test_passes(): pass",
    "test_other": "import pytest\n@pytest.mark.skip\ndef test_skipped(): pass\ndef test_passes(): pass",
    "other/test_bad": "class TestBad:\n def test_fails(self): assert 0\n def test_lacks(self, missing): pass",
    "some/deep/test_one_that_uses": "def test_passes(made): pass",
    "other/test_another_that_uses": "def test_passes(made): pass\ndef test_by_itself(): pass",
}
#: What a fault of the sharing would come to.
LEAVING = """
@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item): return item.name == "test_by_itself" or None
"""
#: A test that waits beside a process of its own, which it ends as the fixtures of sites do.
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

def test_waits(other):
    Path(__file__).with_name(f"{os.getpid()}.{other.pid}.started").touch()
    time.sleep(300)

def test_keeps_this_part_from_taking_another_module(): pass
"""


@contextmanager
def started(tests: Path, **more: str) -> Iterator["subprocess.Popen[str]"]:
    """The runner on a folder of tests, with SQLite, as a shell starts a job in the background. What these
    tests are about needs no plugin of pytest, nor our settings for it."""
    env = {name: value for name, value in os.environ.items() if name not in GIVEN}
    runner = subprocess.Popen(
        [sys.executable, "-m", "tests.parts", "--database", "sqlite", str(tests)],
        cwd=BASE_DIR, env={**env, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", **more}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),
    )  # fmt: skip
    try:
        yield runner
    finally:
        runner.kill()
        runner.communicate()


def told(tests: Path, **more: str) -> tuple[int, list[str]]:
    """The exit code of the runner, and its lines."""
    with started(tests, **more) as runner:
        lines = runner.communicate(timeout=120)[0].splitlines()
        return runner.returncode, lines


def written(folder: Path, files: dict[str, str]) -> Path:
    (folder / "pytest.ini").touch()  # or pytest would look for one above
    for name, text in files.items():
        file = folder / f"{name}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return folder


def alive(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return False


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int, list[str]]:
    """Where the tests of RESULTS have left their notes, and what the runner has said of them."""
    folder = written(tmp_path_factory.mktemp("results"), RESULTS)
    return folder, *told(folder)


def test_parts_are_added_up_and_the_worse_one_counts(results):
    _, code, lines = results
    assert lines[-1] == "5 passed, 2 failed, 1 skipped", lines
    parts = [line.partition(": ") for line in lines[-1 - len(PARTS) : -1]]
    assert [name for name, _, _ in parts] == list(PARTS), lines
    counted = [[int(told.split()[0]) for told in counts.split(", ")] for _, _, counts in parts]
    assert [sum(column) for column in zip(*counted, strict=True)] == [5, 2, 1]
    assert code == 1
    assert [line for line in lines if "TestBad::test_fails" in line]


def test_each_test_runs_once_and_in_one_part_with_the_rest_of_its_module(results):
    """And who uses what takes long to make, with the others who use it."""
    noted = [tuple(path.name.split(".")[:3]) for path in results[0].glob("*.noted")]
    assert sorted(f"{module}.{test}" for module, test, _ in noted) == [
        "test_another_that_uses.test_by_itself", "test_another_that_uses.test_passes", "test_bad.test_fails",
        "test_bad.test_lacks", "test_good.test_passes", "test_one_that_uses.test_passes",
        "test_other.test_passes",
    ]  # fmt: skip
    used = {part for module, test, part in noted if "that_uses" in module and test == "test_passes"}
    assert len(used) == 1


def test_no_tests_are_no_success(tmp_path):
    code, lines = told(written(tmp_path, {"test_nothing": ""}))
    assert lines[-1] == "0 passed, 0 failed, 0 skipped"
    assert code == pytest.ExitCode.NO_TESTS_COLLECTED


def test_test_that_was_left_out_is_no_success(tmp_path):
    code, lines = told(written(tmp_path, {**RESULTS, "conftest": f"{NOTED}\n{LEAVING}"}))
    assert "These are not all tests." in lines
    assert code == 1


def test_tests_are_not_divided_where_a_database_is_given(tmp_path):
    """It would be the same one for both."""
    _, lines = told(written(tmp_path, RESULTS), TEST_DATABASE_URL="postgres://nobody@/not_asked")
    assert lines[-2:] == ["all: 5 passed, 2 failed, 1 skipped", "5 passed, 2 failed, 1 skipped"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_stopped_runner_leaves_nothing_running(tmp_path, number):
    """Killed too; its parts then end their tests in order all the same."""
    waiting = written(tmp_path, {f"test_{number}": WAITING for number in range(len(PARTS))})
    with started(waiting) as runner:
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
