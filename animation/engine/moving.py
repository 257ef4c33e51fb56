"""Which part of a frame has to be drawn anew: the rest of it is the photograph, byte for byte.

A few bands of rows, each as broad as what moves in it: a head needs far fewer columns than the shoulders
under it. With a backdrop only the person moves, however far its field reaches.
"""

from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from animation.engine.grid import Grid
from animation.engine.scene import Scene

MOVES = 0.03  # px: a displacement below this rounds to the same pixels
BANDS = 4  # more cost more calls than they save pixels
ROUND = 2  # nodes: a pixel takes its way from the nodes round it

Floats = NDArray[np.float32]
Window = tuple[slice, slice]  # rows, columns


def strength(backward: Floats) -> Floats:
    """(rows, columns): pixels each node moves, along the axis where it moves more."""
    away = np.abs(backward)
    return np.maximum(away[..., 0], away[..., 1])  # a maximum over an axis of two takes ten times as long


def windows(scene: Scene, backward: Floats) -> list[Window]:
    """Rectangles of pixels that do not overlap, and that hold all that is not the photograph itself."""
    moves = strength(backward) > MOVES
    if scene.backdrop is not None:
        moves &= _person(scene, backward)
    rows = np.flatnonzero(moves.any(1))
    if not len(rows):
        return []
    edges = np.linspace(max(0, rows[0] - ROUND), min(len(moves), rows[-1] + ROUND + 1), BANDS + 1)
    bands = [_band(scene, moves, top, bottom) for top, bottom in pairwise(edges.astype(int))]
    return [band for band in bands if band]


def around(nodes: NDArray[np.bool_], grid: Grid) -> Window | None:
    """The rectangle of pixels that holds all these nodes, or None where there are none."""
    rows, columns = np.flatnonzero(nodes.any(1)), np.flatnonzero(nodes.any(0))
    if not len(rows):
        return None
    down, across = grid.height / grid.rows, grid.width / grid.columns
    return (
        slice(max(0, int((rows[0] - ROUND) * down)), min(grid.height, int((rows[-1] + ROUND + 1) * down))),
        slice(
            max(0, int((columns[0] - ROUND) * across)),
            min(grid.width, int((columns[-1] + ROUND + 1) * across)),
        ),
    )


def shared(one: Window, other: Window) -> Window | None:
    rows, columns = (
        slice(max(a.start, b.start), min(a.stop, b.stop)) for a, b in zip(one, other, strict=True)
    )
    return (rows, columns) if rows.start < rows.stop and columns.start < columns.stop else None


def _person(scene: Scene, backward: Floats) -> NDArray[np.bool_]:
    """Where the person is now or was at rest: between the two the backdrop shows."""
    assert scene.backdrop is not None  # noqa: S101  asked by the caller
    grid, was = scene.grid, scene.backdrop.occupied
    x, y = grid.indices
    from_x = x + backward[..., 0] * np.float32(grid.columns / grid.width)
    from_y = y + backward[..., 1] * np.float32(grid.rows / grid.height)
    now = cv2.remap(was, from_x, from_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray((was > 0) | (now > 0), np.bool_)


def _band(scene: Scene, moves: NDArray[np.bool_], top: int, bottom: int) -> Window | None:
    around = moves[max(0, top - ROUND) : bottom + ROUND]
    columns = np.flatnonzero(around.any(0))
    if not len(columns) or top == bottom:
        return None
    grid = scene.grid
    down, across = grid.height / grid.rows, grid.width / grid.columns
    left, right = (columns[0] - ROUND) * across, (columns[-1] + ROUND + 1) * across
    rows = slice(round(top * down), round(bottom * down))  # the next band begins where this one ends
    return rows, slice(max(0, int(left)), min(grid.width, int(right)))
