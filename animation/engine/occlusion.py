"""Whether an eye is seen at all: not behind dark or mirrored glasses, a hand, hair, or in deep shadow.

The landmark net draws an eye wherever there ought to be one. An eye that is seen is a dark disc over lighter
skin; a lens is as dark below the disc as in it, and so is a shadow. How much darker is measured in shares of
the face's own range of light, so that a faded print and dark skin have no less of it.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from animation.engine import eyes
from animation.engine.eyes import Eye
from animation.engine.faces import FoundFace, follow
from animation.engine.landmarks import EYES, OVAL
from animation.engine.models import Models
from animation.engine.photo import Pixels

HIDDEN = "eyes_hidden"  # the code
FAR_EYE_HIDDEN = 40.0  # degrees of yaw from which the far eye is too foreshortened to be told, or repainted
# Shares of the face's range of light: of one eye alone, because a wink where both are seen is the worse
# mistake; and of the better eye of two, for glasses hide both.
LEAST_OF_ONE, LEAST_OF_BOTH = 0.10, 0.20
DISC = 0.7  # radii of the iris: its rim may lie under the lids
DARK_SHARE = 30  # per cent of the disc that are taken for its dark: a glint is not
BELOW, BELOW_TO = 0.35, 0.9  # openings under the lower lid's edge
ASIDE = 0.15  # eye widths from the corners
DARKEST, LIGHTEST = 5, 80  # per cent of the face's pixels: hair and shine are no skin
SAMPLES = 120  # pixels across the face that tell its range


def hides_both(picture: Pixels, face: FoundFace, models: Models) -> bool:
    """Looked at twice: the first points of a face may lie beside its eyes."""
    if any(eyes_seen(picture, face)):
        return False
    again = follow(picture, face, models)
    return again is None or not any(eyes_seen(picture, again))


def eyes_seen(picture: Pixels, face: FoundFace) -> tuple[bool, bool]:
    """The left and the right eye; an eye of too few pixels to tell counts as seen."""
    contrasts = eye_contrasts(picture, face)
    near = [not _far(face, is_left=i == 0) for i in range(2)]
    if not any(told >= LEAST_OF_BOTH for told, is_near in zip(contrasts, near, strict=True) if is_near):
        return False, False
    left, right = (is_near and told >= LEAST_OF_ONE for told, is_near in zip(contrasts, near, strict=True))
    return left, right


def _far(face: FoundFace, *, is_left: bool) -> bool:
    """A face that looks to the picture's right hides its right eye."""
    return abs(face.pose.yaw) > FAR_EYE_HIDDEN and (face.pose.yaw < 0) == is_left


def eye_contrasts(picture: Pixels, face: FoundFace) -> tuple[float, float]:
    """By how much the iris is darker than the skin under the eye, left and right, in shares of the face's
    range of light: 0.3 to 1.2 of an eye that is seen, about nothing of a hidden or shut one."""
    size = (picture.shape[1], picture.shape[0])
    points = face.points[:, :2].astype(np.float64)
    lightness = _range(picture, points)
    left, right = (
        _contrast(picture, eye, points[marks.iris[0]]) / lightness if eye else float("inf")
        for marks in EYES
        for eye in [eyes.shape(points, marks, size)]
    )
    return left, right


def _range(picture: Pixels, points: NDArray[np.float64]) -> float:
    """From the dark to the light of the face, of 255, by the strongest colour: shaded skin is still red."""
    outline = points[list(OVAL)]
    step = max(1, int(np.ptp(outline[:, 0]) / SAMPLES))
    start = np.maximum(outline.min(0).astype(int), 0)
    end = outline.max(0).astype(int) + 1
    light = picture[start[1] : end[1] : step, start[0] : end[0] : step].max(-1)
    inside = np.zeros(light.shape, np.uint8)
    cv2.fillConvexPoly(inside, cv2.convexHull(((outline - start) / step).astype(np.int32)), 1)
    face = light[inside > 0]
    return max(1.0, float(np.ptp(np.percentile(face, (DARKEST, LIGHTEST))))) if face.size else 1.0


def _contrast(picture: Pixels, eye: Eye, iris: NDArray[np.float64]) -> float:
    left, top, right, bottom = eye.box
    light = picture[top:bottom, left:right].max(-1)
    aside = iris - eye.corner
    from_iris = np.hypot(eye.along - aside @ eye.axis, eye.down - aside @ eye.normal)
    disc = light[from_iris < DISC * eye.iris_radius]
    under = (eye.down > eye.lower + BELOW * eye.opening) & (eye.down < eye.lower + BELOW_TO * eye.opening)
    under &= (eye.along > ASIDE * eye.width) & (eye.along < (1 - ASIDE) * eye.width)
    if not disc.size or not under.any():
        return float("inf")
    return float(np.median(light[under]) - np.percentile(disc, DARK_SHARE))
