"""The caller's side of the decoder process."""

import ctypes
import json
import os
import resource
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from memorials.decoding.found import Copy, Examined, Prepared
from memorials.errors import FileRefused

PROGRAM = Path(__file__).with_name("program.py")
# 60 megapixels take 180 MB as RGB; a turned and a converted copy of it stand beside it for a moment.
MEMORY_BYTES = 1200 * 2**20
CPU_SECONDS = 30
WALL_SECONDS = 60
LARGEST_OUTPUT = 64 * 2**20
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000


def prepare(path: Path, into: Path, kind: str) -> Prepared:
    """What takes longer than a person waits. Raises FileRefused as `decode_photo` does."""
    return Prepared(copies=decode_photo(path, into, ("large",)).copies if kind == "photo" else [])


def decode_photo(photo: Path, into: Path, copies: Sequence[str] = ("view", "thumb")) -> Examined:
    """Decode a photograph fully and write its renditions into a folder.

    Raises FileRefused when the file is no photograph, is damaged, or is over a limit.
    """
    command = [sys.executable, "-I", str(PROGRAM), str(photo), str(into), *copies]
    try:
        done = subprocess.run(  # noqa: S603 (our own program, and paths that we chose)
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=WALL_SECONDS,
            preexec_fn=confine,
            cwd=into,
            env={"PATH": os.defpath, "LC_ALL": "C.UTF-8"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise FileRefused("too_heavy") from None
    if done.returncode != 0:  # killed by a limit, or by the file itself
        raise FileRefused("too_heavy" if done.returncode < 0 else "broken_picture")
    try:
        return _read_answer(json.loads(done.stdout), into)
    except (
        ValueError,
        TypeError,
        KeyError,
    ):  # a file took the decoder over, or nearly: nothing of it is kept
        raise FileRefused("broken_picture") from None


def _read_answer(answer: dict[str, Any], into: Path) -> Examined:
    """What the decoder says is not trusted further than the folder it was given."""
    if "refused" in answer:
        raise FileRefused(str(answer["refused"]))
    copies = [Copy(**{**copy, "path": into / Path(copy["path"]).name}) for copy in answer.pop("copies")]
    return Examined(kind="photo", **answer, copies=copies)


def confine() -> None:
    """Runs in the child before the decoder starts: limits, and no network where the system allows it."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_OUTPUT, LARGEST_OUTPUT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    leave_network()


def leave_network() -> bool:
    """Into a network namespace without any interface. False where the system does not allow it."""
    libc = ctypes.CDLL(None, use_errno=True)
    unshare = getattr(libc, "unshare", None)
    return bool(unshare and unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0)
