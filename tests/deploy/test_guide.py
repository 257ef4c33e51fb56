"""The host's guide: the same commands in both languages, each tried here or by a test that is named."""

import json
import os
import re
import secrets
import shlex
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from psycopg2.extensions import parse_dsn

from tests.e2e.conftest import with_static_files
from tests.e2e.launched import BASE_DIR, free_port, wait_until
from tests.e2e.own_broker import OwnBroker
from tests.fresh_postgres import command
from tests.installed import postgres_program, program

GUIDES = {"docs/operations": "docs/operations.ru", "README": "README.ru"}
MOVE = ".venv/bin/python manage.py move --to postgres://rodnik:password@host/rodnik"
ENGINE = "a container engine: tests/deploy runs the services' own commands without one"
SYSTEM = "changes the machine: .ci/run installs the package, tests/deploy checks the units"
#: Commands that this module does not run, each with what does, or with what it would need.
ELSEWHERE = {
    "make run": ".ci/run and tests/e2e/test_run.py",
    "make test": ".ci/run",
    "make install": ".ci/run",
    "cp .env.example .env": "tests/config: the copied file changes nothing",
    "docker compose up -d --build": ENGINE,
    "docker compose logs prepare": ENGINE,
    "docker compose exec web python manage.py doctor": ENGINE,
    "sudo apt install redis-server": SYSTEM,
    "sudo service redis-server start": SYSTEM,
    "brew install redis": "macOS",
    "brew services start redis": "macOS",
    "REDIS_URL=redis://localhost:6379/0 make run": "tests/e2e with Debian's Redis",
    "REDIS_URL='rediss://user:password@host:6379/0' make run": "tests/servers: Redis with TLS",
    "apt install postgresql redis-server nginx gettext-base python3-venv make git": SYSTEM,
    "useradd --system --home-dir /var/lib/rodnik --shell /usr/sbin/nologin rodnik": SYSTEM,
    "git clone … /opt/rodnik && make -C /opt/rodnik install": SYSTEM,
    "install -d -m 0750 -g rodnik /etc/rodnik": SYSTEM,
    "cp /opt/rodnik/config/systemd/* /etc/systemd/system/ && systemctl daemon-reload": SYSTEM,
    "systemctl enable --now rodnik.target": SYSTEM,
    "journalctl -u rodnik-prepare": SYSTEM,
    MOVE: "tests/e2e/test_moving_in.py",
}
PREPARE = ".venv/bin/python manage.py prepare"
DOCTOR = ".venv/bin/python manage.py doctor"
ANIMATE = ".venv/bin/python manage.py animate memorials/demo/grace_hopper.jpg /tmp/rodnik-test.mp4 --json"
PING = "redis-cli ping"
SECRET = "openssl rand -hex 32"
ROLE, DATABASE = (
    "createuser --pwprompt rodnik",
    "createdb --owner rodnik --encoding UTF8 --template template0 rodnik",
)
ASKED = {
    "curl -s http://localhost:8000/healthz": {"ok": True},
    "curl -s http://localhost:8000/readyz": {"ok": True, "database": True, "broker": True, "storage": True},
}
TERMINALS = (".venv/bin/python -m gunicorn ", ".venv/bin/celery -A config ")


def commands(path: str) -> list[str]:
    """The lines of all shell blocks, without remarks."""
    text = (BASE_DIR / f"{path}.md").read_text("utf-8")
    blocks = re.findall(r"^ *```sh\n(.*?)^ *```", text, flags=re.M | re.S)
    lines = [re.sub(r"\s+# .*", "", line).strip() for block in blocks for line in block.splitlines()]
    return [line for line in lines if line]


def is_terminal(line: str) -> bool:
    return line.startswith(TERMINALS)


@pytest.mark.parametrize(("english", "russian"), GUIDES.items())
def test_both_languages_give_the_same_commands_and_tables(english, russian):
    assert commands(english) == commands(russian)
    shapes = [
        re.findall(r"^(#+ |\|)", (BASE_DIR / f"{path}.md").read_text("utf-8"), flags=re.M)
        for path in (english, russian)
    ]
    assert shapes[0] == shapes[1]


def test_every_command_is_run_or_says_where_it_is():
    told = {line for guide in GUIDES for line in commands(guide)}
    run = {PREPARE, DOCTOR, ANIMATE, PING, SECRET, ROLE, DATABASE, *ASKED, *filter(is_terminal, told)}
    assert told == run | set(ELSEWHERE)


class Host:
    """A host who follows the guide; ports and folders alone are of the test's own."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = with_static_files(folder / "data"), free_port()
        self.redis = OwnBroker(folder / "redis", "redis")
        self.terminals: list[subprocess.Popen[bytes]] = []
        self.env = {
            **os.environ, "DATA_DIR": str(self.folder), "REDIS_URL": self.redis.url, "DEMO": "off",
            "SITE_URL": f"http://localhost:{self.port}",
        }  # fmt: skip
        self.env.pop("DATABASE_URL", None)

    def words(self, line: str) -> list[str]:
        own = {
            "8000": str(self.port), "data/beat-schedule": str(self.folder / "beat-schedule"),
            "/tmp/rodnik-test.mp4": str(self.folder / "test.mp4"),  # noqa: S108 (the guide's own word)
            "redis-cli ": f"redis-cli -p {self.redis.port} ",
        }  # fmt: skip
        for theirs, ours in own.items():
            line = line.replace(theirs, ours)
        return shlex.split(line)

    def run(self, line: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.words(line),
            cwd=BASE_DIR,
            env=self.env,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def open_terminal(self, line: str) -> None:
        log = (self.folder / f"terminal-{len(self.terminals)}.log").open("wb")
        with log:
            started = subprocess.Popen(
                self.words(line), cwd=BASE_DIR, env=self.env, stdout=log, stderr=log, start_new_session=True
            )
        self.terminals.append(started)

    def close(self) -> None:
        for terminal in reversed(self.terminals):
            terminal.send_signal(signal.SIGTERM)
        for terminal in self.terminals:
            try:
                terminal.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(terminal.pid, signal.SIGKILL)
                terminal.wait()
        self.redis.stop()


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    for name in ("redis-server", "redis-cli", "curl"):
        program(name)
    following = Host(tmp_path)
    following.redis.start()
    yield following
    following.close()


@pytest.mark.servers
def test_parts_started_in_their_terminals_are_found_well(host):
    assert host.run(PING).stdout == "PONG\n"
    prepared = host.run(PREPARE)
    assert (prepared.returncode, "one-time password" in prepared.stdout) == (0, True), prepared.stderr
    for line in filter(is_terminal, commands("docs/operations")):
        host.open_terminal(line)
    assert len(host.terminals) == 5
    wait_until(lambda: host.run(DOCTOR).returncode == 0, 60, pause=1)
    assert {line: json.loads(host.run(line).stdout) for line in ASKED} == ASKED
    made = json.loads(host.run(ANIMATE).stdout)
    assert (made["ok"], made["frames"]) == (True, 125)


@pytest.mark.servers
def test_secret_of_the_guide_is_long_enough_for_the_settings():
    program("openssl")
    made = [
        subprocess.run(shlex.split(SECRET), capture_output=True, text=True, check=True).stdout for _ in "12"
    ]
    assert [len(secret.strip()) for secret in made] == [64, 64] and made[0] != made[1]


@pytest.mark.servers
def test_database_of_the_guide_is_made_and_belongs_to_its_user():
    """In the PostgreSQL of the test run, under a name that no other run has."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        pytest.skip("this run has no PostgreSQL")
    name = f"guide_{secrets.token_hex(4)}"
    try:
        for line in (ROLE, DATABASE):
            words = shlex.split(line.replace("rodnik", name))
            argv = [postgres_program(words[0]), *words[1:]]
            subprocess.run(
                argv, env={**os.environ, **where_is(server)}, input="secret\nsecret\n", text=True,
                start_new_session=True, check=True, capture_output=True, timeout=30,
            )  # fmt: skip
        made = "SELECT datname, pg_get_userbyid(datdba), pg_encoding_to_char(encoding) FROM pg_database"
        assert (name, name, "UTF8") in command(server, made)
    finally:
        command(server, f'DROP DATABASE IF EXISTS "{name}"')
        command(server, f'DROP ROLE IF EXISTS "{name}"')


def where_is(server: str) -> dict[str, str]:
    """libpq's own variables for an address."""
    known = parse_dsn(server)
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD"}
    return {names[key]: str(value) for key, value in known.items() if key in names}
