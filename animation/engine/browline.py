"""Where a brow ends and the lid begins: a heavy brow sits right on the eye, lower than landmarks tell.

What slides down in a blink is lid. Landmarks alone let its skin begin a fixed share of the way to the brow's
own points; where that is still hair, the brow would come down with the lid.
"""

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from animation.engine.eyes import STATIONS, Eye
from animation.engine.photo import Pixels

CHEEK = 1.2  # openings under the lower lid: the skin that a brow is darker than
# A brow sits on the eye where the lid's beginning, in the middle, is as dark as this share of that skin, and
# so near, in openings; a shaded socket is not so dark, and all that is farther up stays in a blink anyway.
HAIR, NEAR = 0.4, 1.0
MIDDLE = slice(STATIONS // 5, -STATIONS // 5)
LEVEL = 0.45  # of the way from the brow's light to the skin's: darker is brow
LEAST_LID = 0.2  # openings of lid that are left in any case
BROW = 0.5  # openings above the beginning of the lid: there the brow's own light is looked for
STEPS = 32  # from there to the eye
EVEN = 3.0  # stations over which the edge is smoothed

Floats = NDArray[np.float32]


def lowered(picture: Pixels, eye: Eye) -> Eye:
    """The eye, its lid beginning where the brow's hair ends; the eye itself where no brow sits on it."""
    # The strongest colour: a shaded lid is still red, hair is dark in all three.
    light = cv2.GaussianBlur(picture.max(-1), (0, 0), 0.8).astype(np.float32)
    along = np.linspace(0, eye.width, STATIONS, dtype=np.float32)
    start, upper, lower = (_edge(eye, field, along) for field in (eye.lid_top, eye.upper, eye.lower))
    skin = float(np.median(_light(light, eye, along, lower, lower + np.float32(CHEEK * eye.opening))))
    beginning = _light(light, eye, along, start, start)[:, MIDDLE]
    if np.median(beginning) > HAIR * skin or np.median(upper - start) > NEAR * eye.opening:
        return eye
    brow = _light(light, eye, along, start - np.float32(BROW * eye.opening), start).min(0)
    end = np.maximum(upper - np.float32(LEAST_LID * eye.opening), start)
    dark = _light(light, eye, along, start, end) < brow + LEVEL * (skin - brow)
    hair = np.cumprod(dark, axis=0).mean(0)  # the share from the top that is hair
    even = cv2.GaussianBlur((hair * (end - start))[None].astype(np.float32), (0, 0), EVEN)[0]
    down = np.interp(np.clip(eye.along, 0, eye.width), along, even)
    return replace(eye, lid_top=(eye.lid_top + down).astype(np.float32))


def _edge(eye: Eye, field: Floats, along: Floats) -> Floats:
    """An edge of the eye, the same all the way down, at places along it."""
    x, y = eye.pixels_at(along, np.zeros_like(along))
    there = cv2.remap(
        field, x - eye.box[0], y - eye.box[1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(there, np.float32).ravel()


def _light(light: Floats, eye: Eye, along: Floats, top: Floats, bottom: Floats) -> Floats:
    """(STEPS, places along): from one edge down to another."""
    share = np.linspace(0, 1, STEPS, dtype=np.float32)[:, None]
    x, y = eye.pixels_at(np.broadcast_to(along, (STEPS, len(along))), top + share * (bottom - top))
    return np.asarray(cv2.remap(light, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.float32)
