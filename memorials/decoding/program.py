"""The decoder: a program that reads one photograph and writes upright copies without metadata.

    python -I program.py PHOTO FOLDER COPY…

COPY is a name of SIDES. It prints one JSON object: `{"content_type", "width", "height", "copies": [...]}`, or
`{"refused": code}`. It imports nothing of the project, because it must not be able to reach it.
"""

import io
import json
import sys
from pathlib import Path

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

CONTENT_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "MPO": "image/jpeg"}
MOST_PIXELS = 60_000_000
LONGEST_SIDE = 20_000
SIDES = {"large": 2560, "view": 1600, "thumb": 640}  # long side in pixels
# Visually lossless for photographs on a page; measured here at about 1.6 bits a pixel.
QUALITY = 84


class Refused(Exception):
    """The file is not kept; the argument is the code of the reason."""


def read(path: Path) -> tuple[Image.Image, str]:
    """The photograph upright, 8-bit sRGB on white, and its content type."""
    try:
        image = Image.open(path, formats=["JPEG", "PNG", "WEBP"])
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise Refused("not_a_picture") from None
    if image.width * image.height > MOST_PIXELS or max(image.size) > LONGEST_SIDE:
        raise Refused("too_many_pixels")
    try:
        image.load()  # a real decode: `verify` lets half a JPEG through
        upright = ImageOps.exif_transpose(image)
    except (OSError, SyntaxError, ValueError, EOFError):
        raise Refused("broken_picture") from None
    return to_srgb(upright), CONTENT_TYPES[image.format or "JPEG"]


def to_srgb(image: Image.Image) -> Image.Image:
    """Any mode as RGB: 16 bits scaled, transparency laid on white, an embedded profile honoured."""
    profile = image.info.get("icc_profile")
    if image.mode.startswith("I"):
        image = image.point(lambda value: value / 256).convert("L")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = on_white(image.convert("RGBA"))
    if profile and image.mode in ("RGB", "CMYK", "L"):
        return by_profile(image, profile)
    return image.convert("RGB")


def on_white(image: Image.Image) -> Image.Image:
    ground = Image.new("RGBA", image.size, "white")
    ground.alpha_composite(image)
    return ground.convert("RGB")


def by_profile(image: Image.Image, profile: bytes) -> Image.Image:
    """Through the photograph's own profile; a profile that is broken or of another kind is passed over."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image.convert("RGB")
    return converted if converted else image.convert("RGB")


def write_copies(image: Image.Image, folder: Path, names: list[str]) -> list[dict[str, object]]:
    copies: list[dict[str, object]] = []
    for name in names:
        side = SIDES[name]
        shown = image.copy() if len(copies) == 0 else image
        shown.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=3.0)
        clean = Image.new("RGB", shown.size)
        clean.paste(shown)  # pixels alone: nothing of the file's metadata can come along
        clean.save(folder / f"{name}.webp", "WEBP", quality=QUALITY, method=4)
        copies.append(
            {
                "name": name,
                "path": f"{name}.webp",
                "content_type": "image/webp",
                "width": clean.width,
                "height": clean.height,
            }
        )
    return copies


def answer(photo: Path, folder: Path, names: list[str]) -> dict[str, object]:
    try:
        image, content_type = read(photo)
        size = {"width": image.width, "height": image.height}
        return {"content_type": content_type, **size, "copies": write_copies(image, folder, names)}
    except Refused as refusal:
        return {"refused": str(refusal)}
    except MemoryError:
        return {"refused": "too_heavy"}


if __name__ == "__main__":
    Image.MAX_IMAGE_PIXELS = None  # our own limits are looked at before anything is decoded
    json.dump(answer(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:]), sys.stdout)
