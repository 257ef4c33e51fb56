"""A picture at twice its size, made once, so that bending it is cheap and stays crisp.

Sampling this linearly costs a third of sampling the picture itself with a cubic. Every second pixel is the
picture's own, byte for byte: what does not move is not touched. Those between are drawn a little too sharp,
which makes up for the softness of sampling in between and for the encoder's: how much is measured on each
picture, since a soft one loses little and one of grain or fine cracks most of its detail.
"""

import cv2
import numpy as np

from animation.engine.photo import Pixels

# Six neighbours make the pixel between the middle two; a lift of 1 raises details of four pixels by a
# quarter.
NEUTRAL = np.array([1, -5, 20, 20, -5, 1], np.float32) / 32
LIFTED = np.array([1, -3, 2, 2, -3, 1], np.float32) / 32
LIFTS = (1.0, 1.5, 2.0, 2.5)  # beyond that edges are seen to ring
KEPT = 0.96  # share of the picture's detail that the softest place between its pixels shall keep
SOFTEST = ((0.125, 0.125), (0.25, 0.125), (0.25, 0.375))  # px; the worst of these is measured
ALONE = np.ones(1, np.float32)
MIDDLE = (2, 2)  # the third tap is the pixel to the left or above

Box = tuple[int, int, int, int]  # left, top, right, bottom


def lift_for(piece: Pixels) -> float:
    """The least of LIFTS that keeps the detail of this piece, say a face, wherever it is moved to."""
    enough = (lift for lift in LIFTS if _least_detail(piece, lift) > KEPT * detail(piece))
    return next(enough, LIFTS[-1])


def detail(piece: Pixels) -> float:
    """The variance of the Laplacian (Pech-Pacheco and others 2000), away from the border."""
    edges = cv2.Laplacian(cv2.cvtColor(piece, cv2.COLOR_RGB2GRAY), cv2.CV_32F)
    return float(edges[2:-2, 2:-2].var())


def _least_detail(piece: Pixels, lift: float) -> float:
    large, size = doubled(piece, lift), (piece.shape[1], piece.shape[0])
    moves = [np.array([[2, 0, 2 * dx], [0, 2, 2 * dy]], np.float32) for dx, dy in SOFTEST]
    how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    shifted = [cv2.warpAffine(large, move, size, flags=how, borderMode=cv2.BORDER_REFLECT) for move in moves]
    return min(detail(np.asarray(each, np.uint8)) for each in shifted)


def doubled(picture: Pixels, lift: float = 1.0) -> Pixels:
    """(2 height, 2 width, 3); pixel (2x, 2y) is the picture's (x, y)."""
    height, width = picture.shape[:2]
    between = NEUTRAL + np.float32(lift) * LIFTED
    large = np.empty((2 * height, 2 * width, 3), np.uint8)
    large[::2, ::2] = picture
    large[::2, 1::2] = _between(picture, between, ALONE)
    large[1::2, ::2] = _between(picture, ALONE, between)
    large[1::2, 1::2] = _between(picture, between, between)
    return large


def redouble(large: Pixels, picture: Pixels, box: Box, lift: float = 1.0) -> None:
    """Bring one box, in pixels of the picture, of its double up to date."""
    left, top, right, bottom = box
    piece = np.ascontiguousarray(picture[top:bottom, left:right])
    large[2 * top : 2 * bottom, 2 * left : 2 * right] = doubled(piece, lift)


def _between(picture: Pixels, across: np.ndarray, down: np.ndarray) -> Pixels:
    anchor = (MIDDLE[0] if across.size > 1 else 0, MIDDLE[1] if down.size > 1 else 0)
    filtered = cv2.sepFilter2D(picture, -1, across, down, anchor=anchor, borderType=cv2.BORDER_REFLECT_101)
    return np.asarray(filtered, np.uint8)
