"""A process that reads a stranger's file: little memory, little time, no network, nothing to see."""

import logging
import os
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from memorials.decoding.confinement import Limits, confine
from memorials.errors import FileRefused

logger = logging.getLogger(__name__)

LONGEST_ANSWER = 64 * 1024
LONGEST_COMPLAINT = 200
#: While people wait: as many at once as there are processors. More would only be slower, each by itself
#: and all together, and could take more memory than a small machine has.
SLOTS = threading.BoundedSemaphore(os.cpu_count() or 1)


@dataclass(frozen=True)
class Ended:
    """`answer` is what it printed, cut at LONGEST_ANSWER."""

    status: int
    answer: bytes


def run_confined(command: Sequence[str], folder: Path, limits: Limits) -> Ended:
    """Runs it to its end within a folder. Raises FileRefused when a limit ended it."""
    with tempfile.TemporaryFile(dir=folder) as told, tempfile.TemporaryFile(dir=folder) as complaint:
        with SLOTS, confined(command, folder, limits, stdout=told, stderr=complaint) as process:
            try:
                status = process.wait(limits.wall_seconds)
            except subprocess.TimeoutExpired:
                raise FileRefused("too_heavy") from None
        if status != 0:
            _note(command, status, complaint)
        if status < 0:  # killed by a limit, or by the file itself
            raise FileRefused("too_heavy")
        told.seek(0)
        return Ended(status, told.read(LONGEST_ANSWER))


@contextmanager
def confined(
    command: Sequence[str], folder: Path, limits: Limits, **streams: Any
) -> Iterator[subprocess.Popen[bytes]]:
    """The process while it runs; whatever happens inside, it and all that it started are gone afterwards.

    `streams` are stdout, stderr and descriptors to pass on, as subprocess takes them.
    """
    process = subprocess.Popen(  # noqa: S603 (our own programs, and paths that we chose)
        command,
        stdin=subprocess.DEVNULL,
        cwd=folder,
        # One heap for all threads: each further one would take 64 MB of address space.
        env={"PATH": os.defpath, "LC_ALL": "C.UTF-8", "MALLOC_ARENA_MAX": "1"},
        start_new_session=True,
        preexec_fn=lambda: confine(limits),
        **streams,
    )
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        for pipe in (process.stdout, process.stderr):
            if pipe:
                pipe.close()


def _note(command: Sequence[str], status: int, complaint: IO[bytes]) -> None:
    """One short line for the host. People are never shown it."""
    complaint.seek(0, os.SEEK_END)
    complaint.seek(max(0, complaint.tell() - LONGEST_COMPLAINT))
    last = complaint.read().decode("ascii", "replace").strip().rpartition("\n")[2]
    logger.warning("%s ended with %s: %r", Path(command[0]).name, status, last)
