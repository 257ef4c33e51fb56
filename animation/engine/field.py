"""Where every place of the picture goes: a sum of fixed displacement fields, weighed anew for each frame.

Each movement of a head is a rotation about its own axes or its neck; written out, the displacement is linear
in a handful of numbers (sines and cosines of the angles), so a frame's field is one product of a row of
numbers with a table of fields.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from animation.engine import expression
from animation.engine.backdrop import Backdrop
from animation.engine.curves import smoothstep
from animation.engine.freedom import FREE, room
from animation.engine.gesture import Moment
from animation.engine.grid import STILL_EDGE, Grid
from animation.engine.head import Head, territory

BREATH_RISE, BREATH_WIDTH = 0.020, 0.010  # face heights: shoulders at the top of a breath
BREATH_LIFT = 0.006  # face heights a breath carries the head
NEWTON_STEPS = 4  # 0.1 px wherever the picture is not folded, from a start that is up to 20 px off
LEAST_SPREAD = 0.25  # of an area: where a field would fold the picture over, a step is cut short

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Field:
    """`table` is (fields, rows * columns * 2), pixels; ten rows a head, then one for the breath."""

    grid: Grid
    table: Floats

    def displacement(self, moments: list[Moment]) -> Floats:
        """(rows, columns, 2) pixels: where each node goes."""
        weights = [weight for moment in moments for weight in head_weights(moment)]
        row = np.array([*weights, moments[0].breath], np.float32)
        # Not `@`: for so thin a product the threads of BLAS cost more than they bring.
        forward: Floats = np.einsum("f,fn->n", row, self.table).reshape(*self.grid.shape, 2)
        return forward


def build(grid: Grid, heads: list[Head], others: list[Head], backdrop: Backdrop | None) -> Field:
    territories = [territory(head, [*heads, *others]) for head in heads]
    fields = [
        each * territory[..., None]
        for head, territory in zip(heads, territories, strict=True)
        for each in _head_fields(head, head.belongs if backdrop else head.belongs * head.near)
    ]
    free = np.maximum.reduce(territories)
    fields.append(_breath(grid, heads, backdrop) * free[..., None])
    table = np.stack(fields) * grid.window(_still_edge(heads))[..., None]
    return Field(grid, np.ascontiguousarray(table.reshape(len(fields), -1), np.float32))


def _still_edge(heads: list[Head]) -> float:
    """A share of the picture's sides: where a face fills its photograph, motion dies out over more of it."""
    tightest = min(min(room(head)) for head in heads)
    return STILL_EDGE * (2 - min(1.0, tightest / FREE))


def head_weights(moment: Moment) -> list[float]:
    """In the order of `_head_fields`."""
    yaw, pitch, roll = np.radians([moment.yaw, moment.pitch, moment.roll])
    return [
        float(np.cos(yaw) + np.cos(roll) - 2),
        float(np.sin(yaw)),
        float(np.cos(pitch) - 1),
        float(np.sin(pitch)),
        float(np.cos(roll) - 1),
        float(np.sin(roll)),
        moment.sway,
        moment.breath * BREATH_LIFT,
        moment.smile,
        moment.brow,
    ]


def _head_fields(head: Head, whole: Floats) -> list[Floats]:
    """`whole`: how firmly each node goes with the head."""
    right, up = head.right.astype(np.float32), head.up.astype(np.float32)

    def along(axis: Floats, length: Floats) -> Floats:
        product: Floats = length[..., None] * axis
        return product

    return [
        along(right, whole * head.sideways),  # foreshortening of a turned or tilted face
        along(right, -head.depth),  # a turn carries what is near to the right
        along(up, whole * head.upwards),
        along(up, head.depth),  # a nod carries it down
        along(up, whole * head.over_neck),
        along(right, whole * head.over_neck) - along(up, whole * head.sideways),  # tilt about the neck
        along(right, whole * np.float32(head.width)),
        along(up, whole * np.float32(head.height)),
        expression.smile(head),
        expression.brows(head),
    ]


def _breath(grid: Grid, heads: list[Head], backdrop: Backdrop | None) -> Floats:
    """Shoulders rise and widen a little below the chins, fading out further down."""
    height = heads[0].height
    chins = max(float(head.points[152, 1]) for head in heads)
    middle = float(np.mean([head.centre[0] for head in heads]))
    x, y = grid.nodes[..., 0], grid.nodes[..., 1]
    chest = smoothstep(chins - 0.1 * height, chins + 0.55 * height, y)
    chest = chest * (1 - smoothstep(chins + 1.6 * height, chins + 3.2 * height, y))
    chest = chest * (backdrop.on_grid if backdrop else _below(heads))
    sideways = np.clip((x - middle) / height, -1.2, 1.2) * BREATH_WIDTH * height
    return np.stack([chest * sideways, -chest * BREATH_RISE * height], -1).astype(np.float32)


def _below(heads: list[Head]) -> Floats:
    """Without a matte: the columns under the heads."""
    columns = [1 - smoothstep(1.0 * head.width, 2.0 * head.width, np.abs(head.sideways)) for head in heads]
    return np.asarray(np.clip(np.sum(columns, axis=0), 0, 1), np.float32)


def inverted(forward: Floats, grid: Grid) -> Floats:
    """From where each node takes its picture: solves b(x) = -d(x + b(x)), by Newton's steps.

    Plain fixed-point steps, b = -d(x + b), run off where the field stretches the picture by more than half,
    as it does beside the nose and at a shoulder; with its slopes the error is squared at each step instead.
    """
    across, down = grid.columns / grid.width, grid.rows / grid.height
    slopes = _slopes(forward, across, down)
    x, y = grid.indices
    backward: Floats = -forward
    for _ in range(NEWTON_STEPS):
        there = x + backward[..., 0] * across, y + backward[..., 1] * down
        d = cv2.remap(forward, *there, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        xx, xy, yx, yy = cv2.split(
            cv2.remap(slopes, *there, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        )
        off_x, off_y = backward[..., 0] + d[..., 0], backward[..., 1] + d[..., 1]
        spread = np.maximum(xx * yy - xy * yx, LEAST_SPREAD)
        backward[..., 0] -= (yy * off_x - xy * off_y) / spread
        backward[..., 1] -= (xx * off_y - yx * off_x) / spread
    # A face that fills its photograph may pull so hard that the border would have to give more than it has.
    inside = np.array([grid.width - 1, grid.height - 1], np.float32)
    return np.asarray(np.clip(grid.nodes + backward, 0, inside) - grid.nodes, np.float32)


def _slopes(forward: Floats, across: float, down: float) -> Floats:
    """(rows, columns, 4): how a step to the right and one down, in the picture, come out after the field:
    xx, xy, yx, yy, where xy is what a step down does to x."""
    kernel = np.array([-0.5, 0, 0.5], np.float32)
    alone = np.ones(1, np.float32)
    right = cv2.sepFilter2D(forward, -1, kernel * np.float32(across), alone, borderType=cv2.BORDER_REPLICATE)
    below = cv2.sepFilter2D(forward, -1, alone, kernel * np.float32(down), borderType=cv2.BORDER_REPLICATE)
    return np.stack([1 + right[..., 0], below[..., 0], right[..., 1], 1 + below[..., 1]], -1)
