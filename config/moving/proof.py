"""The proof that two tables hold the same: how many rows, and one number for each column.

A number is the sum of a hash of every cell together with the key of its row. It does not depend on the
order of the rows (the two databases sort texts differently), and a value that strayed into another row
changes it.
"""

import math
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import singledispatch
from hashlib import blake2b
from typing import Any
from uuid import UUID

SIZE = 16  # bytes of a hash
NOTHING = b"none"


class Proof:
    def __init__(self, columns: int) -> None:
        self.rows = 0
        self.sums = [0] * columns
        self.filled = [0] * columns  # how many values are not NULL

    def add(self, key: bytes, cells: Sequence[bytes]) -> None:
        self.rows += 1
        for place, cell in enumerate(cells):
            self.filled[place] += cell != NOTHING
            digest = blake2b(key + cell, digest_size=SIZE).digest()
            self.sums[place] = (self.sums[place] + int.from_bytes(digest)) % 2 ** (8 * SIZE)

    def differing(self, other: "Proof") -> list[int]:
        """The places of the columns that are not the same."""
        pairs = enumerate(zip(self.sums, other.sums, strict=True))
        return [place for place, (mine, theirs) in pairs if mine != theirs]


def _marked(kind: str, content: bytes) -> bytes:
    """With kind and length before it, so that no two values run into one."""
    return b"%s:%d:%s" % (kind.encode(), len(content), content)


@singledispatch
def canonical(value: Any) -> bytes:
    """The same bytes for the same value, whichever database it was read from."""
    return _marked(type(value).__name__, repr(value).encode())


@canonical.register
def _(value: None) -> bytes:
    return NOTHING


@canonical.register
def _(value: str) -> bytes:
    return _marked("text", value.encode("utf-8", "surrogatepass"))


@canonical.register(bytes)
@canonical.register(bytearray)
@canonical.register(memoryview)
def _(value: bytes | bytearray | memoryview) -> bytes:
    return _marked("bytes", bytes(value))


@canonical.register
def _(value: datetime) -> bytes:
    moment = value.astimezone(UTC) if value.tzinfo else value
    return _marked("moment", moment.isoformat(timespec="microseconds").encode())


@canonical.register(date)
@canonical.register(time)
def _(value: date | time) -> bytes:
    return _marked(type(value).__name__, value.isoformat().encode())


@canonical.register
def _(value: timedelta) -> bytes:
    return _marked("span", str(value // timedelta(microseconds=1)).encode())


@canonical.register
def _(value: Decimal) -> bytes:
    return _marked("decimal", str(value.normalize() if value else Decimal()).encode())


@canonical.register
def _(value: float) -> bytes:
    return _marked("float", (b"nan" if math.isnan(value) else value.hex().encode()))


@canonical.register
def _(value: UUID) -> bytes:
    return _marked("uuid", value.bytes)


@canonical.register
def _(value: list) -> bytes:
    return _marked("list", b"".join(canonical(each) for each in value))


@canonical.register
def _(value: dict) -> bytes:
    pairs = (canonical(name) + canonical(value[name]) for name in sorted(value))
    return _marked("dict", b"".join(pairs))
