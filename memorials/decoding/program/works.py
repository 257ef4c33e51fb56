"""The two works of the decoder. Copies are WebP, of pixels alone."""

from pathlib import Path

from PIL import Image

from .colours import to_srgb
from .reading import Photograph, open_photo

THUMB, VIEW, LARGE = 640, 1600, 2560  # long sides in pixels
# Visually lossless for photographs on a page; measured here at about 1.6 bits a pixel.
QUALITY = 84


def examine(path: Path, kind: str, folder: Path) -> dict[str, object]:
    """The size, what the camera wrote, and the copies that every page shows."""
    photo = open_photo(path, kind, VIEW)
    view = shown(photo, VIEW)
    thumb = view.copy()
    thumb.thumbnail((THUMB, THUMB), Image.Resampling.LANCZOS, reducing_gap=3.0)
    return {
        "width": photo.width,
        "height": photo.height,
        "camera": photo.written.camera,
        "shot": photo.written.shot,
        "copies": [write("view", view, folder), write("thumb", thumb, folder)],
    }


def prepare(path: Path, kind: str, folder: Path) -> dict[str, object]:
    """The copy for large screens, where the original has more to show than the view."""
    photo = open_photo(path, kind, LARGE)
    if max(photo.width, photo.height) <= VIEW:
        return {"copies": []}
    return {"copies": [write("large", shown(photo, LARGE), folder)]}


def shown(photo: Photograph, side: int) -> Image.Image:
    """No longer than `side`, upright, 8-bit sRGB on white. Made small first: what follows is then cheap."""
    image = to_srgb(photo.pixels, side)
    return image if photo.turn is None else image.transpose(photo.turn)


def write(name: str, image: Image.Image, folder: Path) -> dict[str, object]:
    clean = Image.new("RGB", image.size)
    clean.paste(image)  # pixels alone: nothing of the file's metadata can come along
    clean.save(folder / f"{name}.webp", "WEBP", quality=QUALITY, method=4)
    return {"name": name, "width": clean.width, "height": clean.height}
