"""Faces on a picture: boxes, 478 landmarks with depth, pose and expression.

BlazeFace (Bazarevsky, Kartynnik, Vakunov, Raveendran, Grundmann 2019) finds them, Attention Mesh
(Grishchenko, Ablavatski, Kartynnik, Raveendran, Grundmann 2020) draws them. The steps between the two nets
follow the published descriptions of the models.
"""

from dataclasses import dataclass, replace
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from animation.engine import landmarks as lm
from animation.engine.models import Models
from animation.engine.photo import Pixels
from animation.engine.pose import Pose, pose_of

DETECTOR_SIDE, MESH_SIDE = 128, 256  # px, the input of each net
AVERAGED_TO = 640  # px, the longer side of what the detector's picture is shrunk from
SURE, QUITE_SURE = 0.4, 0.5  # score above which a box counts as a face; and helps to place a sure one
OVERLAP = 0.3  # two boxes that share more than this are one face
PRESENT = 0.5  # probability that the mesh net saw a face at all
ROOM = 1.5  # the mesh net wants the box enlarged by half

Points = NDArray[np.float32]


@dataclass(frozen=True)
class FoundFace:
    """`points` (478, 3): x right, y down, z away from the camera, in pixels; `scores`: 52 expressions."""

    points: Points
    scores: NDArray[np.float32]

    @cached_property
    def pose(self) -> Pose:
        return pose_of(self.points)

    @cached_property
    def box(self) -> tuple[float, float, float, float]:
        """x, y, width, height round the skin."""
        low, high = self.skin.min(0), self.skin.max(0)
        return float(low[0]), float(low[1]), float(high[0] - low[0]), float(high[1] - low[1])

    @property
    def skin(self) -> Points:
        return self.points[: lm.SKIN_POINTS, :2]

    @property
    def centre(self) -> Points:
        middle: Points = self.skin.mean(0)
        return middle

    @property
    def height(self) -> float:
        return self.box[3]

    def moved(self, dx: float, dy: float, scale: float = 1.0) -> "FoundFace":
        """The same face after shifting the picture by (dx, dy), then scaling it."""
        points = (self.points + np.array([dx, dy, 0], np.float32)) * np.float32(scale)
        return replace(self, points=points)


def find(pixels: Pixels, models: Models) -> list[FoundFace]:
    """The larger first."""
    meshes = [_mesh(pixels, box, models) for box in _boxes(pixels, models)]
    return sorted((face for face in meshes if face), key=lambda face: -face.height)


def follow(pixels: Pixels, face: FoundFace, models: Models) -> FoundFace | None:
    """The same face on another frame, looked for where it was."""
    across = face.points[lm.ACROSS_EYES[1], :2] - face.points[lm.ACROSS_EYES[0], :2]
    x, y, width, height = face.box
    box = _Box((x + width / 2, y + height / 2), max(width, height), float(np.arctan2(across[1], across[0])))
    return _mesh(pixels, box, models)


@dataclass(frozen=True)
class _Box:
    centre: tuple[float, float]
    side: float
    turned: float  # radians, clockwise as seen


def _anchors() -> NDArray[np.float32]:
    """Centres of the detector's boxes, as shares of its side: two in each of 16x16 cells, six in 8x8."""
    layers = []
    for cells, boxes in ((16, 2), (8, 6)):
        y, x = np.mgrid[0:cells, 0:cells] + 0.5
        layers.append(np.repeat(np.stack([x, y], -1).reshape(-1, 2) / cells, boxes, axis=0))
    return np.concatenate(layers).astype(np.float32)


ANCHORS = _anchors()


def detections(pixels: Pixels, models: Models) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """All that the detector answers, sure or not: rows of centre, size, six points; and their logits."""
    height, width = pixels.shape[:2]
    scale = DETECTOR_SIDE / max(height, width)
    margin = np.array([DETECTOR_SIDE - width * scale, DETECTOR_SIDE - height * scale]) / 2
    outputs = models.detector(_letterbox(pixels, scale, margin))
    raw = next(o for o in outputs if o.shape[-1] == 16)[0]
    logits = next(o for o in outputs if o.shape[-1] == 1)[0, :, 0]
    placed = _placed(raw, ANCHORS)
    for column in (0, *range(4, 16, 2)):
        placed[:, column : column + 2] -= margin
    return (placed / scale).astype(np.float32), logits


def _boxes(pixels: Pixels, models: Models) -> list[_Box]:
    placed, logits = detections(pixels, models)
    scores = 1 / (1 + np.exp(-np.clip(logits, -80, 80)))
    sure = np.flatnonzero(scores > SURE)
    return [
        _Box(
            (float(b[0]), float(b[1])),
            float(max(b[2], b[3])),
            float(np.arctan2(b[7] - b[5], b[6] - b[4])),
        )
        for b in _blended(placed[sure], scores[sure])
    ]


def _letterbox(pixels: Pixels, scale: float, margin: NDArray[np.floating]) -> NDArray[np.float32]:
    # The detector is used to a plain shrink, but of a large picture that would see one pixel in a hundred.
    shrink = AVERAGED_TO / max(pixels.shape)
    if shrink < 1:
        small = cv2.resize(pixels, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
        pixels, scale = np.asarray(small, np.uint8), scale / shrink
    matrix = np.array([[scale, 0, margin[0]], [0, scale, margin[1]]], np.float32)
    square = cv2.warpAffine(pixels, matrix, (DETECTOR_SIDE, DETECTOR_SIDE), flags=cv2.INTER_LINEAR)
    return square.astype(np.float32) / 127.5 - 1


def _placed(raw: NDArray[np.float32], anchors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rows of centre, size, then six points (the two eyes first), in pixels of the detector's square."""
    placed = raw.copy()
    for column in (0, *range(4, 16, 2)):
        placed[:, column : column + 2] += anchors * DETECTOR_SIDE
    return placed


def _blended(placed: NDArray[np.float32], scores: NDArray[np.floating]) -> list[NDArray[np.floating]]:
    """One box a face, the surest first: the mean of those that overlap the surest, weighed by their scores
    (BlazeFace, section 4.3), which keeps it from trembling. Of a sure face unsure boxes tell nothing."""
    faces = []
    left = np.argsort(-scores)
    while len(left):
        overlapping = _overlaps(placed[left], placed[left[0]]) > OVERLAP
        same, left = left[overlapping], left[~overlapping]
        sure = same[scores[same] > min(QUITE_SURE, scores[same[0]] - 1e-6)]
        faces.append(np.average(placed[sure], axis=0, weights=scores[sure]))
    return faces


def _overlaps(boxes: NDArray[np.float32], one: NDArray[np.float32]) -> NDArray[np.floating]:
    """Shared area over the area of both."""
    low = np.maximum(boxes[:, :2] - boxes[:, 2:4] / 2, one[:2] - one[2:4] / 2)
    high = np.minimum(boxes[:, :2] + boxes[:, 2:4] / 2, one[:2] + one[2:4] / 2)
    shared = np.prod(np.maximum(high - low, 0), axis=1)
    both = np.prod(boxes[:, 2:4], axis=1) + np.prod(one[2:4]) - shared
    overlaps: NDArray[np.floating] = shared / np.maximum(both, 1e-6)
    return overlaps


def _mesh(pixels: Pixels, box: _Box, models: Models) -> FoundFace | None:
    """Turn the face upright, let the net draw it, and bring the points back."""
    scale = MESH_SIDE / (box.side * ROOM)
    cos, sin = scale * np.cos(box.turned), scale * np.sin(box.turned)
    (x, y), half = box.centre, MESH_SIDE / 2
    turn = [[cos, sin, half - cos * x - sin * y], [-sin, cos, half + sin * x - cos * y]]
    matrix = np.array(turn, np.float32)
    square = cv2.warpAffine(pixels, matrix, (MESH_SIDE, MESH_SIDE), flags=cv2.INTER_LINEAR)
    outputs = models.landmarks(square.astype(np.float32) / 255)
    drawn = next(o for o in outputs if o.size == 3 * 478).reshape(478, 3)
    presence = next(float(o.ravel()[0]) for o in outputs if o.shape == (1, 1, 1, 1))
    if 1 / (1 + np.exp(-np.clip(presence, -80, 80))) < PRESENT:
        return None
    back = cv2.invertAffineTransform(matrix)
    flat = drawn[:, :2] @ back[:, :2].T + back[:, 2]
    points = np.column_stack([flat, drawn[:, 2] / scale]).astype(np.float32)
    return FoundFace(points, _expressions(points, models))


def _expressions(points: Points, models: Models) -> NDArray[np.float32]:
    scores: NDArray[np.float32] = models.expressions(points[list(lm.EXPRESSION_POINTS), :2])[0].ravel()
    return scores
