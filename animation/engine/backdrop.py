"""The background as a layer of its own: it stays, and shows what the head uncovers."""

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from animation.engine.head import Head, territory
from animation.engine.matte import people
from animation.engine.models import Models
from animation.engine.photo import Pixels
from animation.engine.plate import carried_on

OUTSIDE = 0.04  # matte below this is pure background
RIM = 0.005  # of the width: beside the matte, what is still coloured by the person
SURE_LOSS = 2.0  # half of the matte gone from a place: what is seen there is background

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Backdrop:
    """`plate` (height, width, 3) RGB is the photograph itself wherever `uncovered` (height, width) is 1."""

    matte: NDArray[np.uint8]  # (height, width), 255 on the person
    plate: Pixels
    uncovered: Floats
    lost: (
        Floats  # (height, width): `lost` times a matte seen there tells how much of the person is still there
    )
    on_grid: Floats  # the matte on the grid, spread a little beyond the person

    @cached_property
    def occupied(self) -> NDArray[np.uint8]:
        """(rows, columns): 255 on each node near which the matte is not zero."""
        rows, columns = self.on_grid.shape
        seen = (self.matte > OUTSIDE * 255).astype(np.float32)
        share = cv2.resize(seen, (columns, rows), interpolation=cv2.INTER_AREA)
        near = cv2.dilate((share > 0).astype(np.uint8) * 255, np.ones((3, 3), np.uint8))
        return np.asarray(near, np.uint8)


def split(picture: Pixels, heads: list[Head], others: list[Head], models: Models) -> Backdrop | None:
    """Only `heads` are cut out: whoever stands beside them stays with the background.

    None where the matte cannot be trusted: then the picture moves in one layer."""
    grid = heads[0].grid
    lands = [_enlarged(territory(head, [*heads, *others]), picture) for head in heads]
    matte = people(
        picture, [head.face for head in heads], lands if len(heads) + len(others) > 1 else [], models
    )
    if matte is None:
        return None
    hidden = _hidden(matte)
    small = cv2.resize(matte, (grid.columns, grid.rows), interpolation=cv2.INTER_AREA)
    spread = cv2.GaussianBlur(cv2.dilate(small, np.ones((9, 9))), (0, 0), 2.5)
    return Backdrop(
        matte=(matte * 255 + 0.5).astype(np.uint8),
        plate=carried_on(picture, hidden),
        uncovered=(~hidden).astype(np.float32),
        lost=np.where(hidden, SURE_LOSS / np.maximum(matte, OUTSIDE) / 255, 0).astype(np.float32),
        on_grid=np.asarray(spread, np.float32),
    )


def _enlarged(on_grid: Floats, picture: Pixels) -> Floats:
    size = (picture.shape[1], picture.shape[0])
    return np.asarray(cv2.resize(on_grid, size, interpolation=cv2.INTER_LINEAR), np.float32)


def _hidden(matte: Floats) -> NDArray[np.bool_]:
    """All that may hold something of the person, a soft rim and its blur too; its outline is a smooth one."""
    reach = max(2, round(RIM * matte.shape[1]))
    wide = cv2.dilate((matte > OUTSIDE).astype(np.float32), np.ones((2 * reach + 1,) * 2, np.uint8))
    return np.asarray((cv2.GaussianBlur(wide, (0, 0), reach) > 0.5) | (matte > OUTSIDE), np.bool_)
