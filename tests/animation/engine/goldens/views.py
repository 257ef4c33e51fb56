"""Views of one portrait, made without resampling filters, which every library has in a way of its own."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

PORTRAIT = Path(__file__).parents[4] / "memorials" / "demo" / "grace_hopper.jpg"
RECORDED = Path(__file__).parent / "landmarks.json"

Pixels = NDArray[np.uint8]


def views() -> dict[str, Pixels]:
    """Rear Admiral Grace Hopper, U.S. Navy, public domain."""
    upright = np.asarray(Image.open(PORTRAIT).convert("RGB"))
    head = upright[40:480, 60:460]
    made = {
        "upright": upright,
        "mirrored": upright[:, ::-1],
        "close": head,
        "small": _halved(upright),
        "grey": np.repeat((head.astype(np.uint16).sum(-1) // 3)[..., None], 3, axis=-1).astype(np.uint8),
        "dark": head // 3,
        "tilted": _tilted(upright, 15),
        "beside a wall": np.hstack([np.full((440, 300, 3), 150, np.uint8), head]),
    }
    return {name: np.ascontiguousarray(pixels, np.uint8) for name, pixels in made.items()}


def _halved(pixels: Pixels) -> Pixels:
    height, width = (side // 2 for side in pixels.shape[:2])
    fours = pixels[: 2 * height, : 2 * width].astype(np.uint16).reshape(height, 2, width, 2, 3)
    return (fours.sum((1, 3)) // 4).astype(np.uint8)


def _tilted(pixels: Pixels, degrees: float) -> Pixels:
    """About the middle, to the nearest pixel."""
    height, width = pixels.shape[:2]
    y, x = np.mgrid[:height, :width] - np.array([height, width])[:, None, None] // 2
    cos, sin = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    from_y = np.clip(np.rint(cos * y - sin * x).astype(int) + height // 2, 0, height - 1)
    from_x = np.clip(np.rint(sin * y + cos * x).astype(int) + width // 2, 0, width - 1)
    return pixels[from_y, from_x]
