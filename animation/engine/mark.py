"""The site's sign on whatever a machine made: a broken ring round a point, in a corner of every frame."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from animation.engine.faces import FoundFace
from animation.engine.photo import Pixels

RADIUS = 0.018  # of the shorter side
SMALLEST = 8  # px: below that the gaps of the ring close
MARGIN = 2.2  # radii from the corner to the centre
FINE = 4  # drawn this many times larger and shrunk: smooth at any size
LIGHT, DARK = 245, 20  # of 255: the sign has one of them, the seam round it the other
BRIGHT = 132  # of 255, the middle of the two: on a lighter ground the sign is dark
OPACITY, SEAM = 0.8, 0.6  # the seam, as a share of the sign
FREE = 1.3  # face heights from a face: nothing of its head is there
ARCS = ((20, 160), (200, 340))

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Mark:
    """The sign at its place: there a pixel becomes `keep` of itself plus `add`, both (rows, columns, 1)."""

    place: tuple[slice, slice]
    keep: Floats
    add: Floats

    def stamped(self, frame: Pixels) -> Pixels:
        """A copy with the mark."""
        marked = frame.copy()
        marked[self.place] = (frame[self.place] * self.keep + (self.add + 0.5)).astype(np.uint8)
        return marked


def made_for(picture: Pixels, faces: tuple[FoundFace, ...]) -> Mark:
    """The mark for all frames of a clip, chosen once: one that changed its colour would blink."""
    place = place_on(picture.shape, faces)
    sign, seam = (DARK, LIGHT) if np.median(picture[place]) > BRIGHT else (LIGHT, DARK)
    shape, halo = (OPACITY * each[..., None] for each in _shapes(*_sizes(picture.shape)))
    halo = halo * SEAM
    return Mark(place, (1 - halo) * (1 - shape), seam * halo * (1 - shape) + sign * shape)


def place_on(shape: tuple[int, ...], faces: tuple[FoundFace, ...]) -> tuple[slice, slice]:
    """Rows and columns of a picture of this shape that the mark covers."""
    _, reach = _sizes(shape)
    x, y = _corner(shape, faces, reach)
    return slice(y - reach, y + reach), slice(x - reach, x + reach)


def _sizes(shape: tuple[int, ...]) -> tuple[int, int]:
    """Its radius, and half the side of the square that it is drawn in."""
    radius = max(SMALLEST, round(RADIUS * min(shape[:2])))
    return radius, round(MARGIN * radius)


def _corner(shape: tuple[int, ...], faces: tuple[FoundFace, ...], reach: int) -> tuple[int, int]:
    """The centre of the mark; at equal distance the lower right one, where a signature is looked for."""
    height, width = shape[:2]
    corners = [(x, y) for y in (height - reach, reach) for x in (width - reach, reach)]
    near = [_heights_to_a_face(corner, faces) for corner in corners]
    free = [corner for corner, distance in zip(corners, near, strict=True) if distance > FREE]
    return free[0] if free else corners[int(np.argmax(near))]


def _heights_to_a_face(place: tuple[int, int], faces: tuple[FoundFace, ...]) -> float:
    return min((float(np.linalg.norm(face.centre - place)) / face.height for face in faces), default=FREE)


def _shapes(radius: int, reach: int) -> tuple[Floats, Floats]:
    """Opacities (2 reach, 2 reach), 0 to 1, of the sign and of the seam round it."""
    side, centre = 2 * reach * FINE, (reach * FINE, reach * FINE)
    canvas = np.zeros((side, side), np.uint8)
    stroke = max(1, round(radius * FINE * 0.2))
    for start, end in ARCS:
        cv2.ellipse(canvas, centre, (radius * FINE, radius * FINE), -35, start, end, 255, stroke, cv2.LINE_AA)
    cv2.circle(canvas, centre, round(radius * FINE * 0.24), 255, -1, cv2.LINE_AA)
    light = cv2.resize(canvas, (2 * reach, 2 * reach), interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    halo = np.clip(cv2.GaussianBlur(light, (0, 0), radius * 0.18) * 1.6, 0, 1)
    return np.asarray(light, np.float32), np.asarray(halo, np.float32)
