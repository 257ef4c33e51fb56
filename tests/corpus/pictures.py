"""Photographs that are odd and right, and those that only begin as one."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pillow_heif
from PIL import Image, ImageCms, PngImagePlugin

from tests.corpus.odd import CANARY, SCRIPT, Odd
from tests.photos import HTML, encoded, jpeg, picture, png_that_claims

TURNED_BACK = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}  # fmt: skip
MAKE, MODEL, ORIENTATION, GPS, EXIF_PART, COMMENT = 0x010F, 0x0110, 0x0112, 0x8825, 0x8769, 0x9286


def large() -> Image.Image:
    return picture(240, 160)


def by_camera(orientation: int = 1) -> bytes:
    """Lying as a telephone leaves it, with a place, a maker and words of a stranger in it."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKE], exif[MODEL] = orientation, SCRIPT, CANARY.decode()
    exif.get_ifd(GPS).update({1: "N", 2: (55.0, 45.0, 21.0), 3: "E", 4: (37.0, 37.0, 2.0)})
    exif.get_ifd(EXIF_PART)[COMMENT] = b"ASCII\0\0\0" + CANARY
    lying = large().transpose(TURNED_BACK[orientation]) if orientation > 1 else large()
    xmp = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{SCRIPT}</x:xmpmeta>".encode()
    return encoded(lying, "JPEG", quality=95, subsampling=0, exif=exif, xmp=xmp, comment=CANARY)


def png(image: Image.Image | None = None, *chunks: tuple[bytes, bytes], **options: Any) -> bytes:
    """With these chunks before the pixels."""
    whole = encoded(image or large(), "PNG", **options)
    at = whole.index(b"IDAT") - 4
    return whole[:at] + b"".join(_chunk(*each) for each in chunks) + whole[at:]


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def packed_zeros(megabytes: int) -> bytes:
    return zlib.compress(bytes(megabytes * 2**20), 9)


def with_zip() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("index.html", HTML)
    return jpeg(240, 160) + file.getvalue()


def with_alpha(mode: str) -> Image.Image:
    image = large().convert("RGBA")
    image.putpixel((0, 0), (0, 0, 0, 0))
    return image.convert(mode)


def deep(mode: str) -> Image.Image:
    """A grey wedge in more than eight bits."""
    wedge = np.tile(np.linspace(0, 65535, 240), (160, 1))
    return Image.fromarray((wedge / 65535).astype("f4") if mode == "F" else wedge.astype("u2"))


def heic(**options: Any) -> bytes:
    file = io.BytesIO()
    pillow_heif.from_pillow(large()).save(file, quality=95, **options)
    return file.getvalue()


def frames(kind: str, number: int) -> bytes:
    others = [Image.new("RGB", (240, 160), (each % 255, 0, 0)) for each in range(number - 1)]
    return encoded(large(), kind, save_all=True, append_images=others, duration=40)


def with_thumbnail() -> bytes:
    """A thumbnail that shows something else than the photograph."""
    exif = Image.Exif()
    other = encoded(Image.new("RGB", (32, 32), "black"), "JPEG")
    exif[ORIENTATION] = 1
    body = exif.tobytes() + other
    return encoded(large(), "JPEG", quality=95, subsampling=0, exif=body)


def lying_size(make: Callable[[], bytes], at: bytes, after: int, size: bytes) -> bytes:
    """The file with other numbers `after` bytes behind the first place of `at`."""
    whole = make()
    place = whole.index(at) + after
    return whole[:place] + size + whole[place + len(size) :]


def upright() -> Iterator[Odd]:
    for orientation in range(1, 9):
        turned = lambda orientation=orientation: by_camera(orientation)  # noqa: E731
        yield Odd(f"orientation {orientation}", turned, "photo", has_fields=True)


def _icc(profile: bytes) -> bytes:
    return encoded(large(), "JPEG", quality=95, subsampling=0, icc_profile=profile)


def _srgb() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def _text() -> PngImagePlugin.PngInfo:
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", f"<?php {CANARY.decode()} ?>")
    words.add_itxt("XML:com.adobe.xmp", SCRIPT)
    return words


def _strips(number: int) -> bytes:
    """A TIFF whose header counts a billion strips that are not there."""
    entries = [
        (256, 4, 1, 240), (257, 4, 1, 160), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1),
        (273, 4, number, 8), (277, 3, 1, 1), (278, 4, 1, 1), (279, 4, number, 8),
    ]  # fmt: skip
    directory = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", len(entries)) + directory + bytes(4)


def _cut(make: Callable[[], bytes], share: float) -> Callable[[], bytes]:
    return lambda: make()[: int(len(make()) * share)]


def damaged() -> Iterator[Odd]:
    whole: dict[str, Callable[[], bytes]] = {
        "jpeg": lambda: jpeg(240, 160), "png": png, "tiff": lambda: encoded(large(), "TIFF"),
        "webp": lambda: encoded(large(), "WEBP"), "heic": heic, "avif": lambda: encoded(large(), "AVIF"),
        "gif": lambda: encoded(large(), "GIF"),
    }  # fmt: skip
    for kind, make in whole.items():
        for share in (0.3, 0.7) if kind != "jpeg" else (0.1, 0.3, 0.5, 0.7, 0.95):
            yield Odd(f"{kind} cut at {share:.0%}", _cut(make, share), "broken_picture")


def _bad_crc() -> bytes:
    whole = bytearray(png())
    whole[whole.index(b"IDAT") + 20] ^= 0xFF
    return bytes(whole)


PICTURES: tuple[Odd, ...] = (
    *upright(),
    *damaged(),
    Odd("grey jpeg", lambda: encoded(large().convert("L"), "JPEG"), "photo"),
    Odd("cmyk jpeg", lambda: encoded(large().convert("CMYK"), "JPEG", quality=95), "photo", has_fields=True),
    Odd("progressive jpeg", lambda: jpeg(240, 160, progressive=True), "photo", has_fields=True),
    Odd("rgba png", lambda: png(with_alpha("RGBA")), "photo", has_fields=True),
    Odd("grey png with alpha", lambda: png(with_alpha("LA")), "photo"),
    Odd("palette png", lambda: png(large().quantize(8), transparency=7), "photo"),
    Odd("one bit png", lambda: png(large().convert("1")), "photo"),
    Odd("16 bit png", lambda: png(deep("I;16")), "photo"),
    Odd("16 bit tiff", lambda: encoded(deep("I;16"), "TIFF"), "photo", "scan.tif"),
    Odd("float tiff", lambda: encoded(deep("F"), "TIFF"), "photo", "scan.tif"),
    Odd("cmyk tiff", lambda: encoded(large().convert("CMYK"), "TIFF"), "photo", "scan.tif", True),
    Odd("lzw tiff", lambda: encoded(large(), "TIFF", compression="tiff_lzw"), "photo", "s.tif", True),
    Odd("deflate tiff", lambda: encoded(large(), "TIFF", compression="tiff_deflate"), "photo", "s.tif", True),
    Odd("tiff of three pages", lambda: frames("TIFF", 3), "photo", "s.tif", True),
    Odd("webp with alpha", lambda: encoded(with_alpha("RGBA"), "WEBP", lossless=True), "photo", "a", True),
    Odd("moving webp", lambda: frames("WEBP", 5), "photo", "a.webp"),
    Odd("moving png", lambda: frames("PNG", 5), "photo", "a.png", True),
    Odd("gif", lambda: encoded(large(), "GIF"), "photo", "a.gif", True),
    Odd("gif of 500 frames", lambda: frames("GIF", 500), "photo", "a.gif", True),
    Odd("heic", heic, "photo", "IMG_0001.HEIC", True),
    Odd("avif", lambda: encoded(large(), "AVIF", quality=95), "photo", "a.avif", True),
    Odd("one pixel", lambda: png(Image.new("RGB", (1, 1), "red")), "photo"),
    Odd("a line of 20,000", lambda: png(Image.new("RGB", (20_000, 1))), "photo"),
    Odd("with a profile", lambda: _icc(_srgb()), "photo", has_fields=True),
    Odd("with a broken profile", lambda: _icc(b"acsp" * 50), "photo", has_fields=True),
    Odd("with another thumbnail", with_thumbnail, "photo", has_fields=True),
    Odd("jpeg and html", lambda: jpeg(240, 160) + HTML, "photo", "page.html", True),
    Odd("jpeg and zip", with_zip, "photo", "archive.zip", True),
    Odd("jpeg named svg", lambda: jpeg(240, 160), "photo", "drawing.svg", True),
    Odd("png and php", lambda: png(pnginfo=_text()), "photo", "shell.php", True),
    Odd("gif and script", lambda: encoded(large(), "GIF", comment=SCRIPT.encode()), "photo", "a.js"),
    Odd("59.9 megapixels", lambda: png(Image.new("L", (7600, 7881))), "photo"),
    Odd("60.1 megapixels", lambda: png_that_claims(7600, 7908), "too_many_pixels"),
    Odd("20,001 wide", lambda: png_that_claims(20_001, 1), "too_many_pixels"),
    Odd("png of 2.5 gigapixels", lambda: png_that_claims(50_000, 50_000), "too_many_pixels"),
    Odd("jpeg of 65,500 squared", lambda: lying_size(lambda: jpeg(240, 160), b"\xff\xc0", 5, b"\xff\xdc" * 2),
        "too_many_pixels"),
    Odd("gif of 65,535 squared", lambda: lying_size(lambda: encoded(large(), "GIF"), b"GIF8", 6, b"\xff" * 4),
        "too_many_pixels"),
    Odd("jpeg of no height", lambda: lying_size(lambda: jpeg(240, 160), b"\xff\xc0", 5, bytes(2)),
        "broken_picture"),
    Odd("heic that lies about its size", lambda: lying_size(heic, b"ispe", 8, b"\0\0\x75\x30" * 2),
        "too_many_pixels"),
    Odd("tiff of a billion strips", lambda: _strips(10**9), "broken_picture", "scan.tif"),
    Odd("png with a wrong sum", _bad_crc, "broken_picture"),
    Odd("png with a bomb for a text", lambda: png(None, (b"zTXt", b"a\0\0" + packed_zeros(200))),
        "broken_picture"),
    Odd("png with a bomb for a profile", lambda: png(None, (b"iCCP", b"a\0\0" + packed_zeros(200))),
        "broken_picture"),
)  # fmt: skip
