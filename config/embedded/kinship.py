"""Ties a process to its parent: when the parent dies in any way, so does the child."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable

PR_SET_PDEATHSIG = 1
# Loaded here, since nothing but a bare call is safe between fork and exec.
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def die_with_parent(number: int = signal.SIGKILL) -> None:
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, int(number), 0, 0, 0)


def before_exec(parent: int, number: int = signal.SIGKILL) -> Callable[[], None]:
    """What a child does between fork and exec: it undoes our signal mask and ties itself to us.

    `number` is the signal by which it learns that we have died.
    """

    def prepare() -> None:
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # `make run &` starts with it ignored
        die_with_parent(number)
        if os.getppid() != parent:  # it died before the line above
            os._exit(1)

    return prepare
