"""Whether a face is of one colour all over, as one of stone, bronze or plaster is.

However pale or faded the picture of a person, the iris is darker than the cheek, the eye has its white and
its dark, and a brow is darker than the skin above and under it. On a bust only light makes such differences:
its eyeball is as bright as its cheek. Differences are taken as logarithms of brightness over the picture's
own black, so that they are ratios of what the skin sends back (Land and McCann 1971), however much it faded.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from animation.engine import ability
from animation.engine import landmarks as lm
from animation.engine.faces import FoundFace
from animation.engine.photo import Pixels

FACE, CUT = 192, (320, 360)  # px: the breadth of the face that is looked at, and of what is cut out round it
SHARP, AVERAGED = 0.7, 0.35  # a face shrunk by more is blurred first, by these pixels of the cut
IRIS = 0.75  # of its radius: the rim lies under the lashes
FINE, BROAD = 1.0, 3.0  # px of blur: for eyes and for skin
FAINT = 8.0  # of 255: above black, below which brightness is noise
FEWEST = 4  # px of an iris

LEFT_SKIN, RIGHT_SKIN = (50, 118, 101, 205), (280, 347, 330, 425)
BROWS = (105, 52, 66, 65, 334, 282, 296, 295)
OVER_BROWS, UNDER_BROWS = (104, 69, 108, 333, 299, 337), (223, 222, 224, 443, 442, 444)

# A logistic of three contrasts. Fitted on 146 busts (four meshes of CGAL and 36 heads of MakeHuman in ten
# materials and six lights, Mount Rushmore) and 88 faces of people, each in eight to twenty-two states of
# decay; every source and the two classes weigh the same. Cross-validated in docs/engine.md.
WEIGHTS, OFFSET = (5.7, 1.9, -2.3), 0.66

Floats = NDArray[np.float32]


def is_even(picture: Pixels, face: FoundFace) -> bool:
    """False where it cannot be seen: of shut eyes."""
    seen = None if ability.eyes_shut(face) else contrasts(picture, face)
    return seen is not None and float(np.dot(WEIGHTS, seen)) + OFFSET > 0


def contrasts(picture: Pixels, face: FoundFace) -> tuple[float, float, float] | None:
    """How much brighter the irises are than the cheeks, the brightest of the eyes than their darkest, and
    the skin round the brows than the brows; logarithms. None where no iris is seen."""
    cut, points = _upright(picture, face)
    black = float(np.percentile(cut, 1))
    fine, broad = (
        np.log(np.maximum(cv2.GaussianBlur(cut, (0, 0), s) - black, 0) + FAINT) for s in (FINE, BROAD)
    )
    eyes = [_eye(fine, points, eye) for eye in lm.EYES]
    seen = [
        (each, _at(broad, points, skin))
        for each, skin in zip(eyes, (LEFT_SKIN, RIGHT_SKIN), strict=True)
        if each
    ]
    if not seen:
        return None
    iris = np.mean([each[0] - skin for each, skin in seen])
    inside = np.mean([each[1] for each, _ in seen])
    round_brows = (_at(broad, points, OVER_BROWS) + _at(broad, points, UNDER_BROWS)) / 2
    return float(iris), float(inside), round_brows - _at(broad, points, BROWS)


def _upright(picture: Pixels, face: FoundFace) -> tuple[Floats, Floats]:
    """A grey cut in which the face is level and of one breadth, and its landmarks there."""
    grey, face = _near(picture, face)
    across = face.points[lm.ACROSS_EYES[1], :2] - face.points[lm.ACROSS_EYES[0], :2]
    scale = FACE / face.box[2]
    cos, sin = scale * across / np.linalg.norm(across)
    turn = np.array([[cos, sin], [-sin, cos]], np.float32)
    move = np.array(CUT, np.float32) / 2 - turn @ face.centre
    if scale < SHARP:
        grey = np.asarray(cv2.GaussianBlur(grey, (0, 0), AVERAGED / scale), np.uint8)
    cut = cv2.warpAffine(grey, np.column_stack([turn, move]), CUT, borderMode=cv2.BORDER_REPLICATE)
    return cut.astype(np.float32), face.points[:, :2] @ turn.T + move


def _near(picture: Pixels, face: FoundFace) -> tuple[Pixels, FoundFace]:
    """In grey, what can come into the cut, and the face in it."""
    reach = CUT[1] / FACE * face.box[2]
    left, top = (int(max(0, each - reach)) for each in face.centre)
    right, bottom = (int(each + reach) for each in face.centre)
    near = np.ascontiguousarray(picture[top:bottom, left:right])
    return np.asarray(cv2.cvtColor(near, cv2.COLOR_RGB2GRAY), np.uint8), face.moved(-left, -top)


def _eye(bright: Floats, points: Floats, eye: lm.EyeLandmarks) -> tuple[float, float] | None:
    """How bright the iris is, and from the darkest to the brightest between the lids."""
    opening = np.zeros(bright.shape, np.uint8)
    rim = np.concatenate([points[list(eye.upper)], points[list(eye.lower)][::-1]])
    cv2.fillPoly(opening, [rim.round().astype(np.int32)], 1)
    (x, y), edge = points[eye.iris[0]], points[list(eye.iris[1:])]
    radius = np.linalg.norm(edge - (x, y), axis=1).mean()
    down, right = np.indices(bright.shape)
    iris = bright[(opening > 0) & (np.hypot(right - x, down - y) < IRIS * radius)]
    if len(iris) < FEWEST:
        return None
    dark, white = np.percentile(bright[opening > 0], (5, 95))
    return float(np.median(iris)), float(white - dark)


def _at(bright: Floats, points: Floats, numbers: tuple[int, ...]) -> float:
    places = np.clip(points[list(numbers)].round().astype(int), 0, np.array(CUT) - 1)
    return float(bright[places[:, 1], places[:, 0]].mean())
