"""JPEG files of other cameras, and those that take the form at its word; EXIF that leads in circles."""

import struct
from collections.abc import Iterator
from functools import partial

from PIL import Image

from tests.corpus.odd import Odd
from tests.corpus.pictures import large, lying_size
from tests.photos import encoded, jpeg

START_OF_FRAME, START_OF_SCAN = b"\xff\xc0", 0xDA
EXIF_PART, GPS_PART, MAKE = 0x8769, 0x8825, 0x010F


def of_two_lenses() -> bytes:
    """The photograph, and behind it one that is not to be shown."""
    other = Image.new("RGB", (240, 160))
    return encoded(large(), "MPO", save_all=True, append_images=[other], quality=95, subsampling=0)


def again_and_again(scans: int) -> bytes:
    """Goes over a large picture once more so many times: a few bytes each in the file."""
    whole = encoded(Image.new("L", (4000, 4000), 90), "JPEG", progressive=True, quality=30)
    start, end = list(_scans(whole))[-1]
    return whole[:end] + whole[start:end] * scans + whole[end:]


def _scans(whole: bytes) -> Iterator[tuple[int, int]]:
    """Where each begins and ends."""
    at = 2
    while whole[at + 1] != 0xD9:
        kind, start = whole[at + 1], at
        at += 2 + int.from_bytes(whole[at + 2 : at + 4], "big")
        while kind == START_OF_SCAN and (whole[at] != 0xFF or whole[at + 1] in (0, *range(0xD0, 0xD8))):
            at += 1
        if kind == START_OF_SCAN:
            yield start, at


def of_remarks(number: int) -> bytes:
    whole = jpeg(240, 160)
    return whole[:2] + b"\xff\xfe\0\2" * number + whole[2:]


def with_exif(*entries: tuple[int, int, int, int], more: int = 0) -> bytes:
    """Tag, type, count and value of each; the directory says that there are `more`."""
    directory = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    body = b"II*\0" + struct.pack("<IH", 8, len(entries) + more) + directory + struct.pack("<I", 8)
    return jpeg(240, 160, exif=b"Exif\0\0" + body)


def of_process(number: int) -> bytes:
    """A frame that says that it is of another of the processes of JPEG."""
    return lying_size(partial(jpeg, 240, 160), START_OF_FRAME, 1, bytes([number]))


def of_depth(bits: int) -> bytes:
    return lying_size(partial(jpeg, 240, 160), START_OF_FRAME, 4, bytes([bits]))


JPEGS: tuple[Odd, ...] = (
    Odd("jpeg of two lenses", of_two_lenses, "photo", "R0010001.MPO", True),
    Odd("two jpegs in a row", lambda: jpeg(240, 160) + jpeg(60, 40), "photo", has_fields=True),
    Odd("jpeg with a film behind it", lambda: jpeg(240, 160) + b"\0\0\0\x18ftypisom" + b"\xff\xda\0\2" * 999,
        "photo", "MVIMG.jpg", True),
    Odd("jpeg behind an empty line", lambda: b"\n" + jpeg(240, 160), "unknown_kind"),
    Odd("jpeg of fifty scans", partial(again_and_again, 50), "photo"),
    Odd("jpeg of 3,000 scans", partial(again_and_again, 3000), "too_heavy"),
    Odd("jpeg of a thousand remarks", partial(of_remarks, 1000), "photo", has_fields=True),
    Odd("jpeg of a million remarks", partial(of_remarks, 1_000_000), "too_heavy"),
    Odd("jpeg without losses", partial(of_process, 0xC3), "broken_picture"),
    Odd("jpeg of differences", partial(of_process, 0xC5), "broken_picture"),
    Odd("jpeg of twelve bits", partial(of_depth, 12), "broken_picture"),
    Odd("jpeg of sixteen bits", partial(of_depth, 16), "broken_picture"),
    Odd("exif that leads to itself", partial(with_exif, (EXIF_PART, 4, 1, 8), (GPS_PART, 4, 1, 8)), "photo",
        has_fields=True),
    Odd("exif that counts 60,000", partial(with_exif, *[(MAKE, 2, 2**32 - 1, 8)] * 4000, more=60_000 - 4000),
        "photo", has_fields=True),
    Odd("exif of numbers for words", partial(with_exif, (MAKE, 4, 1, 7), (0x0112, 2, 4, 0x61616161)), "photo",
        has_fields=True),
)  # fmt: skip
