"""Spectacles: what of them lies over the eye, so that it can be kept in front of a closing lid.

A bare nose has no line across it between the eyes; a bridge is one. Only where there is a bridge is a rim
looked for: dark patches and fine lines that are longer than any lash or crease.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from animation.engine.eyes import Eye
from animation.engine.landmarks import GLABELLA, LEFT_EYE, NOSE_BACK, RIGHT_EYE
from animation.engine.photo import Pixels

ALONG_NOSE, ACROSS_NOSE = 64, 21  # samples from between the brows down, and across
BRIDGE_BREADTH = 0.4  # of the way between the inner corners of the eyes
SMOOTHED = 8.0  # samples: what is broader is the shape of the nose, not a bridge
BRIDGE = (
    0.075  # share of the nose's light: bare noses of 16 portraits reach 0.061, bridges of 6 begin at 0.089
)
ALL_ACROSS = 0.8  # a bridge goes right across; a shadow does not

DARK = 0.46  # of the skin's light: a thick rim
LINE, LINE_BREADTH = 0.28, 0.13  # of the skin's light; of the eye's width: a thin one, dark or shining
LONG = 0.62  # eye widths: shorter ones are lashes, creases and spots
REST = 0.3  # eye widths: less of a rim that lies higher than anything moves is left where it is
# Of the opening, above the lid's edge: nearer than CLEAR is lash; nearer than NEAR a dark lid is easily taken
# for a rim, so there only what goes on from a rim farther up, by GROWS eye widths, is one.
CLEAR, NEAR, GROWS = 0.10, 0.32, 0.16
CORNER = 0.16  # eye widths from a corner
APART = 0.07  # eye widths: a rim's own shine is narrower than the skin between it and a crease
TOOTH = 0.11  # eye widths: what hangs down from the rim and is narrower is a shadow, a crease or the iris

Floats = NDArray[np.float32]
Mask = NDArray[np.uint8]


def worn(picture: Pixels, points: NDArray[np.float64]) -> bool:
    """Whether a bridge crosses the nose; `points` are landmarks (478, 2) in pixels of the picture."""
    nose = _nose(picture, points)
    shape = cv2.GaussianBlur(nose, (1, 4 * int(SMOOTHED) - 1), SMOOTHED)
    apart = (nose - shape) / max(float(nose.mean()), 1.0)
    across = np.abs(np.sign(apart).mean(1)) > ALL_ACROSS
    strength = np.percentile(np.abs(apart), 30, axis=1)
    return bool((strength * across).max() > BRIDGE)


def _nose(picture: Pixels, points: NDArray[np.float64]) -> Floats:
    """(ALONG_NOSE, ACROSS_NOSE): brightness of a straight strip down the bridge of the nose."""
    inner = points[RIGHT_EYE.upper[0]] - points[LEFT_EYE.upper[-1]]
    down = np.linspace(0, 1, ALONG_NOSE)[:, None, None] * (points[NOSE_BACK] - points[GLABELLA])
    aside = np.linspace(-0.5, 0.5, ACROSS_NOSE)[None, :, None] * inner * BRIDGE_BREADTH
    places = (points[GLABELLA] + down + aside).astype(np.float32)
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32)
    soft = cv2.GaussianBlur(grey, (0, 0), 0.5 + 0.012 * float(np.linalg.norm(inner)))
    return np.asarray(cv2.remap(soft, places[..., 0], places[..., 1], cv2.INTER_LINEAR), np.float32)


def rims(around: Pixels, eye: Eye) -> Mask:
    """(height, width) of the eye's box: 255 on what of the spectacles must stay in front of the lid."""
    light = around.max(-1)  # the strongest colour: shaded skin is still red, a rim is dark in all three
    free = _beside_the_opening(eye)
    skin = float(np.percentile(light[free], 60)) if free.any() else 0.0
    breadth = max(3, round(LINE_BREADTH * eye.width))
    brush = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (breadth, breadth))
    dark = cv2.morphologyEx(light, cv2.MORPH_BLACKHAT, brush) > LINE * skin
    fine = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (breadth // 2 | 1,) * 2)
    shining = cv2.morphologyEx(light, cv2.MORPH_TOPHAT, fine) > LINE * skin
    dark |= light < DARK * skin
    shining &= cv2.dilate(dark.astype(np.uint8), np.ones((breadth, breadth))) > 0
    found = (dark | shining) & (free | _at_the_corners(eye))
    sure = found & free & ~((eye.down > eye.upper - NEAR * eye.opening) & _between_corners(eye))
    reach = np.ones((3, 2 * max(1, round(GROWS * eye.width)) + 1), np.uint8)
    rim = _long(sure.astype(np.uint8) * 255, eye)
    grown = cv2.dilate(rim, reach)
    level = np.ones((1, max(3, round(TOOTH * eye.width))), np.uint8)
    along = np.asarray(
        cv2.morphologyEx(np.where(found & free, grown, 0).astype(np.uint8), cv2.MORPH_OPEN, level), np.uint8
    )
    below_brow = eye.down > eye.lid_top - 1  # farther up nothing moves
    over_lid = np.where(below_brow, _lowest(along | _steep(rim, found, eye), eye), 0).astype(np.uint8)
    return _long(over_lid, eye, REST)


def _lowest(lines: Mask, eye: Eye) -> Mask:
    """Of lines over one another the lowest: what runs apart above a rim is the lid's crease or the brow."""
    gap = max(2, round(APART * eye.width))
    over_lid = (eye.down < eye.upper - CLEAR * eye.opening) & _between_corners(eye)
    kept = lines.copy()
    for column in np.flatnonzero(((lines > 0) & over_lid).any(0)):
        rows = np.flatnonzero(lines[:, column] * over_lid[:, column])
        breaks = np.flatnonzero(np.diff(rows) > gap)
        if len(breaks):
            kept[: rows[breaks[-1]] + 1, column] = 0
    return kept


def _steep(rim: Mask, found: NDArray[np.bool_], eye: Eye) -> Mask:
    """The ends of a rim that run down beside the eye, as far as they hang together with it."""
    _, labels = cv2.connectedComponents(
        np.where(found & (_at_the_corners(eye) | (rim > 0)), 255, 0).astype(np.uint8)
    )
    held = np.unique(labels[rim > 0])
    return np.where(np.isin(labels, held[held > 0]), 255, 0).astype(np.uint8)


def _at_the_corners(eye: Eye) -> NDArray[np.bool_]:
    """Where the opening is nearly shut: a dark line there is a rim if it goes on from one."""
    share = eye.along / eye.width
    to_corner = np.minimum(share, 1 - share)
    beside = (to_corner < CORNER) & (eye.down < eye.lower + CLEAR * eye.opening)
    beside |= (to_corner < 2 * CORNER) & (eye.down < eye.upper - NEAR * eye.opening)
    return np.asarray(beside & (eye.down > eye.lid_top), np.bool_)


def _between_corners(eye: Eye) -> NDArray[np.bool_]:
    return np.asarray((eye.along > -0.05 * eye.width) & (eye.along < 1.05 * eye.width), np.bool_)


def _beside_the_opening(eye: Eye) -> NDArray[np.bool_]:
    between = _between_corners(eye)
    above = eye.down < eye.upper - CLEAR * eye.opening - 1
    return np.asarray((~between & (eye.down < eye.lower)) | above, np.bool_)


def _long(found: Mask, eye: Eye, least: float = LONG) -> Mask:
    """The pieces of `found` that are as long as a rim, or `least` eye widths."""
    number, labels = cv2.connectedComponents(found)
    kept = np.zeros_like(found)
    for label in range(1, number):
        piece = labels == label
        if np.ptp(eye.along[piece]) > least * eye.width:
            kept[piece] = 255
    return kept
