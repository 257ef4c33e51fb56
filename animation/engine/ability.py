"""What a face can be asked to do: its problems as codes, and how far it may move because of them."""

import numpy as np
from numpy.typing import NDArray

from animation.engine import landmarks as lm
from animation.engine.faces import FoundFace
from animation.engine.gesture import CHEST_ONLY, Reach
from animation.engine.occlusion import HIDDEN

SMALLEST_FACE = 40.0  # px on the file
TURNED_AWAY = 40.0  # degrees of yaw
SHUT = 0.17  # height over width of an eye: half-shut eyes in calm portraits measure 0.2 and more
SHUT_SCORE = 0.6  # of the expression net
MOUTH_OPEN = 0.35  # jaw score of the expression net: teeth are seen
HALF_A_SMILE = 0.5
# From 5 degrees on a face turns less and less: a warp cannot show what the photograph did not see. Its hair,
# its ornaments and its neck are then beside the axis, and tilts sweep them far.
TURNS_FREELY, TURNS_LESS_OVER, TURNS_LEAST = 5.0, 45.0, 0.3

# Points whose distances give the height and the width of an eye.
EYE_RATIOS = ((159, 145, 33, 133), (386, 374, 362, 263))


def problems(face: FoundFace, scale: float) -> tuple[str, ...]:
    """`scale`: pixels of the file to one of the picture the face was found on."""
    found = {
        "face_too_small": face.height * scale < SMALLEST_FACE,
        "turned_away": abs(face.pose.yaw) > TURNED_AWAY,
        "eyes_shut": eyes_shut(face),
        "mouth_open": float(face.scores[lm.JAW_OPEN]) > MOUTH_OPEN,
    }
    return tuple(code for code, is_so in found.items() if is_so)


def eye_openness(face: FoundFace) -> float:
    """The mean of both eyes."""
    return float(eye_openness_each(face).mean())


def eye_openness_each(face: FoundFace) -> NDArray[np.float64]:
    """(2,): height over width, left and right (Soukupova and Cech 2016, the eye aspect ratio)."""
    points = face.points[:, :2]

    def apart(one: int, other: int) -> float:
        return max(float(np.linalg.norm(points[one] - points[other])), 1e-6)

    return np.array([apart(a, b) / apart(c, d) for a, b, c, d in EYE_RATIOS])


def eyes_shut(face: FoundFace) -> bool:
    blinking = float(face.scores[[lm.BLINK_LEFT, lm.BLINK_RIGHT]].mean())
    return eye_openness(face) < SHUT or blinking > SHUT_SCORE


def reach(face: FoundFace, codes: tuple[str, ...]) -> Reach:
    if "turned_away" in codes:
        return chest_only(codes)
    beyond = max(0.0, abs(face.pose.yaw) - TURNS_FREELY)
    turn = float(np.clip(1 - beyond / TURNS_LESS_OVER, TURNS_LEAST, 1))
    return Reach(
        turn=turn,
        tilt=turn,
        gaze=0.0 if _lids_rest(codes) else turn,
        smile=HALF_A_SMILE if "mouth_open" in codes else 1.0,
        blink=0.0 if _lids_rest(codes) else 1.0,
    )


def chest_only(codes: tuple[str, ...]) -> Reach:
    """Of a gentle clip: the breath, a blink where an eye is seen, nothing of the face."""
    blink = 0.0 if _lids_rest(codes) else 1.0
    return Reach(turn=0, tilt=0.25, smile=0, brow=0, gaze=0, blink=blink, breath=CHEST_ONLY)


def _lids_rest(codes: tuple[str, ...]) -> bool:
    return "eyes_shut" in codes or HIDDEN in codes
