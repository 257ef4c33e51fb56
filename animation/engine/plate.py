"""What lies behind a person: the background carried on, in its colours and with its own grain.

Nobody knows what a head hides, but a few pixels beside it are uncovered as it turns, and are looked at: a
smooth guess there is seen as a halo. So the colours are carried inwards, and on them is laid the grain of
what lies across the edge, mirrored: the same film, weave or brush.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from animation.engine.photo import Pixels

SMALL = 4  # colours are carried on in a picture this many times smaller
FINE = 0.004  # of the width: what is finer is grain
TELLS = 1e-3  # share of background in a pixel of a pyramid that suffices to know its colour
ENOUGH = 16  # one over the share of background at which a pixel needs no coarser guess
MOST_GRAIN = 3.0  # deviations of the grain: more is the edge of a thing, which would be seen to be mirrored
# How far grain is mirrored, of the width; where that leads to no background it is folded shorter.
REACHES = (1.0, 0.02, 0.006)

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]


def carried_on(picture: Pixels, hidden: Mask) -> Pixels:
    """(height, width, 3) RGB: the picture itself but where it is `hidden` (height, width)."""
    if hidden.all() or not hidden.any():
        return picture.copy()
    shown = (~hidden).astype(np.float32)
    behind = _colours(picture, shown)
    behind[hidden] += _mirrored(_grain(picture, shown), hidden)
    return np.where(hidden[..., None], np.clip(behind + 0.5, 0, 255), picture).astype(np.uint8)


def _colours(picture: Pixels, shown: Floats) -> Floats:
    """Push and pull (Gortler and others 1996, The Lumigraph): each hidden place takes the colour of the
    finest level of a pyramid that knows one."""
    height, width = shown.shape
    size = (max(1, width // SMALL), max(1, height // SMALL))
    share = np.asarray(cv2.resize(shown, size, interpolation=cv2.INTER_AREA), np.float32)
    sums = cv2.resize(picture * shown[..., None], size, interpolation=cv2.INTER_AREA).astype(np.float32)
    small = _pulled(sums, share)
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC), np.float32)


def _pulled(sums: Floats, share: Floats) -> Floats:
    own = np.asarray(sums / np.maximum(share, TELLS)[..., None], np.float32)
    if min(share.shape) < 2:
        return own
    coarser = _pulled(*(np.asarray(cv2.pyrDown(each), np.float32) for each in (sums, share)))
    guess = cv2.resize(coarser, share.shape[::-1], interpolation=cv2.INTER_LINEAR)
    trust = np.minimum(1, share * ENOUGH)[..., None]
    return np.asarray(trust * own + (1 - trust) * guess, np.float32)


def _grain(picture: Pixels, shown: Floats) -> Floats:
    """(height, width, 3): by how much each pixel of the background departs from those round it."""
    breadth = max(SMALL / 2, FINE * shown.shape[1])
    share = cv2.GaussianBlur(shown, (0, 0), breadth)
    smooth = cv2.GaussianBlur(picture * shown[..., None], (0, 0), breadth)
    return np.asarray(picture - smooth / np.maximum(share, TELLS)[..., None], np.float32)


def _mirrored(grain: Floats, hidden: Mask) -> Floats:
    """(hidden places, 3): the grain as far on the other side of the nearest edge; none where there is no
    background."""
    place = np.argwhere(hidden)
    edge = _nearest(hidden)
    across = (edge - place).astype(np.float32)
    length = np.maximum(np.linalg.norm(across, axis=1), 1)
    found, missing = np.zeros((len(place), 3), np.float32), np.ones(len(place), np.bool_)
    for reach in REACHES:
        most = max(2.0, reach * max(hidden.shape))
        folded = most - np.abs(length % (2 * most) - most)
        there = np.round(edge + across * (folded / length)[:, None]).astype(np.intp)
        inside = missing & ((there >= 0) & (there < hidden.shape)).all(1)
        inside[inside] = ~hidden[tuple(there[inside].T)]
        found[inside] = grain[tuple(there[inside].T)]
        missing &= ~inside
    most = MOST_GRAIN * 1.48 * float(np.median(np.abs(found)))  # 1.48: from median to deviation
    return np.clip(found, -most, most)


def _nearest(hidden: Mask) -> NDArray[np.intp]:
    """(hidden places, 2): row and column of the background's pixel nearest to each."""
    _, labels = cv2.distanceTransformWithLabels(
        hidden.astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    shown = ~hidden
    places = np.zeros((labels.max() + 1, 2), np.intp)
    places[labels[shown]] = np.argwhere(shown)
    return np.asarray(places[labels[hidden]])
