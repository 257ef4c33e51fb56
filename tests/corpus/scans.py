"""TIFF files as scanners and archives write them, and some that lie about their pieces."""

import struct
from collections.abc import Iterator
from functools import partial

import numpy as np
from PIL import Image, ImageCms

from tests.corpus.odd import Odd
from tests.corpus.pictures import large
from tests.photos import encoded

TILE = 64


def tiled(order: str, *, side: int = 0) -> bytes:
    """Uncompressed tiles; "<" or ">" is the order of bytes. `side` is a size that the file only claims.

    The directory names itself as that of the next page.
    """
    pixels = np.asarray(large())
    tiles = list(_tiles(pixels))
    number, length = len(tiles), len(tiles[0])
    tables = [
        struct.pack(f"{order}{number}I", *([length] * number)),
        struct.pack(f"{order}{number}I", *(8 + at * length for at in range(number))),
        struct.pack(f"{order}3H", 8, 8, 8),
    ]
    lengths, starts, depths, last = np.cumsum([8 + number * length, *map(len, tables)]).tolist()
    height, width = (side, side) if side else pixels.shape[:2]
    entries = [
        (256, 4, 1, width), (257, 4, 1, height), (258, 3, 3, depths), (259, 3, 1, 1), (262, 3, 1, 2),
        (277, 3, 1, 3), (322, 4, 1, TILE), (323, 4, 1, TILE), (324, 4, number, starts),
        (325, 4, number, lengths),
    ]  # fmt: skip
    directory = struct.pack(f"{order}H", len(entries)) + b"".join(_entry(order, *each) for each in entries)
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(f"{order}I", last)
    return head + b"".join(tiles) + b"".join(tables) + directory + struct.pack(f"{order}I", last)


def _tiles(pixels: "np.ndarray") -> Iterator[bytes]:
    for top in range(0, pixels.shape[0], TILE):
        for left in range(0, pixels.shape[1], TILE):
            part = pixels[top : top + TILE, left : left + TILE]
            tile = np.zeros((TILE, TILE, 3), "u1")
            tile[: part.shape[0], : part.shape[1]] = part
            yield tile.tobytes()


def _entry(order: str, tag: int, kind: int, count: int, value: int) -> bytes:
    short = kind == 3 and count == 1
    said = struct.pack(f"{order}HH", value, 0) if short else struct.pack(f"{order}I", value)
    return struct.pack(f"{order}HHI", tag, kind, count) + said


def in_lab() -> bytes:
    srgb, lab = ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB")
    image = ImageCms.profileToProfile(large(), srgb, lab, outputMode="LAB")
    assert image is not None
    return encoded(image, "TIFF")


def a_negative() -> bytes:
    """A camera's raw file: its first page is a stamp."""
    return encoded(large(), "TIFF", tiffinfo={0x00FE: 1, 0xC612: b"\1\4\0\0"})


def page(**how: object) -> bytes:
    return encoded(large(), "TIFF", **how)


SCANS: tuple[Odd, ...] = (
    Odd("tiff of tiles", partial(tiled, "<"), "photo", "scan.tif", True),
    Odd("tiff of tiles, the other way round", partial(tiled, ">"), "photo", "scan.tif", True),
    Odd("tiff of fewer tiles than it says", partial(tiled, "<", side=7000), "broken_picture", "scan.tif"),
    Odd("tiff of 20,001 squared", partial(tiled, "<", side=20_001), "too_many_pixels", "scan.tif"),
    Odd("tiff for large files", partial(page, big_tiff=True), "photo", "scan.tif", True),
    Odd("tiff of a jpeg", partial(page, compression="jpeg", quality=95), "photo", "scan.tif", True),
    Odd("tiff by packbits", partial(page, compression="packbits"), "photo", "scan.tif", True),
    Odd("tiff in lab", in_lab, "photo", "scan.tif", True),
    Odd("tiff of a telefax", lambda: encoded(large().convert("1"), "TIFF", compression="group4"), "photo",
        "fax.tif"),
    Odd("tiff in a palette", lambda: encoded(large().quantize(8), "TIFF"), "photo", "scan.tif", True),
    Odd("tiff of one strip for each line", partial(page, strip_size=1), "photo", "scan.tif", True),
    Odd("a camera's negative", a_negative, "unknown_kind", "DSC_0001.DNG"),
    Odd("the other camera's negative", lambda: b"II*\0\x10\0\0\0CR\x02\0" + bytes(100), "broken_picture",
        "IMG_0001.CR2"),
    Odd("tiff of one grey pixel", lambda: encoded(Image.new("L", (1, 1)), "TIFF"), "photo", "scan.tif"),
)  # fmt: skip
