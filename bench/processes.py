"""What the kernel tells about processes: their share of the memory and the time they took."""

import os
import re
from collections.abc import Iterable
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


def _kilobytes(table: Path, row: str) -> int:
    found = re.search(rf"^{row}:\s+(\d+) kB", table.read_text(), re.M)
    return int(found[1]) if found else 0


def _times(pid: int) -> list[int]:
    """utime, stime, cutime and cstime of proc(5); the name before them may hold spaces and brackets."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return [int(field) for field in fields[11:15]]
