"""The temporary folder of a run. One whose run was killed is removed by whoever works here next."""

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PREFIX = "rodnik-job-"
HELD = ".held"  # locked for as long as the run lives, in whatever way it ends
#: Between making its folder and locking it a run has nothing to show.
YOUNG = 60.0  # seconds


@contextmanager
def workplace() -> Iterator[Path]:
    clear_abandoned()
    with tempfile.TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True) as name:
        folder = Path(name)
        with (folder / HELD).open("wb") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            yield folder


def clear_abandoned() -> None:
    """A film and half a copy of it would otherwise stay for each worker that was killed."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError):  # gone meanwhile
            found = folder.lstat()
            is_ours = found.st_uid == os.getuid() and time.time() - found.st_mtime > YOUNG
            if is_ours and not _is_held(folder):
                shutil.rmtree(folder, ignore_errors=True)


def _is_held(folder: Path) -> bool:
    try:
        with (folder / HELD).open("rb") as held:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False
