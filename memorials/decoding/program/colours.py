"""Any colours that a file may hold, as 8-bit sRGB on white."""

import io
import math
from typing import Any

from PIL import Image, ImageCms


def to_srgb(image: Image.Image, side: int) -> Image.Image:
    """No longer than `side`: depth and palette first, then the size, then transparency and profile.

    An embedded profile is honoured. Neither is made larger than it is.
    """
    profile = image.info.get("icc_profile")
    image = eight_bits(image)
    image.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=3.0)
    if image.mode in ("RGBA", "LA"):
        image = on_white(image.convert("RGBA"))
    if image.mode == "LAB":
        return by_profile(image, ImageCms.createProfile("LAB"))
    if profile and image.mode in ("RGB", "CMYK", "L"):
        return by_own_profile(image, profile)
    return image.convert("RGB")


def eight_bits(image: Image.Image) -> Image.Image:
    """In a mode that can be made smaller without harm: no palette, no single bits, no deep greys."""
    if image.mode == "F" or image.mode.startswith("I"):
        return grey(image)
    if image.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in image.info:
        return image.convert("RGBA")
    if image.mode in ("L", "RGB", "CMYK", "LAB"):
        return image.copy()
    return image.convert("L" if image.mode == "1" else "RGB")


def grey(image: Image.Image) -> Image.Image:
    """Deep greys by the range that they are in: fractions up to 1, 8 bits, 16 bits, or their own."""
    if image.mode in ("I;16L", "I;16B", "I;16N"):
        image = image.convert("I")
    if image.mode == "I;16":
        return image.point(lambda value: value * (255 / 65535) + 0.5).convert("L")
    low, high = image.getextrema()
    bottom, top = range_of(float(low), float(high), image.mode)  # type: ignore[arg-type]  # one band
    scale = 255 / (top - bottom)
    return image.convert("F").point(lambda value: value * scale - bottom * scale + 0.5).convert("L")


def range_of(low: float, high: float, mode: str) -> tuple[float, float]:
    """Which value is black and which is white."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return 0.0, 1.0
    ends = [1.0, 255.0] if mode == "F" else [65535.0]
    for end in ends:
        if low >= 0 and high <= end:
            return 0.0, end
    return low, max(high, low + 1)


def on_white(image: Image.Image) -> Image.Image:
    ground = Image.new("RGBA", image.size, "white")
    ground.alpha_composite(image)
    return ground.convert("RGB")


def by_own_profile(image: Image.Image, profile: bytes) -> Image.Image:
    """A profile that is broken or of another kind is passed over."""
    try:
        return by_profile(image, ImageCms.ImageCmsProfile(io.BytesIO(profile)))
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image.convert("RGB")


def by_profile(image: Image.Image, source: Any) -> Image.Image:
    converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    return converted if converted else image.convert("RGB")
