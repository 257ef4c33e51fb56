"""Where every place of the picture goes: a sum of fixed displacement fields, weighed anew for each frame.

Each movement of a head is a rotation about its own axes or its neck; written out, the displacement is linear
in a handful of numbers (sines and cosines of the angles), so a frame's field is one product of a row of
numbers with a table of fields.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import cv2
import numpy as np
from numpy.typing import NDArray

from animation.engine import expression, folds
from animation.engine.backdrop import Backdrop
from animation.engine.curves import smoothstep
from animation.engine.freedom import Freedom
from animation.engine.gesture import Moment
from animation.engine.grid import Grid
from animation.engine.head import Head, territory

BREATH_RISE, BREATH_WIDTH = 0.020, 0.010  # face heights: shoulders at the top of a breath
BREATH_LIFT = 0.006  # face heights a breath carries the head
NEWTON_STEPS = 4  # 0.05 px, from a start that is up to 20 px off
LEAST_SPREAD = 0.25  # of an area: where a field presses the picture together, a step is cut short

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


def build(
    grid: Grid,
    heads: list[Head],
    others: list[Head],
    backdrop: Backdrop | None,
    freedoms: Sequence[Freedom],
) -> Field:
    territories = [territory(head, [*heads, *others]) for head in heads]
    fields = [
        each * territory[..., None]
        for head, territory in zip(heads, territories, strict=True)
        for each in _head_fields(head, head.belongs if backdrop else head.belongs * head.near)
    ]
    free = np.maximum.reduce(territories)
    fields.append(_breath(grid, heads, backdrop) * free[..., None])
    table = folds.without(np.stack(fields).astype(np.float32), _farthest(freedoms), grid)
    return Field(grid, np.ascontiguousarray(table.reshape(len(fields), -1), np.float32))


def _farthest(freedoms: Sequence[Freedom]) -> Floats:
    """(moments, fields): the farthest that any gesture goes, in all directions, as far as each head may."""
    turns = [*product((-9.5, 9.5), (-3.5, 3.5)), *product((-4.0, 4.0), (-6.5, 6.5))]
    moments = [
        Moment(yaw, pitch, roll, sway, smile=1.1, brow=0.9)
        for (yaw, pitch), (roll, sway) in product(turns, ((-2.7, -0.018), (2.7, 0.018)))
    ]
    return np.array(
        [[*(weight for free in freedoms for weight in head_weights(free.of(each))), 1.4] for each in moments],
        np.float32,
    )


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
    slopes = folds.slopes(forward, grid)
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
