"""A broker that a test can stop, start and empty, apart from the site that uses it."""

import shutil
import signal
import subprocess
from pathlib import Path

import redis

from config.embedded import broker
from tests.e2e.launched import free_port, wait_until
from tests.installed import program

#: Valkey is what `make run` brings, Redis what most hosts have; a promise about one is tried on the other.
KINDS = {"valkey": lambda: str(broker.program()), "redis": lambda: program("redis-server")}


class OwnBroker:
    def __init__(self, folder: Path, kind: str = "valkey") -> None:
        self.folder, self.port, self.program = folder, free_port(), KINDS[kind]()
        folder.mkdir()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        options = {"port": str(self.port), "bind": "127.0.0.1", "dir": str(self.folder), "appendonly": "yes"}
        words = [word for name, value in options.items() for word in (f"--{name}", value)]
        self.process = subprocess.Popen([self.program, *words], stdout=subprocess.DEVNULL)
        wait_until(self.answers, 10)

    def answers(self) -> bool:
        try:
            with redis.Redis(port=self.port) as link:
                return bool(link.ping())
        except redis.ConnectionError:
            return False

    def stop(self, number: int = signal.SIGKILL) -> None:
        self.process.send_signal(number)
        self.process.wait(10)

    def forget(self) -> None:
        shutil.rmtree(self.folder)
        self.folder.mkdir()
