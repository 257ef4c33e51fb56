"""A displacement under which no two places of a picture change sides, so that there is a way back.

A map leads back where its Jacobian is nowhere zero. Two things press a picture together: a face that is cut
off by the border, where all motion has to end, and the steep edge of a cheek in a turn. The first is given
more room to end in; there and at the second the displacement is smoothed until it no longer folds.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from animation.engine.curves import smoothstep
from animation.engine.grid import STILL_EDGE, Grid

# A motion of one pixel dies out over so many: the smoothstep is then nowhere steeper than two thirds.
ROOM = 2.25
WIDEST = 0.4  # share of the side: what would need more room moves less
LEAST = 0.25  # of its area every place keeps in the farthest motion
SMOOTHINGS, SPREAD = 12, 1 / 64  # at most so many, each over this share of the longer side

Floats = NDArray[np.float32]


def slopes(forward: Floats, grid: Grid) -> Floats:
    """(rows, columns, 4): how a step to the right and one down, in the picture, come out after the field:
    xx, xy, yx, yy, where xy is what a step down does to x."""
    kernel = np.array([-0.5, 0, 0.5], np.float32)
    alone = np.ones(1, np.float32)
    across, down = np.float32(grid.columns / grid.width), np.float32(grid.rows / grid.height)
    right = cv2.sepFilter2D(forward, -1, kernel * across, alone, borderType=cv2.BORDER_REPLICATE)
    below = cv2.sepFilter2D(forward, -1, alone, kernel * down, borderType=cv2.BORDER_REPLICATE)
    return np.stack([1 + right[..., 0], below[..., 0], right[..., 1], 1 + below[..., 1]], -1)


def without(fields: Floats, farthest: Floats, grid: Grid) -> Floats:
    """`fields` (fields, rows, columns, 2) in pixels, such that no sum of them in `farthest` (sums, fields)
    folds the picture or moves its border."""
    still = _still_at_the_border(fields, farthest, grid)
    spread = SPREAD * max(grid.shape)
    around = np.ones((int(4 * spread) + 1,) * 2, np.uint8)
    for _ in range(SMOOTHINGS):
        pressed = _pressed(still, farthest, grid)
        if not pressed.any():
            break
        soft = cv2.GaussianBlur(cv2.dilate(pressed, around), (0, 0), spread)
        smooth = np.stack([cv2.GaussianBlur(each, (0, 0), spread) for each in still])
        still += (smooth - still) * (soft * (grid.edge_window > 0))[..., None]
    return still


def _still_at_the_border(fields: Floats, farthest: Floats, grid: Grid) -> Floats:
    reach = np.max([np.linalg.norm(each, axis=-1) for each in _sums(fields, farthest)], axis=0)
    x, y = grid.nodes[..., 0], grid.nodes[..., 1]
    window, share = np.ones(grid.shape, np.float32), 1.0
    for away, side in (
        (x - x.min(), grid.width), (x.max() - x, grid.width),
        (y - y.min(), grid.height), (y.max() - y, grid.height),
    ):  # fmt: skip
        room = _room(away, reach, side)
        share = min(share, WIDEST * side / room)
        window *= smoothstep(0, min(room, WIDEST * side), away).astype(np.float32)
    return np.asarray(fields * (window * share)[..., None], np.float32)


def _room(away: Floats, reach: Floats, side: int) -> float:
    """Pixels over which motion dies out towards one side of the picture."""
    room = STILL_EDGE * side
    while (needed := ROOM * float(reach[away <= min(room, WIDEST * side)].max())) > room:
        room = needed
    return room


def _pressed(fields: Floats, farthest: Floats, grid: Grid) -> Floats:
    """(rows, columns): 1 where some sum leaves too little of the picture."""
    least = np.full(grid.shape, np.inf, np.float32)
    for each in _sums(fields, farthest):
        xx, xy, yx, yy = np.moveaxis(slopes(each, grid), -1, 0)
        least = np.minimum(least, xx * yy - xy * yx)
    return (least < LEAST).astype(np.float32)


def _sums(fields: Floats, farthest: Floats) -> Floats:
    count, *shape = fields.shape
    summed: Floats = (farthest @ fields.reshape(count, -1)).reshape(-1, *shape)
    return summed
