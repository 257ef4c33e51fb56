"""What must be true before anything is started; each refusal is one sentence."""

import errno
import fcntl
import os
import socket
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryFile

from config.embedded.errors import CannotStart
from config.embedded.place import Place, address

FREE_BYTES_NEEDED = 200 * 2**20
BACKLOG = 512


def make_folders(place: Place) -> None:
    for folder in (place.data_dir, place.run_dir, place.log_dir, place.beat_dir):
        _make_folder(folder)
    try:
        with TemporaryFile(dir=place.data_dir) as file:
            file.write(b"x")
    except OSError as error:
        raise CannotStart(_unwritable(place.data_dir, error)) from error


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise CannotStart(_unwritable(folder, error)) from error


def _unwritable(folder: Path, error: OSError) -> str:
    return f"Nothing can be written to the data folder {folder} ({error.strerror or error})."


def take_lock(data_dir: Path) -> int:
    """The descriptor that holds the lock: the system drops it when its process ends in any way."""
    lock = os.open(data_dir / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(lock)
        raise CannotStart(f"Rodnik already runs on the data folder {data_dir}.") from error
    return lock


def check_space(place: Place) -> None:
    disk = os.statvfs(place.data_dir)
    free = disk.f_bavail * disk.f_frsize
    if free < FREE_BYTES_NEEDED:
        raise CannotStart(
            f"Only {free // 2**20} MB are free for the data folder {place.data_dir}; "
            f"Rodnik needs at least {FREE_BYTES_NEEDED // 2**20} MB."
        )


def with_localhost6(place: Place) -> Place:
    """The address that is printed says localhost, which on many machines means ::1 first."""
    only_local = place.binds == (("127.0.0.1", place.port),)
    if only_local and _has_localhost6():
        return replace(place, binds=(*place.binds, ("::1", place.port)))
    return place


def _has_localhost6() -> bool:
    try:
        _listen("::1", 0).close()
    except OSError:
        return False
    return True


def open_doors(place: Place) -> list[socket.socket]:
    """The listening sockets, taken before anything else: a taken port is known at once, and ours is ours."""
    return [_open_door(host, port) for host, port in place.binds]


def _open_door(host: str, port: int) -> socket.socket:
    try:
        return _listen(host, port)
    except (OSError, UnicodeError) as error:
        raise CannotStart(_port_sentence(host, port, error)) from error


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    door = socket.socket(family, socket.SOCK_STREAM)
    try:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            door.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)  # 0.0.0.0 may be asked for beside ::
        door.bind((host, port))
        door.listen(BACKLOG)
    except OSError:
        door.close()
        raise
    return door


def _port_sentence(host: str, port: int, fault: OSError | UnicodeError) -> str:
    number = getattr(fault, "errno", None)
    if number == errno.EADDRINUSE:
        return f"Port {port} is taken by another program; choose another: make run PORT={port % 65535 + 1}"
    if number in (errno.EACCES, errno.EPERM):
        return f"Port {port} may not be opened by this user; choose one above 1023: make run PORT=8000"
    return f"Rodnik cannot listen on {address(host, port)} ({getattr(fault, 'strerror', None) or fault})."
