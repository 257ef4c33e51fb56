"""Every other form of photograph: held in each way, begun by something else, measuring itself wrongly."""

import io
import struct
import zlib
from collections.abc import Iterator
from functools import partial

import pillow_heif
from PIL import Image

from tests.corpus.odd import Odd
from tests.corpus.pictures import (
    ORIENTATION,
    TURNED_BACK,
    frames,
    heic,
    large,
    lying_size,
    packed_zeros,
    png,
    with_alpha,
)
from tests.photos import HTML, SVG, encoded, png_that_claims

PAGE = HTML * 5
#: The first bytes of each form.
BEGINNINGS = {
    "jpeg": b"\xff\xd8\xff\xfe\0\x50", "png": b"\x89PNG\r\n\x1a\n", "gif": b"GIF89a", "tiff": b"II*\0",
    "webp": b"RIFF\xff\0\0\0WEBP", "heic": b"\0\0\0\x18ftypheic\0\0\0\0heicmif1",
    "avif": b"\0\0\0\x18ftypavif\0\0\0\0avifmif1",
}  # fmt: skip


def turned(kind: str, orientation: int) -> bytes:
    """Lying in the file, with a note which way to turn it. HEIC and AVIF have the note a second time, in a
    box."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    lying = large().transpose(TURNED_BACK[orientation])
    if kind != "heic":
        return encoded(lying, kind, exif=exif, **({} if kind == "PNG" else {"quality": 95}))
    file = io.BytesIO()
    pillow_heif.from_pillow(lying).save(file, quality=95, exif=exif.tobytes())
    return file.getvalue()


def all_turned() -> Iterator[Odd]:
    for kind in ("heic", "AVIF", "WEBP", "PNG"):
        for orientation in (3, 5, 6, 8) if kind in ("heic", "AVIF") else (6,):
            name = f"{kind.lower()} of orientation {orientation}"
            yield Odd(name, partial(turned, kind, orientation), "photo", f"a.{kind.lower()}", True)


def begun() -> Iterator[Odd]:
    for kind, head in BEGINNINGS.items():
        yield Odd(
            f"html that begins as {kind}", partial(bytes.__add__, head, PAGE), "broken_picture", "a.html"
        )


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def more_pixels_than_it_says() -> bytes:
    """300 megabytes of zeros where a hundred kilobytes belong."""
    head = struct.pack(">IIBBBBB", 240, 160, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", packed_zeros(300)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def of_chunks(number: int) -> bytes:
    return png(None, *[(b"tEXt", b"a\0b")] * number)


def gif_of(number: int) -> bytes:
    """The same second frame so many times."""
    whole = frames("GIF", 2)
    start = whole.rindex(b"\x21\xf9\x04")
    return whole[:start] + whole[start:-1] * number + whole[-1:]


def webp_of_another_canvas() -> bytes:
    return lying_size(lambda: encoded(with_alpha("RGBA"), "WEBP"), b"VP8X", 12, b"\xff\x3f\0" * 2)


def avif() -> bytes:
    return encoded(large(), "AVIF", quality=95)


#: As large as may be: of all that is kept, what takes the most memory.
MOST = (7600, 7881)


def seen_through() -> bytes:
    return encoded(Image.new("RGBA", MOST, (90, 20, 30, 128)), "PNG", compress_level=1)


def webp_as_large_as_may_be() -> bytes:
    return encoded(Image.new("RGB", MOST, (90, 20, 30)), "WEBP", quality=30, method=0)


SMALLER, LARGER = b"\0\0\0\x10" * 2, b"\0\0\x75\x30" * 2
FORMS: tuple[Odd, ...] = (
    *all_turned(),
    *begun(),
    Odd("png of more pixels than it says", more_pixels_than_it_says, "photo", "a.png"),
    Odd("59.9 megapixels seen through", seen_through, "photo", "a.png"),
    Odd("59.9 megapixels of webp", webp_as_large_as_may_be, "photo", "a.webp"),
    Odd("png of 50,000 remarks", partial(of_chunks, 50_000), "photo", "a.png", True),
    Odd("png of no width", partial(png_that_claims, 0, 10), "broken_picture", "a.png"),
    Odd(
        "png whose palette is missing",
        partial(lying_size, png, b"IHDR", 13, b"\3"),
        "broken_picture",
        "a.png",
    ),
    Odd("gif of 10,000 frames", partial(gif_of, 10_000), "photo", "a.gif", True),
    Odd(
        "gif that is a script", lambda: b"GIF89a/*" + bytes(200) + b"*/=1;alert(1)", "broken_picture", "a.gif"
    ),
    Odd("webp of another canvas", webp_of_another_canvas, "broken_picture", "a.webp"),
    Odd("heic that says it is smaller", partial(lying_size, heic, b"ispe", 8, SMALLER), "broken_picture"),
    Odd("avif that says it is larger", partial(lying_size, avif, b"ispe", 8, LARGER), "broken_picture"),
    Odd("heic of zeros", lambda: heic()[:100] + bytes(5000), "broken_picture", "a.heic"),
    Odd("heic that calls itself a film", lambda: heic().replace(b"ftypheic", b"ftypisom"), "broken_picture"),
    Odd("jpeg xl", lambda: b"\0\0\0\x0cJXL \r\n\x87\n" + bytes(100), "unknown_kind", "a.jxl"),
    Odd("bare jpeg xl", lambda: b"\xff\x0a" + bytes(100), "unknown_kind", "a.jxl"),
    Odd("svg behind a mark of order", lambda: b"\xef\xbb\xbf" + SVG, "unknown_kind", "a.svg"),
    Odd("html behind spaces", lambda: b"   \n" + HTML, "unknown_kind"),
    Odd("a saved page", lambda: b"From: x\r\nMIME-Version: 1.0\r\n\r\n" + HTML, "unknown_kind", "a.mhtml"),
)
