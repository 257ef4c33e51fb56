"""Films in boxes of which one says something else: that the pictures lie elsewhere, or are billions."""

import struct
from collections.abc import Callable, Iterator
from functools import partial, reduce

from tests.corpus.odd import Odd
from tests.corpus.pretenders import PORT
from tests.corpus.sounds_and_films import H264, PLAIN, film

#: Boxes that hold boxes, on the way to those that are changed.
INSIDE = (b"moov", b"trak", b"mdia", b"minf", b"dinf", b"stbl")
MOST = 2**32 - 1
MOV = film("mov", *H264, "-c:a", "aac")


def box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", 8 + len(body)) + kind + body


def boxes(body: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at < len(body):
        length = int.from_bytes(body[at : at + 4], "big")
        yield body[at + 4 : at + 8], body[at + 8 : at + length]
        at += length


def changed(body: bytes, wanted: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """Every box of that kind with another body. The pictures do not move: the index stands behind them."""
    made = b""
    for kind, inner in boxes(body):
        if kind == wanted:
            inner = change(inner)
        elif kind in INSIDE:
            inner = changed(inner, wanted, change)
        made += box(kind, inner)
    return made


def elsewhere(make: Callable[[], bytes], kind: bytes, where: bytes) -> bytes:
    return changed(make(), b"dref", lambda _: struct.pack(">II", 0, 1) + box(kind, bytes(4) + where))


def alias(path: str, levels: int = 0) -> bytes:
    """As a Macintosh wrote down where a film's pictures lie: by their path, and by how many folders up."""
    name, steps = path.rsplit("/", 1)[-1].encode(), struct.pack(">HH", levels, levels)
    head = bytes(6) + b"\0\2" + bytes(2) + b"\1/".ljust(28, b"\0") + bytes(12)
    head += bytes([len(name)]) + name.ljust(63, b"\0") + bytes(16) + steps + bytes(16)
    told = struct.pack(">HH", 2, len(path)) + path.encode() + b"\0" * (len(path) % 2)
    return head + told + b"\xff\xff\0\0"


def counting(kind: bytes) -> bytes:
    return changed(PLAIN(), kind, lambda body: body[:4] + struct.pack(">I", MOST) + body[8:])


def lasting(ticks: int) -> bytes:
    """Ten pictures, each of so many ten-thousandths of a second."""
    return changed(PLAIN(), b"stts", lambda _: struct.pack(">IIII", 0, 1, 10, ticks))


def nested(kind: bytes) -> bytes:
    return box(b"ftyp", b"isom\0\0\0\0") + reduce(lambda inner, _: box(kind, inner), range(20_000), b"")


ADDRESS = f"http://127.0.0.1:{PORT}/film.mp4".encode() + b"\0"
PASSWORDS = b"file:///etc/passwd\0"
REFERENCES: tuple[Odd, ...] = (
    # The reference is passed over: what the file itself has at those places is the film.
    Odd("film whose data are at an address", partial(elsewhere, PLAIN, b"url ", ADDRESS), "video", "a.mp4"),
    Odd("film whose data are the passwords", partial(elsewhere, PLAIN, b"url ", PASSWORDS), "video", "a.mp4"),
    Odd("film whose data are at a path", partial(elsewhere, MOV, b"alis", alias("/etc/passwd")),
        "broken_film", "film.mov"),
    Odd("film whose data are a neighbour", partial(elsewhere, MOV, b"alis", alias("/x/original", 1)),
        "broken_film", "film.mov"),
    Odd("film of billions of pieces", partial(counting, b"stsc"), "broken_film", "film.mp4"),
    Odd("film of billions of moments", partial(counting, b"stts"), "too_heavy", "film.mp4"),
    Odd("film of billions of beginnings", partial(counting, b"stss"), "broken_film", "film.mp4"),
    Odd("film of years", partial(lasting, 2**31 - 1), "too_long", "film.mp4"),
    Odd("film of another codec", lambda: PLAIN().replace(b"avc1", b"zzz1"), "broken_film", "film.mp4"),
    Odd("film without an index", lambda: PLAIN().replace(b"moov", b"moox"), "broken_film", "film.mp4"),
    Odd("film of boxes in boxes", partial(nested, b"moov"), "broken_film", "film.mp4"),
    Odd("film of tracks in tracks", partial(nested, b"trak"), "broken_film", "film.mp4"),
    Odd("film that calls itself heic", lambda: PLAIN().replace(b"ftypisom", b"ftypheic"), "broken_picture"),
)  # fmt: skip
