"""What is taken from a process before it reads a stranger's file."""

import ctypes
import resource
import signal
from dataclasses import dataclass

CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS = 1, 38
#: Loaded here: between fork and exec is no time for loading.
_LIBC = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True)
class Limits:
    memory_bytes: int
    cpu_seconds: int
    wall_seconds: float
    largest_file: int
    open_files: int = 64
    #: More processes or threads than its own first one. Linux counts them for the whole account, so that
    #: there is no number between none and all; an account with a root's rights is not counted.
    may_multiply: bool = False


def confine(limits: Limits) -> None:
    """Runs in the child, between fork and exec."""
    leave_network()
    _prctl(PR_SET_NO_NEW_PRIVS, 1)
    _prctl(PR_SET_PDEATHSIG, signal.SIGKILL)  # whoever waits for it may be killed
    for what, most in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_CPU, limits.cpu_seconds),
        (resource.RLIMIT_FSIZE, limits.largest_file),
        (resource.RLIMIT_NOFILE, limits.open_files),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    if not limits.may_multiply:
        resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))


def leave_network() -> bool:
    """Into a network namespace without any interface. False where the system does not allow it."""
    unshare = getattr(_LIBC, "unshare", None)
    return bool(unshare and unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0)


def _prctl(what: int, value: int) -> None:
    prctl = getattr(_LIBC, "prctl", None)  # Linux alone has it
    if prctl:
        prctl(what, value, 0, 0, 0)
