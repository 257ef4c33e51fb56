"""The edge of a cut-out, pixel by pixel: how much of each is person, by the colours on either side of it.

The net sees a picture of 256 pixels; it knows who is where, but not a hair. Between what is surely person and
what is surely background each pixel is read as a mixture of the two colours nearest to it (the trimap and
mixing line of natural image matting; see Wang and Cohen 2007, "Image and Video Matting: A Survey").
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from animation.engine.photo import Pixels

REACH = 0.025  # of the width: how far the net's outline may be off; farther away its doubts are not heard
SURE, SURE_REACH = 0.95, 0.4  # what the net is sure of, if that lies this share of REACH within its outline
LIKELY = 0.6
BROAD = 0.6  # of REACH: how far colours are gathered
SMALL = 4  # they are gathered in a picture this many times smaller
FEW = 0.02  # share of a neighbourhood below which its colour is not known
APART = 40.0  # levels: colours that are nearer to each other, or pixels farther from both, tell little
RADIUS = 0.012  # of the width: of the guided filter, which decides where colours do not
EDGE = 1e-4  # variance of brightness (0 to 1) above which an edge of the picture counts
LOW, RANGE = 0.25, 0.6  # the filtered matte is hazy: this stretch of it becomes 0 to 1
GRAIN, GRAIN_EDGE = 2, 1e-3  # px; so much is smoothed that grain does not speckle the matte
DUST = 0.04  # of the matte: less is nothing, and as much from the top is all
# What hangs from a head, an earring or a wisp, is unlike a plain background: by so many of its deviations.
STRANGE = (4.0, 7.0)
ODD, ALONE = 1.5, 0.8  # deviations beyond which it does not count as wall; share of the wall that must
PLAINEST, PLAIN = 10.0, 14.0  # levels: a deviation is taken for at least so much; more is no plain background
HANGS = 2.0  # of REACH: how far from the net's outline, and how far round it the background is looked at

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class _Side:
    """What is surely on one side: the colours near each pixel, and how much of it there is."""

    colour: Floats  # (height, width, 3)
    known: Floats  # (height, width)
    deviation: Floats  # (height, width)


def refined(picture: Pixels, raw: Floats) -> Floats:
    """(height, width) 0 to 1; `raw` is the net's answer enlarged."""
    reach = max(4.0, REACH * picture.shape[1])
    outside, inside = (_within(each) for each in (raw < LIKELY, raw > 1 - LIKELY))
    person = ((raw > SURE) & (inside > SURE_REACH * reach)) | (inside > reach)
    ground = ((raw < 1 - SURE) & (outside > SURE_REACH * reach)) | (outside > reach)
    grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.float32) / np.float32(255)
    colours = picture.astype(np.float32)
    before, behind = (_side(colours, each, BROAD * reach) for each in (person, ground))
    share, trust = _mixture(colours, before, behind)
    guess = guided(grey, raw, max(4, int(picture.shape[1] * RADIUS)), EDGE)
    matte = trust * share + (1 - trust) * np.clip((guess - LOW) / RANGE, 0, 1)
    matte = np.where(person, 1, np.where(ground, 0, matte))
    near = outside < HANGS * reach
    matte = np.maximum(matte, _hanging(_strange(colours, ground, HANGS * reach) * near, matte > 0.5))
    smooth = guided(grey, matte.astype(np.float32), GRAIN, GRAIN_EDGE)
    return np.asarray(np.clip((smooth - DUST) / (1 - 2 * DUST), 0, 1), np.float32)


def _within(mask: Mask) -> Floats:
    """(height, width): pixels to the nearest one that is not of the mask."""
    return np.asarray(cv2.distanceTransform(mask.astype(np.uint8), cv2.DIST_L2, 5), np.float32)


def _side(colours: Floats, sure: Mask, reach: float) -> _Side:
    weight = sure.astype(np.float32)
    known = _gathered(weight, reach)
    share = np.maximum(known, 1e-4)
    mean = np.asarray(_gathered(colours * weight[..., None], reach) / share[..., None], np.float32)
    apart = _square(colours - mean)
    return _Side(mean, known, np.sqrt(_gathered(apart * weight, reach) / share))


def _gathered(values: Floats, reach: float) -> Floats:
    """Blurred broadly, in a small copy."""
    height, width = values.shape[:2]
    size = (max(1, width // SMALL), max(1, height // SMALL))
    small = cv2.resize(values, size, interpolation=cv2.INTER_AREA)
    blurred = cv2.GaussianBlur(small, (0, 0), reach / SMALL)
    return np.asarray(cv2.resize(blurred, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)


def _mixture(colours: Floats, before: _Side, behind: _Side) -> tuple[Floats, Floats]:
    """The share of person in each pixel, and how far that is to be trusted."""
    line = before.colour - behind.colour
    length = _square(line)
    off = colours - behind.colour
    share = np.clip(_product(off, line) / np.maximum(length, 1), 0, 1)
    beside = _square(off - share[..., None] * line)
    trust = length / (length + APART**2) * np.exp(-beside / (2 * APART**2))
    trust *= np.clip(np.minimum(before.known, behind.known) / FEW, 0, 1)
    return share.astype(np.float32), trust.astype(np.float32)


def _strange(colours: Floats, ground: Mask, reach: float) -> Floats:
    """(height, width): 1 on what stands out alone from a background that else is plain; of stars on a flag
    there are too many."""
    all_round = _side(colours, ground, reach)
    apart = np.sqrt(_square(colours - all_round.colour))
    wall = _side(colours, ground & (apart < ODD * all_round.deviation + PLAINEST), reach)
    deviations = np.sqrt(_square(colours - wall.colour)) / np.maximum(wall.deviation, PLAINEST)
    strange = np.clip((deviations - STRANGE[0]) / (STRANGE[1] - STRANGE[0]), 0, 1)
    plain = (wall.deviation < PLAIN) & (wall.known > np.maximum(ALONE * all_round.known, FEW))
    return np.asarray(strange * plain, np.float32)


def _hanging(strange: Floats, person: Mask) -> Floats:
    """What of it hangs together with the person."""
    _, labels = cv2.connectedComponents(((strange > 0.5) | person).astype(np.uint8))
    held = np.unique(labels[person])
    return np.where(np.isin(labels, held[held > 0]), strange, 0).astype(np.float32)


def _product(one: Floats, other: Floats) -> Floats:
    """Over the colours; a sum over so short an axis takes ten times as long."""
    return np.asarray(cv2.transform(one * other, np.ones((1, 3), np.float32)), np.float32)


def _square(colours: Floats) -> Floats:
    return _product(colours, colours)


def guided(guide: Floats, values: Floats, radius: int, edge: float) -> Floats:
    """Guided filter (He, Sun, Tang 2010): within each window the result is a straight line of the guide."""

    def mean(field: Floats) -> Floats:
        side = 2 * radius + 1
        return np.asarray(cv2.blur(field, (side, side), borderType=cv2.BORDER_REFLECT), np.float32)

    mean_guide, mean_values = mean(guide), mean(values)
    variance = mean(guide * guide) - mean_guide**2
    slope = (mean(guide * values) - mean_guide * mean_values) / (variance + edge)
    smoothed: Floats = mean(slope) * guide + mean(mean_values - slope * mean_guide)
    return smoothed
