"""How measurements are kept and said, and that what they add up adds up. Not the measurements themselves."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench import __main__ as bench
from bench import measurements, processes, registry
from bench.figures import BrokenPromise, Figure, Measurement
from tests.e2e.launched import wait_until

HELD = 60  # MB
#: Touches its memory and says so, does a little, then waits until its input is closed.
HOLDER = f"held = bytearray(os.urandom(1000)) * {HELD * 1000}; print('held', flush=True); sys.stdin.read()"
MEASURED = Measurement(
    "broom",
    (
        Figure("sweeping", 4.25, "s", 5),
        Figure("times", 1234.5, ""),
        Figure("straws", 12, "MB", detail=True),
    ),
)


@pytest.fixture
def two_holders() -> Iterator[list[int]]:
    started = [
        subprocess.Popen(
            [sys.executable, "-c", f"import os, sys; {HOLDER}"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        for _ in range(2)
    ]
    for each in started:
        assert each.stdout is not None and each.stdout.readline() == b"held\n"
    yield [each.pid for each in started]
    for each in started:
        each.communicate(timeout=10)


def test_line_tells_each_figure_with_its_share_of_the_bar_and_leaves_out_details():
    assert MEASURED.line() == "broom         sweeping 4.25 s (85% of 5) · times 1234"


def test_missed_bar_is_seen_in_the_line():
    assert Figure("sweeping", 6, "s", 5).in_words() == "sweeping 6 s (120% of 5)"


def test_file_holds_every_figure_and_where_it_was_measured(tmp_path: Path):
    path = MEASURED.write({"python": "3.11.7", "cores": 2}, tmp_path / "results")
    assert path.name == "broom.json"
    assert json.loads(path.read_text("utf-8")) == {
        "name": "broom",
        "figures": [
            {"name": "sweeping", "value": 4.25, "unit": "s", "bar": 5, "detail": False, "share": 0.85},
            {"name": "times", "value": 1234.5, "unit": "", "bar": None, "detail": False, "share": None},
            {"name": "straws", "value": 12, "unit": "MB", "bar": None, "detail": True, "share": None},
        ],
        "python": "3.11.7",
        "cores": 2,
    }


def test_every_module_is_registered_and_says_what_it_measures():
    folder = Path(measurements.__file__).parent
    assert sorted(registry.NAMES) == sorted(path.stem for path in folder.glob("[!_]*.py"))
    assert [name for name in registry.NAMES if not registry.about(name)] == []


def test_unknown_name_is_refused(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["bench", "engine", "broom"])
    with pytest.raises(SystemExit) as end:
        bench.main()
    assert end.value.code == 2
    assert "there is no measurement broom; there are engine," in capsys.readouterr().err


def test_broken_promise_is_told_and_the_rest_is_still_measured(monkeypatch, capsys, tmp_path):
    def measure(name: str) -> Measurement:
        if name == "rest":
            raise BrokenPromise("it does not rest")
        return MEASURED

    monkeypatch.setattr(registry, "measure", measure)
    monkeypatch.setattr(Measurement, "write", lambda self, around: None)
    monkeypatch.setattr(sys, "argv", ["bench", "rest", "pages"])
    assert bench.main() == 1
    said = capsys.readouterr()
    assert (said.out, said.err) == (f"{MEASURED.line()}\n", "rest          it does not rest\n")


def test_memory_of_several_processes_adds_up(two_holders):
    one, both = processes.proportional_mb(two_holders[:1]), processes.proportional_mb(two_holders)
    assert HELD < one < HELD + 30
    assert 2 * HELD < both < 2 * HELD + 50
    assert HELD < processes.peak_mb(two_holders) < HELD + 60
    with pytest.raises(FileNotFoundError):
        processes.proportional_mb([0])


def test_shared_pages_count_once_however_many_processes_hold_them():
    """A forked child shares what its parent holds: together they hold it once."""
    fork = "if os.fork() == 0: sys.stdin.read(); os._exit(0)"
    program = f"import os, sys\nheld = b'x' * {HELD} * 1000**2\n{fork}\nprint('held', flush=True)\nos.wait()"
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as parent:
        assert parent.stdout is not None and parent.stdin is not None and parent.stdout.readline()
        children = Path(f"/proc/{parent.pid}/task/{parent.pid}/children")
        pids = [parent.pid, *(int(pid) for pid in children.read_text().split())]
        assert len(pids) == 2
        held = processes.proportional_mb(pids)
        parent.stdin.close()
    assert HELD < held < HELD + 40


def test_programs_are_measured_without_the_copy_of_their_parent_that_they_begin_as():
    """Also those in a session of their own; the account of the kernel would tell at least what we hold."""
    ours = b"x" * (3 * HELD) * 1000**2
    command = [sys.executable, "-c", f"import os, sys; {HOLDER}"]
    copied = {"preexec_fn": os.getpid, "start_new_session": True}  # what runs before makes it begin as a copy
    with (
        processes.watching(lambda: processes.peak_of_programs_mb(os.getpid()), 0.01) as held,
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, **copied) as program,
    ):
        assert program.stdout is not None and program.stdout.readline() == b"held\n"
        assert program.pid in processes.descendants(os.getpid())
        together = processes.held_mb(os.getpid())
        wait_until(lambda: max(held) > HELD, 5)
        program.communicate(timeout=10)
    assert HELD < max(held) < 2 * HELD
    assert together > 4 * HELD and len(ours) > 0
    assert processes.descendants(program.pid) == []


def test_time_of_a_process_includes_the_children_it_has_waited_for():
    before = processes.cpu_seconds([os.getpid()])
    work = "import time\nwhile time.process_time() < 0.3: pass"
    subprocess.run([sys.executable, "-c", work], check=True)
    wait_until(lambda: processes.cpu_seconds([os.getpid()]) - before >= 0.3, 5)
    assert 0.29 <= processes.cpu_seconds([os.getpid()]) - before < 5
