"""Light that changes with the face: it falls otherwise on a turned head, and a smile folds the skin.

A warp carries the light of the photograph along like paint; where it came from is estimated from the face
itself. Creases follow Averbuch-Elor, Cohen-Or, Kopf, Cohen 2017, "Bringing Portraits to Life": fine dynamic
detail where the smile folds the skin. All of it is a few per cent, and nothing at rest.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from animation.engine import landmarks as lm
from animation.engine.curves import smoothstep
from animation.engine.gesture import Moment
from animation.engine.grid import STEP, Grid
from animation.engine.head import Head
from animation.engine.photo import Pixels

ON_FACE = (0.7, 1.05)  # of an ellipse round the face, over which all shades die out
NORMALS_BLUR = 0.05  # face widths: a nose's own shape is drawn too coarsely to be lit by
ONE_SIDED = 0.6  # share of its light by which a face may be taken to be lit from one side
LIT_AGAIN = 0.6  # of what the estimate says: it is a guess
MOST_LIGHT = 0.4  # share of light gained or lost for each radian: 5 % at eight degrees
FOLD_DARK, FOLD_LIGHT = 0.06, 0.03  # shares of light: in the fold, and on the cheek that bulges over it
FOLD_BREADTH, BULGE = 0.026, 0.065  # face widths: of the fold, and from it to the bulge
# Skin on which creases depart from their surroundings by this share has folds to show; on a flat cheek, a
# child's or a drawn one, a fold would age it, and is this share of itself.
LINED, SMOOTHEST = 0.03, 0.35
DEEPER, DEEPEST = 0.9, 0.12  # how much of the creases that are there is added to them; shares of light
FINE, COARSE = 0.012, 0.045  # face widths: creases are between these
NEAR_FOLD = 0.09  # face widths
BESIDE_EYE, NEAR_EYE = 0.12, 0.06  # face widths from the outer corner, beyond its lashes, and round there
CHIN_SHADOW, CHIN_SHADOW_REACH = 0.9, 0.14  # share of light for each radian of a nod; face heights
SAMPLES = 24  # points of a fold
MOMENTS_TO_FIELDS = 3  # a face's turn, nod and smile

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Shades:
    """`table` is (fields, rows * columns): shares of light for a radian of turn, of nod, for a smile."""

    grid: Grid
    table: Floats

    def light(self, moments: list[Moment], backward: Floats) -> Floats:
        """(rows, columns): the share of light each node gains; `backward` is where its skin comes from."""
        weights = [weight for moment in moments for weight in _weights(moment)]
        at_rest = np.einsum("f,fn->n", np.array(weights, np.float32), self.table).reshape(self.grid.shape)
        y, x = np.mgrid[0 : self.grid.rows, 0 : self.grid.columns].astype(np.float32)
        across, down = self.grid.columns / self.grid.width, self.grid.rows / self.grid.height
        there = x + backward[..., 0] * np.float32(across), y + backward[..., 1] * np.float32(down)
        return np.asarray(cv2.remap(at_rest, *there, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE))


def build(grid: Grid, heads: list[Head], territories: list[Floats], picture: Pixels) -> Shades:
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    light = cv2.resize(grey, (grid.columns, grid.rows), interpolation=cv2.INTER_AREA).astype(np.float32)
    fields = [
        each * territory
        for head, territory in zip(heads, territories, strict=True)
        for each in _of_face(head, light)
    ]
    return Shades(grid, np.stack(fields).reshape(len(fields), -1).astype(np.float32))


def shaded(picture: Pixels, light: Floats) -> Pixels:
    """`light` (height, width): the share that each pixel gains."""
    gain = cv2.merge([light + np.float32(1)] * 3)
    return np.asarray(cv2.multiply(picture, gain, dtype=cv2.CV_8U), np.uint8)


def _weights(moment: Moment) -> list[float]:
    return [float(np.sin(np.radians(moment.yaw))), float(np.sin(np.radians(moment.pitch))), moment.smile]


def _of_face(head: Head, light: Floats) -> tuple[Floats, Floats, Floats]:
    face = _on_face(head)
    turn, nod = _turned(head, light)
    return turn * face, nod * face - CHIN_SHADOW * _throat(head), _smiling(head, light) * face


def _throat(head: Head) -> Floats:
    """(rows, columns): 1 close under the jaw, where its shadow falls as it comes down."""
    below = head.below_jaw / CHIN_SHADOW_REACH
    return np.asarray(np.clip(2 * below, 0, 1) * np.exp(-(below**2)), np.float32)


def _on_face(head: Head) -> Floats:
    far = np.hypot(head.sideways / (0.55 * head.width), head.upwards / (0.58 * head.height))
    return (1 - smoothstep(*ON_FACE, far)).astype(np.float32)


def _turned(head: Head, light: Floats) -> tuple[Floats, Floats]:
    """Light gained for each radian of a turn to the right and of a nod."""
    depth = cv2.GaussianBlur(head.depth, (0, 0), max(0.6, NORMALS_BLUR * head.width / STEP))
    down, right = np.gradient(depth, STEP)
    length = np.sqrt(1 + right**2 + down**2)
    normals = np.stack([right, down], -1) / length[..., None]
    face = _on_face(head) > 0.5
    smooth = np.asarray(
        cv2.GaussianBlur(light, (0, 0), max(0.6, NORMALS_BLUR * head.width / STEP)), np.float32
    )
    from_side, usual = _lamp(normals[face], smooth[face])
    expected = np.maximum(usual + normals @ from_side, 0.5 * usual)
    gained = [LIT_AGAIN * float(from_side @ axis) / length / expected for axis in (head.right, -head.up)]
    turn, nod = (np.clip(each, -MOST_LIGHT, MOST_LIGHT).astype(np.float32) for each in gained)
    return turn, nod


def _lamp(normals: NDArray[np.floating], light: Floats) -> tuple[NDArray[np.floating], float]:
    """By least squares: how light grows as a normal points right and down, and the light of a middle one."""
    if len(light) < MOMENTS_TO_FIELDS:
        return np.zeros(2), 1.0
    system = np.column_stack([normals, np.ones(len(light))])
    right, down, usual = np.linalg.lstsq(system, light, rcond=None)[0]
    usual = max(float(usual), 1.0)
    return np.clip([right, down], -ONE_SIDED * usual, ONE_SIDED * usual), usual


def _smiling(head: Head, light: Floats) -> Floats:
    """Folds from the nose past the corners of the mouth, and whatever creases are already there and beside
    the eyes, deepened."""
    mouth = head.points[[lm.LEFT_MOUTH, lm.RIGHT_MOUTH]].mean(0)
    shade, near = np.zeros(head.grid.shape), np.zeros(head.grid.shape)
    for fold in (lm.LEFT_SMILE_FOLD, lm.RIGHT_SMILE_FOLD):
        line = _line(head.points[list(fold)])
        away = (line - mouth) / np.linalg.norm(line - mouth, axis=1, keepdims=True)
        bulge = line + away * BULGE * head.width
        shade -= FOLD_DARK * _along(line, FOLD_BREADTH, head)
        shade += FOLD_LIGHT * _along(bulge, 1.7 * FOLD_BREADTH, head)
        near = np.maximum(near, _along(line, NEAR_FOLD, head))
    for corner, side in zip(lm.ACROSS_EYES, (-1, 1), strict=True):
        beside = head.points[corner] + side * BESIDE_EYE * head.width * head.right
        near = np.maximum(near, _along(beside[None], NEAR_EYE, head))
    creases = _creases(head, light)
    lined = float(np.sqrt((near * creases**2).sum() / max(near.sum(), 1e-6)))
    shade *= np.clip(lined / LINED, SMOOTHEST, 1)
    deeper = np.clip(DEEPER * np.minimum(creases, 0), -DEEPEST, 0)
    return (shade + deeper * near).astype(np.float32)


def _line(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """SAMPLES places along a broken line."""
    at = np.linspace(0, len(points) - 1, SAMPLES)
    return np.stack([np.interp(at, np.arange(len(points)), points[:, axis]) for axis in (0, 1)], -1)


def _along(line: NDArray[np.float64], breadth: float, head: Head) -> Floats:
    """(rows, columns): 1 on the line, fading within `breadth` face widths and towards its ends."""
    strength = np.sin(np.pi * (np.arange(len(line)) + 0.5) / len(line)) ** 0.5
    near = np.zeros(head.grid.shape, np.float32)
    face = _on_face(head) > 0
    far = (head.grid.nodes[face][:, None] - line.astype(np.float32)) / np.float32(breadth * head.width)
    near[face] = (strength * np.exp(-(far**2).sum(-1))).max(-1)
    return near


def _creases(head: Head, light: Floats) -> Floats:
    """(rows, columns): by which share each place is darker or lighter than what is round it."""
    fine, coarse = (
        cv2.GaussianBlur(light, (0, 0), max(0.4, breadth * head.width / STEP)) for breadth in (FINE, COARSE)
    )
    return np.asarray((fine - coarse) / np.maximum(coarse, 8), np.float32)
