"""A picture file read into the pixels everything else works on: upright, sRGB, 8 bits a channel."""

import io
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms, ImageFile, ImageOps, UnidentifiedImageError

from animation.engine.refusals import refuse

MOST_PIXELS = 60_000_000
LONGEST_SIDE = 20_000  # px: thin strips of few pixels still cost a decoder much
WORKING_SIDE = 2560  # px: a face of a tenth of the picture still fills a 720 px clip
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "AVIF", "MPO", "BMP")
PAPER = (255, 255, 255)  # what shows through transparent pixels

Pixels = NDArray[np.uint8]  # (height, width, 3), RGB


@dataclass(frozen=True)
class Photo:
    """`pixels` may be smaller than the picture on file; `width`, `height`: that picture, upright."""

    pixels: Pixels
    width: int
    height: int

    @property
    def scale(self) -> float:
        """Pixels of the file to one of `pixels`."""
        return self.width / int(self.pixels.shape[1])


def read(path: Path) -> Photo:
    """Decode fully: `verify()` accepts half a JPEG."""
    with warnings.catch_warnings():
        # Pillow's own limit warns at 89 megapixels; ours is lower and checked before decoding.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        with _opened(path) as picture:
            width, height = _upright_size(picture)
            try:
                pixels = _pixels(picture)
            except (OSError, ValueError, SyntaxError, EOFError, MemoryError) as error:
                raise refuse("broken_picture", type(error).__name__) from error
    return Photo(pixels, width, height)


def _opened(path: Path) -> ImageFile.ImageFile:
    try:
        picture = Image.open(path, formats=_known_formats())
    except UnidentifiedImageError as error:
        raise refuse("not_a_picture") from error
    except Image.DecompressionBombError as error:
        raise refuse("too_large") from error
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise refuse("broken_picture", type(error).__name__) from error
    width, height = picture.size
    if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
        picture.close()
        raise refuse("too_large", f"{width} x {height}")
    return picture


def _known_formats() -> list[str]:
    """HEIF comes from a plugin that the caller may have registered."""
    Image.init()
    return [name for name in (*FORMATS, "HEIF") if name in Image.OPEN]


def _upright_size(picture: Image.Image) -> tuple[int, int]:
    turned = picture.getexif().get(0x0112, 1) >= 5  # orientations 5 to 8 lie on their side
    width, height = picture.size
    return (height, width) if turned else (width, height)


def _pixels(picture: ImageFile.ImageFile) -> Pixels:
    # Let the JPEG decoder halve a huge picture while it decodes: a quarter of the memory each time.
    picture.draft("RGB" if picture.mode == "RGB" else picture.mode, (WORKING_SIDE, WORKING_SIDE))
    picture.load()
    profile = picture.info.get("icc_profile")
    small: Image.Image = picture
    if max(picture.size) > WORKING_SIDE and picture.mode in ("RGB", "L", "CMYK"):
        small = picture.resize(_capped(picture.size), Image.Resampling.LANCZOS, reducing_gap=3)
    upright = ImageOps.exif_transpose(_with_exif_of(small, picture))
    rgb = _to_srgb(_to_eight_bits(upright), profile)
    if max(rgb.size) > WORKING_SIDE:
        rgb = rgb.resize(_capped(rgb.size), Image.Resampling.LANCZOS, reducing_gap=3)
    return np.array(rgb, np.uint8)


def _capped(size: tuple[int, int]) -> tuple[int, int]:
    scale = WORKING_SIDE / max(size)
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _with_exif_of(resized: Image.Image, original: Image.Image) -> Image.Image:
    resized.getexif()[0x0112] = original.getexif().get(0x0112, 1)
    return resized


def _to_eight_bits(picture: Image.Image) -> Image.Image:
    """16 and 32 bits are scaled, not cut; transparency is laid on white paper."""
    if picture.mode.startswith("I;16"):
        return Image.fromarray((np.asarray(picture).astype(np.uint16) >> 8).astype(np.uint8))
    if picture.mode in ("I", "F"):
        return Image.fromarray(_stretched(np.asarray(picture, np.float64)))
    if picture.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in picture.info:
        return _on_paper(picture)
    return picture if picture.mode in ("RGB", "L", "CMYK", "LAB") else picture.convert("RGB")


def _stretched(values: NDArray[Any]) -> NDArray[np.uint8]:
    """A 16-bit grey PNG opens as 32-bit integers; a float TIFF usually holds 0 to 1."""
    top = float(values.max(initial=0))
    white = next((w for w in (1.0, 255.0, 65535.0) if top <= w), top)
    return np.clip(values / white * 255, 0, 255).astype(np.uint8)


def _on_paper(picture: Image.Image) -> Image.Image:
    layer = picture.convert("RGBA")
    paper = Image.new("RGBA", layer.size, (*PAPER, 255))
    return Image.alpha_composite(paper, layer).convert("RGB")


def _to_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """A damaged or mismatched profile is common in scans, and no reason to refuse one."""
    if profile and picture.mode in ("RGB", "L", "CMYK", "LAB"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            converted = ImageCms.profileToProfile(picture, source, target, outputMode="RGB")
            if converted is not None:
                return converted
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass
    return picture.convert("RGB")
