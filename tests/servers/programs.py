"""Servers of the system, each started for a test in a folder of its own and gone with it."""

import os
import pwd
import signal
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

from config.embedded.kinship import die_with_parent
from tests.e2e.launched import wait_until

START_SECONDS = 60.0


def unprivileged_user() -> str | None:
    """PgBouncer, as PostgreSQL, refuses to run as root."""
    return "nobody" if os.getuid() == 0 else None


class Server:
    """One process with its log; `answers` says when it is there."""

    def __init__(self, folder: Path, argv: list[str], answers: Callable[[], bool]) -> None:
        self.folder, self.argv, self.answers = folder, argv, answers
        self.env: Mapping[str, str] = os.environ
        self.user: str | None = None
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> Path:
        return self.folder / "log"

    def start(self) -> "Server":
        as_user = {"user": self.user, "group": pwd.getpwnam(self.user).pw_gid} if self.user else {}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.argv, cwd=self.folder, env=self.env, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True, preexec_fn=die_with_parent, **as_user,
            )  # type: ignore[call-overload]  # fmt: skip
        wait_until(lambda: self.answers() or self.has_ended, START_SECONDS)
        assert self.answers(), self.log.read_text("utf-8", "replace")
        return self

    @property
    def has_ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def signal(self, number: int) -> None:
        """To the whole session: some programs are a shell around the server."""
        assert self.process is not None
        os.killpg(self.process.pid, number)

    def stop(self) -> None:
        if self.process is not None:
            for number in (signal.SIGCONT, signal.SIGKILL):
                if not self.has_ended:
                    self.signal(number)
            self.process.wait(10)
