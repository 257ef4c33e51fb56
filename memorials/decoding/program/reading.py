"""The file as pixels, however it lies in there, within the limits of size."""

from dataclasses import dataclass
from pathlib import Path

import pillow_heif
from PIL import AvifImagePlugin, Image

from .camera import BROKEN, Written, written_in
from .scans import has_too_many_parts

MOST_PIXELS = 60_000_000
LONGEST_SIDE = 20_000
#: How to turn what lies in the file, by EXIF's orientation; any other value means upright.
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
LYING = range(5, 9)  # orientations in which width and height change places
SUBFILE_TYPE, DNG_VERSION = 0x00FE, 0xC612
#: A JPEG may be decoded at a half, a quarter or an eighth, never below this many times the wanted side.
SPARE = 1.5

# Our own limits are looked at before anything is decoded, and one file gets one thread.
Image.MAX_IMAGE_PIXELS = None
AvifImagePlugin.DEFAULT_MAX_THREADS = 1
pillow_heif.register_heif_opener(decode_threads=1, thumbnails=False, depth_images=False, aux_images=False)


class Refused(Exception):
    """The file is not kept; the argument is the code of the reason."""


@dataclass(frozen=True)
class Photograph:
    """`pixels` as they lie in the file; `width` and `height` are those of the upright photograph."""

    pixels: Image.Image
    turn: Image.Transpose | None
    width: int
    height: int
    written: Written


def open_photo(path: Path, kind: str, side: int) -> Photograph:
    """Decoded whole, with no fewer pixels than a copy of that long side needs."""
    with path.open("rb") as file:
        if kind == "JPEG" and has_too_many_parts(file):
            raise Refused("too_heavy")
        file.seek(0)
        try:
            image = Image.open(file, formats=[kind])
            check_size(image)
            check_raw(image)
            check_covered(image)
            width, height = decode(image, side)
            check_size(image)
        except BROKEN:
            raise Refused("broken_picture") from None
        written = written_in(image)
    if written.orientation in LYING:
        width, height = height, width
    return Photograph(image, TURNS.get(written.orientation), width, height, written)


def decode(image: Image.Image, side: int) -> tuple[int, int]:
    """Really decodes, where `verify` would let half a JPEG through. The answer is the whole size: a JPEG may
    be decoded smaller, and what a HEIF file says of its size need not be that of the picture in it."""
    whole = image.size
    enough = int(side * SPARE)
    image.draft("", (enough, enough))
    expected = image.size
    image.load()
    return whole if image.size == expected else image.size


def check_size(image: Image.Image) -> None:
    if image.width * image.height > MOST_PIXELS or max(image.size) > LONGEST_SIDE:
        raise Refused("too_many_pixels")


def check_raw(image: Image.Image) -> None:
    """A camera's raw file has the form of a TIFF, and its first page is a stamp of the photograph."""
    tags = getattr(image, "tag_v2", {})
    if DNG_VERSION in tags or tags.get(SUBFILE_TYPE, 0) == 1:
        raise Refused("unknown_kind")


def check_covered(image: Image.Image) -> None:
    """A TIFF may list fewer pieces than its size needs; Pillow would leave black what they do not cover."""
    if image.format != "TIFF":
        return
    boxes = [piece[1] for piece in getattr(image, "tile", [])]
    covered = sum((right - left) * (lower - upper) for left, upper, right, lower in boxes)
    if covered < image.width * image.height:
        raise Refused("broken_picture")
