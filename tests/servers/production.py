"""A site without `make run`: its parts are started one by one, each with the folder that it is given."""

import json
import os
import subprocess
import sys
from pathlib import Path

import httpx

from config.embedded.kinship import die_with_parent
from tests.e2e.conftest import with_static_files
from tests.e2e.launched import BASE_DIR, SHORT, free_port, wait_until
from tests.migrated import SQLITE, put_migrated_sqlite

CELERY = str(Path(sys.executable).with_name("celery"))
COMMAND_SECONDS = 30
STOP_SECONDS = 15


class Production:
    def __init__(self, folder: Path, said: dict[str, str]) -> None:
        folder.mkdir()
        self.folder, self.port = folder, free_port()
        self.url = f"http://localhost:{self.port}"
        self.web_dir = with_static_files(folder / "web")
        given = {"SITE_URL": self.url, "DATABASE_URL": f"sqlite:///{folder / SQLITE}", "REDIS_URL": ""}
        if "DATABASE_URL" not in said:
            put_migrated_sqlite(folder)
        self.env = {**os.environ, **SHORT, **given, **said}
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.clients: list[httpx.Client] = []

    def manage(self, *words: str, seconds: float = COMMAND_SECONDS) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "manage.py", *words], cwd=BASE_DIR, env=self._of(self.web_dir),
            capture_output=True, text=True, timeout=seconds, check=False,
        )  # fmt: skip

    def _of(self, data_dir: Path) -> dict[str, str]:
        return {**self.env, "DATA_DIR": str(data_dir)}

    def prepare(self, *words: str) -> str:
        """What it says; with --greet-workers once every queue has answered."""
        try:
            done = self.manage("prepare", *words)
        except subprocess.TimeoutExpired as error:
            raise AssertionError(f"{error}\n{self.logs()}") from error
        assert done.returncode == 0, done.stderr + self.logs()
        return done.stdout

    def doctor(self) -> dict[str, str]:
        """What is wrong, by name."""
        done = self.manage("doctor", "--json")
        return {
            check["name"]: check["detail"] for check in json.loads(done.stdout)["checks"] if not check["ok"]
        }

    def start_worker(self, name: str, queues: str = "animation,media,housekeeping") -> None:
        """With a folder of its own, in which nothing of the others lies."""
        words = ["-A", "config", "worker", "--pool", "solo", "-Q", queues, "-n", f"{name}@test"]
        self._start(name, [CELERY, *words, "--without-gossip", "--without-mingle", "--loglevel", "INFO"])

    def start_beat(self) -> None:
        words = ["beat", "--schedule", str(self.folder / "schedule"), "--pidfile", ""]
        self._start("beat", [CELERY, "-A", "config", *words])

    def start_web(self) -> None:
        words = ["config.wsgi", "--no-control-socket", "--worker-class", "gthread", "--threads", "4"]
        bind = ["--bind", f"127.0.0.1:{self.port}"]
        self._start("web", [sys.executable, "-m", "gunicorn", *words, *bind])
        wait_until(self.is_there, 30)
        assert self.is_there(), self.logs()

    def is_there(self) -> bool:
        try:
            return httpx.get(f"{self.url}/healthz", timeout=5).status_code == 200
        except httpx.TransportError:
            return False

    def _start(self, name: str, argv: list[str]) -> None:
        data_dir = self.folder / name
        data_dir.mkdir(exist_ok=True)
        with (self.folder / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                argv, cwd=BASE_DIR, env=self._of(data_dir), stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                preexec_fn=die_with_parent,
            )  # fmt: skip

    def stop(self, name: str) -> None:
        process = self.running.pop(name)
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def client(self, **options: object) -> httpx.Client:
        made = httpx.Client(base_url=self.url, timeout=20, **options)  # type: ignore[arg-type]
        self.clients.append(made)
        return made

    def logs(self) -> str:
        return "\n".join(
            f"--- {path.name}\n" + path.read_text("utf-8", "replace")[-3000:]
            for path in self.folder.glob("*.log")
        )

    def end(self) -> None:
        for client in self.clients:
            client.close()
        for process in self.running.values():
            process.terminate()
        for name in list(self.running):
            self.stop(name)
