"""A whole site as `make run` starts it, seen from outside: its page, its processes, its folder."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx

BASE_DIR = Path(__file__).resolve().parent.parent.parent
READY_SECONDS = 120.0
STOP_SECONDS = 40.0
#: Times that a test can wait for, and no example whose rendering would keep the worker busy.
SHORT = {
    "ANIMATION_LEASE_SECONDS": "4",
    "ANIMATION_SWEEP_SECONDS": "0.5",
    "PREPARATION_LEASE_SECONDS": "4",
    "ANIMATION_STOP_SECONDS": "1",
    "DEMO": "off",
}


class Site:
    #: How it is started, and in which checkout of the project.
    command: tuple[str, ...] = (sys.executable, "-m", "config.embedded")
    folder = BASE_DIR

    def __init__(self, data_dir: Path, settings: dict[str, str], port: int | None = None) -> None:
        self.data_dir = data_dir
        self.port = port or free_port()
        self.env = {**os.environ, **SHORT, "PORT": str(self.port), "DATA": str(data_dir), **settings}
        for name in ("REDIS_URL", "DATABASE_URL", "DATA_DIR"):
            if name not in settings:
                self.env.pop(name, None)
        self.clients: list[httpx.Client] = []
        self.lines: list[str] = []
        self.process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def ready_line(self) -> str:
        return f"Rodnik is ready: {self.url}/"

    @property
    def output(self) -> str:
        return "\n".join(self.lines)

    def start(self) -> "Site":
        self.launch()
        self.wait_ready()
        return self

    def launch(self) -> None:
        self.lines = []
        self.process = subprocess.Popen(
            self.command,
            cwd=self.folder, env=self.env, text=True, encoding="utf-8",
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        self.reader = threading.Thread(target=self._read, args=(self.process,), daemon=True)
        self.reader.start()

    def _read(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdout is not None
        with process.stdout as lines:
            self.lines.extend(line.rstrip("\n") for line in lines)

    def wait_ready(self, seconds: float = READY_SECONDS) -> None:
        wait_until(lambda: self.ready_line in self.lines or self.code is not None, seconds)
        assert self.ready_line in self.lines, self.output + self.logs()

    @property
    def code(self) -> int | None:
        assert self.process is not None
        return self.process.poll()

    def wait_end(self, seconds: float = STOP_SECONDS) -> int:
        assert self.process is not None
        code = self.process.wait(seconds)
        self.reader.join(5)
        return code

    def stop(self) -> int:
        """Asks the launcher to stop, as Ctrl-C does, and answers with its exit code."""
        self.signal(signal.SIGTERM)
        return self.wait_end()

    def restart(self) -> None:
        if self.code is None:
            self.stop()
        self.start()

    def signal(self, number: int) -> None:
        assert self.process is not None
        self.process.send_signal(number)

    def children(self) -> dict[str, int]:
        """By name. A file that is just being written has nothing in it yet."""
        told = {path.stem: path.read_text() for path in (self.data_dir / "run").glob("*.pid")}
        return {name: int(pid) for name, pid in told.items() if pid}

    def signal_child(self, name: str, number: int) -> None:
        """SIGKILL ends it, SIGSTOP freezes it, SIGCONT lets it go on."""
        os.kill(self.children()[name], number)

    def client(self, **options: object) -> httpx.Client:
        """A line to the site; it is closed at the end of the test."""
        made = httpx.Client(base_url=self.url, timeout=10, **options)  # type: ignore[arg-type]
        self.clients.append(made)
        return made

    def manage(self, *words: str, **options: object) -> "subprocess.CompletedProcess[str]":
        env = {**self.env, "DATA_DIR": str(self.data_dir), "SITE_URL": self.url}
        return subprocess.run(
            [sys.executable, "manage.py", *words], cwd=BASE_DIR, env=env,
            capture_output=True, text=True, encoding="utf-8", check=False, **options,
        )  # type: ignore[call-overload]  # fmt: skip

    def processes(self) -> list[int]:
        """Every living process that belongs to this site's folder, however it came to be."""
        return [pid for pid in (int(each.name) for each in Path("/proc").glob("[0-9]*")) if self._owns(pid)]

    def _owns(self, pid: int) -> bool:
        mark = os.fsencode(self.data_dir)
        try:
            told = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
        except OSError:
            return False
        return pid != os.getpid() and (b"DATA=" + mark in told or b"DATA_DIR=" + mark in told)

    def wait_gone(self, seconds: float = 5) -> list[int]:
        wait_until(lambda: not self.processes(), seconds)
        return self.processes()

    def logs(self) -> str:
        return "\n".join(
            f"--- {path.name}\n" + "\n".join(path.read_text("utf-8", "replace").splitlines()[-30:])
            for path in sorted((self.data_dir / "logs").glob("*.log"))
        )

    def end(self) -> None:
        """For the end of a test: stops what still runs, and insists that nothing is left."""
        for client in self.clients:
            client.close()
        if self.process is not None and self.code is None:
            self.stop()
        left = self.wait_gone()
        for pid in left:
            os.kill(pid, signal.SIGKILL)
        assert left == [], f"processes were left over: {left}"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(condition, seconds: float, pause: float = 0.05) -> None:
    """Returns when the condition holds or the time is over: the caller asserts what it expects."""
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(pause)
