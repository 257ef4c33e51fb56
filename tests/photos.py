"""Small real photographs for the tests, and files that only pretend to be some."""

import io
import struct
import zlib
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

#: Four fields, each of its own colour, so that a turned or mirrored picture is recognised.
TOP_LEFT, TOP_RIGHT, BOTTOM_LEFT, BOTTOM_RIGHT = (220, 40, 40), (40, 200, 60), (40, 60, 210), (230, 220, 60)


def picture(width: int = 60, height: int = 40) -> Image.Image:
    image = Image.new("RGB", (width, height))
    image.paste(TOP_LEFT, (0, 0, width // 2, height // 2))
    image.paste(TOP_RIGHT, (width // 2, 0, width, height // 2))
    image.paste(BOTTOM_LEFT, (0, height // 2, width // 2, height))
    image.paste(BOTTOM_RIGHT, (width // 2, height // 2, width, height))
    return image


def encoded(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def jpeg(width: int = 60, height: int = 40, **options: Any) -> bytes:
    return encoded(picture(width, height), "JPEG", **{"quality": 95, "subsampling": 0, **options})


def upload(content: bytes | None = None, name: str = "photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, jpeg() if content is None else content)


def corners(image: Image.Image) -> list[tuple[int, int, int]]:
    """The colours near the four corners: top left, top right, bottom left, bottom right."""
    shown = image.convert("RGB")
    right, bottom = shown.width * 4 // 5, shown.height * 4 // 5
    places = [(shown.width // 5, shown.height // 5), (right, shown.height // 5)]
    places += [(shown.width // 5, bottom), (right, bottom)]
    return [shown.getpixel(place) for place in places]  # type: ignore[misc]


def is_near(one: tuple[int, ...], other: tuple[int, ...], by: int = 12) -> bool:
    return all(abs(a - b) <= by for a, b in zip(one, other, strict=True))


def png_that_claims(width: int, height: int) -> bytes:
    """A few bytes that say that they are a huge picture."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


EPS = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n0 0 10 10 rectfill\nshowpage\n%%EOF\n"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><html><body><script>alert(1)</script></body></html>"


def pretenders() -> dict[str, tuple[bytes, str]]:
    """Name to (bytes, code of the refusal). All of them are sent as `photo.jpg`."""
    whole = jpeg(300, 200)
    return {
        "empty": (b"", "empty"),
        "bmp": (encoded(picture(), "BMP"), "unknown_kind"),
        "svg": (SVG, "unknown_kind"),
        "html": (HTML, "unknown_kind"),
        "eps": (EPS, "unknown_kind"),
        "text": (b"a letter\n", "unknown_kind"),
        "half a jpeg": (whole[: len(whole) // 2], "broken_picture"),
        "head of a jpeg": (whole[:40], "broken_picture"),
        "half a png": (encoded(picture(300, 200), "PNG")[:300], "broken_picture"),
        "bomb": (png_that_claims(50_000, 50_000), "too_many_pixels"),
        "long bomb": (png_that_claims(1, 1_000_000), "too_many_pixels"),
    }
