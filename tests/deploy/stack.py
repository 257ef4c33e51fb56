"""The services of docker-compose.yml as processes of this machine: the commands, variables, health checks
and ways of stopping are those of the file.

What the container engine would give, this gives instead, and nothing else: names of hosts become local
ports, folders of containers become folders of the test (`Stack.places`), and the images of PostgreSQL,
Redis and nginx are the test run's PostgreSQL and Debian's redis-server and nginx.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

from config.embedded.kinship import die_with_parent
from tests.deploy import compose_file
from tests.deploy.compose_file import BASE_DIR, REQUIRED, seconds
from tests.e2e.launched import SHORT, free_port, wait_until
from tests.installed import postgres_program, program

#: From the image's own environment, or beside its database; everything else is a program of Debian's.
PROGRAMS = {
    "python": lambda: sys.executable,
    "celery": lambda: str(Path(sys.executable).with_name("celery")),
    "pg_isready": lambda: postgres_program("pg_isready"),
}
PORTS = ("web", "redis", "door", "terminator-door", "health-door")
READY_SECONDS = 120.0


@dataclass
class Stack:
    folder: Path
    database_url: str
    ports: dict[str, int] = field(default_factory=lambda: {name: free_port() for name in PORTS})
    running: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.given = {
            **REQUIRED,
            **SHORT,
            "REGISTRATION": "open",
            "SITE_HOST": "localhost",
            "SITE_URL": self.url,
        }
        self.services = compose_file.services(self.given)
        for name in ("data/media", "data/mail", "data/beat", "redis", "nginx-temp", "nginx-run", "logs"):
            (self.folder / name).mkdir(parents=True, mode=0o755)
        shutil.copytree(Path(os.environ["DATA_DIR"]) / "static", self.folder / "static")
        if os.getuid() == 0:
            for name in ("nginx-temp", "nginx-run"):
                os.chown(self.folder / name, self.user_of_nginx, -1)

    @property
    def url(self) -> str:
        return f"http://localhost:{self.ports['door']}"

    @property
    def places(self) -> dict[str, str]:
        """What stands in the file, and what stands for it here; longer ones are looked for first."""
        ports = {name: str(number) for name, number in self.ports.items()}
        return {
            compose_file.environment(self.services["web"], self.given)["DATABASE_URL"]: self.database_url,
            "redis:6379": f"127.0.0.1:{ports['redis']}",
            "web:8000": f"127.0.0.1:{ports['web']}",
            "0.0.0.0:8000": f"127.0.0.1:{ports['web']}",
            "127.0.0.1:8000": f"127.0.0.1:{ports['web']}",
            "127.0.0.1:8082": f"127.0.0.1:{ports['health-door']}",
            "0.0.0.0": "127.0.0.1",
            "8080": ports["door"],
            "8081": ports["terminator-door"],
            "8082": ports["health-door"],
            "/data": str(self.folder / "data"),
            "/etc/nginx/pages": str(BASE_DIR / "config" / "nginx" / "pages"),
            "/run/nginx": str(self.folder / "nginx-run"),
            "/tmp": str(self.folder / "nginx-temp"),  # noqa: S108
        }

    def here(self, word: str) -> str:
        """A word of the file as it is on this machine. What was put in is not looked at again."""
        found = "|".join(re.escape(text) for text in sorted(self.places, key=len, reverse=True))
        return re.sub(found, lambda match: self.places[match[0]], word)

    def environment(self, name: str) -> dict[str, str]:
        """What the service is given, beside what its image brings."""
        named = compose_file.environment(self.services[name], self.given)
        own = {key: value if key == "SITE_URL" else self.here(value) for key, value in named.items()}
        image = {
            "PATH": os.environ["PATH"], "PYTHONUTF8": "1", "STATIC_ROOT": str(self.folder / "static"),
            "RODNIK_IGNORE_DOTENV": "1",
        }  # fmt: skip
        return {**image, **own}

    def command(self, words: list[str]) -> list[str]:
        return [
            PROGRAMS[words[0]]() if words[0] in PROGRAMS else program(words[0]),
            *map(self.here, words[1:]),
        ]

    # --- Starting and stopping ---------------------------------------------------------------------
    def start_all(self) -> None:
        self.start("redis")
        self.wait_well("redis")
        self.prepare()
        for name in ("web", "worker-animation", "worker-media", "worker-housekeeping", "beat", "nginx"):
            self.start(name)
        for name in ("web", "worker-animation", "worker-media", "worker-housekeeping", "beat", "nginx"):
            self.wait_well(name)

    def start(self, name: str) -> None:
        words = self.command(self.services[name]["command"])
        if name == "redis":
            words += [
                "--port",
                str(self.ports["redis"]),
                "--bind",
                "127.0.0.1",
                "--dir",
                str(self.folder / "redis"),
            ]
        if name == "nginx":
            self.write_nginx_configuration()
        with self.log(name).open("wb") as log:
            self.running[name] = subprocess.Popen(
                words, cwd=BASE_DIR, env=self.environment(name) if name != "redis" else None,
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
                preexec_fn=die_with_parent, **self.as_user(name),
            )  # fmt: skip

    def prepare(self) -> str:
        done = subprocess.run(
            self.command(self.services["prepare"]["command"]), cwd=BASE_DIR, env=self.environment("prepare"),
            capture_output=True, text=True, timeout=READY_SECONDS, check=False,
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (0, ""), done.stderr
        return done.stdout

    def stop(self, name: str) -> tuple[int, float]:
        """As Compose does: the service's signal, then its grace; the exit code and the seconds it took."""
        service, process, began = self.services[name], self.running.pop(name), time.monotonic()
        process.send_signal(getattr(signal, service.get("stop_signal", "SIGTERM")))
        code = process.wait(seconds(service["stop_grace_period"]))
        return code, time.monotonic() - began

    def kill(self, name: str) -> None:
        process = self.running.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)

    def end(self) -> None:
        for name in list(self.running):
            os.killpg(self.running[name].pid, signal.SIGCONT)
            self.kill(name)
        shutil.rmtree(self.folder, ignore_errors=True)

    # --- Asking ------------------------------------------------------------------------------------
    def health(self, name: str) -> int:
        """The exit code of the file's own health check."""
        check = self.services[name]["healthcheck"]
        words = self.command(check["test"][1:])
        env = self.environment(name) if "environment" in self.services[name] else dict(os.environ)
        try:
            asked = subprocess.run(
                self.with_address(name, words), cwd=BASE_DIR, env={**os.environ, **env},
                capture_output=True, timeout=seconds(check["timeout"]), check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return 1  # to Compose it is the same
        return asked.returncode

    def with_address(self, name: str, words: list[str]) -> list[str]:
        """In a container the two servers answer at their own ports; here they have others."""
        if name == "redis":
            return [words[0], "-p", str(self.ports["redis"]), *words[1:]]
        if name == "db":
            where = {
                "127.0.0.1": parse_qs(urlsplit(self.database_url).query)["host"][0],
                "rodnik": "postgres",
            }
            return [where.get(word, word) for word in words]
        return words

    def wait_well(self, name: str) -> None:
        if name.startswith("worker-"):  # the sign of life may still be that of the one before
            wait_until(lambda: " ready." in self.log(name).read_text("utf-8"), READY_SECONDS)
        wait_until(lambda: self.health(name) == 0, READY_SECONDS, pause=0.3)
        assert self.health(name) == 0, f"{name} is not well:\n{self.log(name).read_text('utf-8')[-3000:]}"

    def client(self, **options: Any) -> httpx.Client:
        return httpx.Client(base_url=self.url, timeout=20, **options)

    def log(self, name: str) -> Path:
        return self.folder / "logs" / f"{name}.log"

    def manage(self, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *words], cwd=BASE_DIR, env=self.environment("web"),
            capture_output=True, text=True, timeout=READY_SECONDS, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    # --- nginx -------------------------------------------------------------------------------------
    def write_nginx_configuration(self) -> None:
        """The step by which the official image makes configurations from templates."""
        env = self.environment("nginx")
        names = [name for name in env if re.match(env["NGINX_ENVSUBST_FILTER"], name)]
        template = BASE_DIR / "config" / "nginx" / "nginx.conf.template"
        made = subprocess.run(
            [program("envsubst"), " ".join(f"${{{name}}}" for name in names)],
            input=template.read_bytes(), env=env, capture_output=True, check=True,
        )  # fmt: skip
        (Path(env["NGINX_ENVSUBST_OUTPUT_DIR"]) / "nginx.conf").write_bytes(made.stdout)

    @property
    def user_of_nginx(self) -> int:
        return int(self.services["nginx"]["user"].split(":")[0])

    def as_user(self, name: str) -> dict[str, Any]:
        """As root, nginx is somebody else in the group of the site's files, as it is in its container."""
        if name != "nginx" or os.getuid() != 0:
            return {}
        return {"user": self.user_of_nginx, "group": os.getgid(), "extra_groups": []}
