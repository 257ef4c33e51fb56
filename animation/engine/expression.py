"""A smile and rising brows as displacements of the face: thin plates pinned where the face keeps still.

The smile draws the corners of the mouth outwards and up, and lifts the cheeks with them (the zygomatic major:
Ekman and Friesen 1978, action units 12 and 6); the brows rise together (units 1 and 2).
"""

import numpy as np
from numpy.typing import NDArray

from animation.engine import landmarks as lm
from animation.engine.curves import smoothstep
from animation.engine.head import Head
from animation.engine.scatter import Surface, thin_plate

# Landmarks of the left half (and their mirror images) to their way in a full smile, in mouth widths:
# outwards and up.
SMILE_PAIRS = {
    (lm.LEFT_MOUTH, lm.RIGHT_MOUTH): (0.090, 0.120),
    (lm.INNER_LEFT_MOUTH, lm.INNER_RIGHT_MOUTH): (0.072, 0.090),
    (lm.LEFT_UPPER_LIP, lm.RIGHT_UPPER_LIP): (0.036, 0.042),
    (lm.LEFT_LOWER_LIP, lm.RIGHT_LOWER_LIP): (0.036, 0.048),
    (lm.LEFT_CHEEK, lm.RIGHT_CHEEK): (0.024, 0.090),
    (lm.LEFT_CHEEKBONE, lm.RIGHT_CHEEKBONE): (0.0, 0.060),
    (lm.LEFT_FOLD, lm.RIGHT_FOLD): (0.060, 0.096),
}
SMILE_MIDDLE = {  # up only
    lm.UPPER_LIP_TOP: 0.006,
    lm.UPPER_LIP_INSIDE: 0.0,
    lm.LOWER_LIP_INSIDE: 0.0,
    lm.LOWER_LIP_BOTTOM: -0.012,
}
# Face widths: a child's or a pursed mouth is narrower, but is drawn by muscles as long as another's.
USUAL_MOUTH = 0.38
UPPER_BROW_RISE, LOWER_BROW_RISE = 0.030, 0.027  # face heights
PLATE_SMOOTHING = 1e-4


def smile(head: Head) -> NDArray[np.float32]:
    """(rows, columns, 2) pixels at a full smile."""
    corners = float(np.linalg.norm(head.points[lm.LEFT_MOUTH] - head.points[lm.RIGHT_MOUTH]))
    mouth = max(corners, USUAL_MOUTH * head.width)
    moves = {point: head.up * rise * mouth for point, rise in SMILE_MIDDLE.items()}
    for (left, right), (outwards, rise) in SMILE_PAIRS.items():
        moves[left] = (-head.right * outwards + head.up * rise) * mouth
        moves[right] = (head.right * outwards + head.up * rise) * mouth
    return _plate(head, moves, (*lm.OVAL, *lm.STILL_IN_A_SMILE))


def brows(head: Head) -> NDArray[np.float32]:
    """(rows, columns, 2) pixels with the brows risen."""
    upper = dict.fromkeys((*lm.LEFT_BROW_UPPER, *lm.RIGHT_BROW_UPPER), UPPER_BROW_RISE)
    lower = dict.fromkeys((*lm.LEFT_BROW_LOWER, *lm.RIGHT_BROW_LOWER), LOWER_BROW_RISE)
    moves = {point: head.up * rise * head.height for point, rise in (upper | lower).items()}
    return _plate(head, moves, (*lm.LOWER_OVAL, *lm.STILL_UNDER_BROWS))


def _plate(head: Head, moves: dict[int, NDArray[np.float64]], pins: tuple[int, ...]) -> NDArray[np.float32]:
    still = {pin: np.zeros(2) for pin in pins if pin not in moves}
    points = head.points[[*moves, *still]]
    values = np.array([*moves.values(), *still.values()])
    surface = Surface((points - head.centre) / head.width, values, thin_plate, PLATE_SMOOTHING)
    # Beyond the face the plate would run off to infinity.
    on_face = 1 - smoothstep(
        0.75, 1.1, np.hypot(head.sideways / (0.62 * head.width), head.upwards / (0.66 * head.height))
    )
    inside = on_face > 0
    field = np.zeros((*head.grid.shape, 2), np.float32)
    field[inside] = surface((head.grid.nodes[inside] - head.centre) / head.width)
    return (field * on_face[..., None]).astype(np.float32)
