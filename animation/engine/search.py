"""All faces on a photograph, small ones too: tiles, agreement, and a second look that must confirm.

The detector was made for selfies and misses faces smaller than a tenth of its picture. Overlapping tiles make
them larger; what only a tile shows must be found once more on a cut of its own, because tiles also show faces
in curtains and leaves.
"""

import math

import numpy as np

from animation.engine.faces import FoundFace, find
from animation.engine.models import Models
from animation.engine.photo import Pixels

DOMINANT = 0.25  # of the picture's height: one such face, and no search for small ones
TILES = (2, 3)  # to a side; each overlaps its neighbour by about a third
TILE_ROOM = 1.3
SMALLEST_TILED = 80  # px: the faces in a smaller picture are large in it, or too small to move
BORDER = 2  # px: a face that touches the edge of a tile is cut, a neighbour tile has it whole
SAME_PLACE = 0.5  # of the smaller height: closer centres are one face
CONFIRM_ROOM = 1.1  # half the side of the cut for the second look, in face heights
CONFIRM_SHIFT, CONFIRM_YAW = 0.25, 15.0  # of that half side; degrees


def find_all(pixels: Pixels, models: Models) -> list[FoundFace]:
    """The larger first."""
    whole = find(pixels, models)
    if min(pixels.shape[:2]) < SMALLEST_TILED:
        return whole
    if any(face.height > DOMINANT * pixels.shape[0] for face in whole):
        return whole
    tiled = [face for count in TILES for face in _in_tiles(pixels, count, models)]
    # Of two drawings of one face the less turned one is the surer; those of the whole picture come first.
    confirmed = whole + [face for face in sorted(tiled, key=_turn) if _confirmed(pixels, face, models)]
    return sorted(_distinct(confirmed), key=lambda face: -face.height)


def _turn(face: FoundFace) -> float:
    return abs(face.pose.yaw)


def _in_tiles(pixels: Pixels, count: int, models: Models) -> list[FoundFace]:
    height, width = pixels.shape[:2]
    side = max(1, int(min(max(height, width) / count * TILE_ROOM, min(height, width))))
    return [
        face.moved(x, y)
        for y in _starts(height, side)
        for x in _starts(width, side)
        for face in find(np.ascontiguousarray(pixels[y : y + side, x : x + side]), models)
        if not _cut(face, side)
    ]


def _starts(length: int, side: int) -> list[int]:
    count = max(1, math.ceil(length / side * TILE_ROOM))
    return [int(start) for start in np.linspace(0, length - side, count)]


def _cut(face: FoundFace, side: int) -> bool:
    x, y, width, height = face.box
    return min(x, y) < BORDER or max(x + width, y + height) > side - BORDER


def _confirmed(pixels: Pixels, face: FoundFace, models: Models) -> bool:
    reach = CONFIRM_ROOM * face.height
    x, y = (max(0, int(each - reach)) for each in face.centre)
    right, bottom = (int(each + reach) for each in face.centre)
    again = find(np.ascontiguousarray(pixels[y:bottom, x:right]), models)
    return any(
        np.linalg.norm(other.moved(x, y).centre - face.centre) < CONFIRM_SHIFT * reach
        and abs(other.pose.yaw - face.pose.yaw) < CONFIRM_YAW
        for other in again
    )


def _distinct(faces: list[FoundFace]) -> list[FoundFace]:
    kept: list[FoundFace] = []
    for face in faces:
        if not any(_same(face, other) for other in kept):
            kept.append(face)
    return kept


def _same(one: FoundFace, other: FoundFace) -> bool:
    apart = float(np.linalg.norm(one.centre - other.centre))
    return apart <= SAME_PLACE * min(one.height, other.height)
