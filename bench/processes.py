"""What the kernel tells about processes: their share of the memory and the time they took."""

import os
import re
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")
MB = 1000 * 1000


def proportional_mb(pids: Iterable[int]) -> float:
    """Proportional set size: a page that n processes share counts as an n-th in each, so that it adds up."""
    return sum(_kilobytes(Path(f"/proc/{pid}/smaps_rollup"), "Pss") for pid in pids) * 1024 / MB


def peak_mb(pids: Iterable[int]) -> float:
    """The most that any one of them has held in its life."""
    return max((_kilobytes(Path(f"/proc/{pid}/status"), "VmHWM") for pid in pids), default=0) * 1024 / MB


def cpu_seconds(pids: Iterable[int]) -> float:
    """Their own time and that of the children they have waited for."""
    return sum(sum(_times(pid)) for pid in pids) / TICKS_A_SECOND


def descendants(pid: int) -> list[int]:
    """What came of it and lives, also in sessions of their own and with another environment."""
    found = [pid]
    for each in found:
        with suppress(OSError):  # it has ended meanwhile
            found.extend(_children(each))
    return found[1:]


def held_mb(pid: int) -> float:
    """It and its descendants together."""
    held = 0.0
    for each in (pid, *descendants(pid)):
        with suppress(OSError):
            held += proportional_mb([each])
    return held


def peak_of_programs_mb(pid: int) -> float:
    """The most that one of the programs that it started has held so far.

    Before such a process becomes another program, it is a copy of its parent and holds what that one holds;
    the kernel's own account of ended children counts this too.
    """
    peaks = [0.0]
    for each in descendants(pid):
        with suppress(OSError):
            peak = peak_mb([each])
            peaks.append(peak if _program(each) != _program(pid) else 0)
    return max(peaks)


@contextmanager
def watching(measure: Callable[[], float], pause: float) -> Iterator[list[float]]:
    """What it answers, again and again while the block runs."""
    seen, over = [measure()], threading.Event()

    def watch() -> None:
        while not over.wait(pause):
            seen.append(measure())

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield seen
    finally:
        over.set()
        watcher.join()


def _children(pid: int) -> list[int]:
    threads = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for thread in threads for child in thread.read_text().split()]


def _program(pid: int) -> bytes:
    return Path(f"/proc/{pid}/cmdline").read_bytes()


def _kilobytes(table: Path, row: str) -> int:
    found = re.search(rf"^{row}:\s+(\d+) kB", table.read_text(), re.M)
    return int(found[1]) if found else 0


def _times(pid: int) -> list[int]:
    """utime, stime, cutime and cstime of proc(5); the name before them may hold spaces and brackets."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return [int(field) for field in fields[11:15]]
