"""The site's sign on whatever a machine made: a broken ring round a point, in a corner of every frame."""

import cv2
import numpy as np

from animation.engine.faces import FoundFace
from animation.engine.photo import Pixels

RADIUS = 0.018  # of the shorter side
SMALLEST = 8  # px: below that the gaps of the ring close
MARGIN = 2.2  # radii from the corner to the centre
FINE = 4  # drawn this many times larger and shrunk: smooth at any size
LIGHT, DARK = 245, 20  # of 255: readable on any ground
OPACITY = 0.8
FREE = 1.3  # face heights from a face: nothing of its head is there
ARCS = ((20, 160), (200, 340))


def stamp(picture: Pixels, faces: tuple[FoundFace, ...]) -> Pixels:
    """A copy with the mark in the corner farthest from faces."""
    radius = max(SMALLEST, round(RADIUS * min(picture.shape[:2])))
    reach = round(MARGIN * radius)
    x, y = _corner(picture, faces, reach)
    light, halo = _shapes(radius, reach)
    marked = picture.copy()
    place = marked[y - reach : y + reach, x - reach : x + reach]
    shaded = place + (DARK - place.astype(np.float32)) * halo[..., None] * OPACITY / 2
    place[:] = np.clip(shaded + (LIGHT - shaded) * light[..., None] * OPACITY + 0.5, 0, 255).astype(np.uint8)
    return marked


def _corner(picture: Pixels, faces: tuple[FoundFace, ...], reach: int) -> tuple[int, int]:
    """The centre of the mark; at equal distance the lower right one, where a signature is looked for."""
    height, width = picture.shape[:2]
    corners = [(x, y) for y in (height - reach, reach) for x in (width - reach, reach)]
    near = [_heights_to_a_face(corner, faces) for corner in corners]
    free = [corner for corner, distance in zip(corners, near, strict=True) if distance > FREE]
    return free[0] if free else corners[int(np.argmax(near))]


def _heights_to_a_face(place: tuple[int, int], faces: tuple[FoundFace, ...]) -> float:
    return min((float(np.linalg.norm(face.centre - place)) / face.height for face in faces), default=FREE)


def _shapes(radius: int, reach: int) -> tuple[np.ndarray, np.ndarray]:
    """Opacities (2 reach, 2 reach) of the sign and of the dark seam round it."""
    side, centre = 2 * reach * FINE, (reach * FINE, reach * FINE)
    canvas = np.zeros((side, side), np.uint8)
    stroke = max(1, round(radius * FINE * 0.2))
    for start, end in ARCS:
        cv2.ellipse(canvas, centre, (radius * FINE, radius * FINE), -35, start, end, 255, stroke, cv2.LINE_AA)
    cv2.circle(canvas, centre, round(radius * FINE * 0.24), 255, -1, cv2.LINE_AA)
    light = cv2.resize(canvas, (2 * reach, 2 * reach), interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    halo = np.clip(cv2.GaussianBlur(light, (0, 0), radius * 0.18) * 1.6, 0, 1)
    return light, halo
