"""Which reader a file is given to: by its own first bytes, never by its name or by what its sender says."""

from pathlib import Path
from typing import Protocol

from memorials.decoding import films, papers, photographs, sounds
from memorials.decoding.found import Examined, Prepared
from memorials.errors import FileRefused

HEAD = 64


class Reader(Protocol):
    """What the module of each kind has."""

    def is_one(self, head: bytes) -> bool: ...
    def examine(self, path: Path, into: Path) -> Examined: ...
    def prepare(self, path: Path, into: Path) -> Prepared: ...


#: By Media.Kind, in the order in which they are asked.
READERS: dict[str, Reader] = {
    "photo": photographs,
    "video": films,
    "audio": sounds,
    "document": papers,
}


def examine(path: Path, into: Path) -> Examined:
    """What a file is, and the copies that can be made within seconds, while the person waits.

    Raises FileRefused, whose sentence says why it cannot be kept.
    """
    with path.open("rb") as file:
        head = file.read(HEAD)
    for reader in READERS.values():
        if reader.is_one(head):
            return reader.examine(path, into)
    raise FileRefused("unknown_kind")


def prepare(path: Path, into: Path, kind: str) -> Prepared:
    """The copies that take their time, of a file that was examined and is of that kind; for a worker."""
    return READERS[kind].prepare(path, into)
