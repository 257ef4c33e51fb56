"""One started program: its log, its process id on disk, and how it is stopped without leftovers."""

import os
import signal
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from config.embedded.errors import CannotStart
from config.embedded.kinship import before_exec
from config.embedded.place import BASE_DIR, Place

LOG_BYTES = 5 * 2**20
TAIL_LINES = 12


@dataclass
class Child:
    name: str
    argv: Sequence[str]
    place: Place
    grace: float = 5.0  # seconds between being asked to stop and being killed
    may_end: bool = False  # ends by itself when its work is done
    pass_fds: tuple[int, ...] = ()
    process: subprocess.Popen[bytes] | None = None

    @property
    def log_path(self) -> Path:
        return self.place.log_dir / f"{self.name}.log"

    @property
    def pid_path(self) -> Path:
        return self.place.run_dir / f"{self.name}.pid"

    def start(self, stdout: int | None = None) -> None:
        """`stdout` is where its standard output goes, if not into the log."""
        with self._fresh_log() as log:
            try:
                self.process = subprocess.Popen(  # noqa: S603  (our own programs only)
                    self.argv,
                    stdin=subprocess.DEVNULL,
                    stdout=log if stdout is None else stdout,
                    stderr=log,
                    cwd=BASE_DIR,
                    env=self.place.environment(),
                    pass_fds=self.pass_fds,
                    start_new_session=True,
                    preexec_fn=before_exec(os.getpid()),
                )
            except OSError as error:
                raise CannotStart(f"The {self.name} could not be started ({error}).") from error
        self.pid_path.write_text(f"{self.process.pid}\n")

    def _fresh_log(self) -> IO[bytes]:
        """The last run's log is kept beside the new one, and no older ones."""
        if self.log_path.exists():
            self.log_path.replace(self.log_path.with_suffix(".log.1"))
        # Appending, so that `shorten_log` can cut it while the child writes.
        return os.fdopen(os.open(self.log_path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "wb")

    def shorten_log(self) -> None:
        with suppress(OSError):
            if self.log_path.stat().st_size > LOG_BYTES:
                self.log_path.with_suffix(".log.1").write_bytes(self.log_path.read_bytes()[-LOG_BYTES:])
                os.truncate(self.log_path, 0)

    def tail(self) -> list[str]:
        try:
            lines = self.log_path.read_text("utf-8", "replace").splitlines()
        except OSError:
            return []
        return [line for line in lines if line.strip()][-TAIL_LINES:]

    @property
    def code(self) -> int | None:
        return None if self.process is None else self.process.poll()

    @property
    def has_failed(self) -> bool:
        return self.code is not None and not (self.may_end and self.code == 0)

    def ask_to_stop(self) -> None:
        if self.process is not None and self.code is None:
            self.process.terminate()

    def finish(self, deadline: float) -> None:
        """Waits until `deadline` (of the monotonic clock), then leaves nothing of it alive."""
        if self.process is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(max(0.0, deadline - time.monotonic()))
        kill_session(self.process.pid)
        self.process.wait()
        self.pid_path.unlink(missing_ok=True)


def kill_session(leader: int) -> None:
    """Kills every process of the session: pool children, decoders and encoders are in it too."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)
    for pid in session_members(leader):
        with suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGKILL)


def session_members(leader: int) -> list[int]:
    members = []
    for folder in Path("/proc").glob("[0-9]*"):
        pid = int(folder.name)
        with suppress(OSError):
            if os.getsid(pid) == leader:
                members.append(pid)
    return members
