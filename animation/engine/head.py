"""A head as a shape in the picture: its axes, its depth, and how firmly each place belongs to it.

The depth field is zero at the head's silhouette, like a ball that turns on its own axis: then yaw and pitch
move the nose most and the outline not at all, and nothing tears.
"""

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from animation.engine import landmarks as lm
from animation.engine.curves import smoothstep
from animation.engine.faces import FoundFace
from animation.engine.grid import STEP, Grid
from animation.engine.scatter import Surface, linear

# The silhouette of head and hair round the face, in face widths and heights: half its breadth, how far it
# goes above and below its centre, and where that centre lies above the middle of the face.
HALF_BREADTH, ABOVE, BELOW, RAISED = 0.86, 0.98, 0.86, 0.10
OUTER = 1.35  # a second ring of zero depth outside the first keeps the surface flat there
NEAR = 0.74, 1.1  # of the outer ring: the silhouette itself, and where nothing may move any more
RELIEF = 1.55  # the net's depth is that of a mask; a head turns as if deeper
DEPTH_SMOOTHING, DEPTH_BLUR = 0.002, 0.028  # of the surface; in face widths
# From where beside the face's axis on things hang, in face widths, and how much higher than along the neck
# they then begin to stay behind, in face heights.
HANGS, HANGING = (0.7, 1.3), 0.9
# Under the jaw the neck stays behind: within so many face heights it has only this share of the depth that a
# round head would have. A nodding chin then passes over the neck, and does not push its skin before it.
THROAT, THROAT_DEPTH = 0.15, 0.4
UNDER = 0.25  # face heights below the face's centre from which on its outline is jaw
# Face widths beside the face's axis and heights over its middle between which motion dies out: what sways out
# there, the ends of hair or the crown of a hat, would sweep the background.
BESIDE, OVER = (0.9, 1.32), (0.85, 1.27)
BEHIND = 0.06  # face widths the axis lies behind the cheek's edge

SUBPIXEL = 3  # bits of a node's place, for drawing

AXIS_POINTS = (
    lm.LEFT_CHEEK_EDGE, lm.RIGHT_CHEEK_EDGE, lm.LEFT_TEMPLE, lm.RIGHT_TEMPLE,
    lm.LEFT_JAW_EDGE, lm.RIGHT_JAW_EDGE,
)  # fmt: skip


@dataclass(frozen=True)
class Head:
    """`right` and `up` are unit vectors of the face in the picture; lengths in pixels."""

    face: FoundFace
    grid: Grid

    @cached_property
    def points(self) -> NDArray[np.float64]:
        """(478, 2) pixels."""
        return self.face.points[:, :2].astype(np.float64)

    @cached_property
    def up(self) -> NDArray[np.float64]:
        axis = self.points[lm.FOREHEAD_TOP] - self.points[lm.CHIN]
        unit: NDArray[np.float64] = axis / np.linalg.norm(axis)
        return unit

    @cached_property
    def right(self) -> NDArray[np.float64]:
        unit = np.array([-self.up[1], self.up[0]])
        return unit if unit[0] >= 0 else -unit

    @cached_property
    def width(self) -> float:
        return float(np.linalg.norm(self.points[lm.LEFT_CHEEK_EDGE] - self.points[lm.RIGHT_CHEEK_EDGE]))

    @cached_property
    def height(self) -> float:
        return float(np.linalg.norm(self.points[lm.FOREHEAD_TOP] - self.points[lm.CHIN]))

    @cached_property
    def centre(self) -> NDArray[np.float64]:
        middle: NDArray[np.float64] = self.points[list(lm.OVAL)].mean(0)
        return middle

    @cached_property
    def chin(self) -> float:
        """Height of the chin over the centre: negative."""
        return float((self.points[lm.CHIN] - self.centre) @ self.up)

    @cached_property
    def sideways(self) -> NDArray[np.float32]:
        """(rows, columns): pixels to the right of the face's axis."""
        return ((self.grid.nodes - self.centre) @ self.right).astype(np.float32)

    @cached_property
    def upwards(self) -> NDArray[np.float32]:
        """(rows, columns): pixels above the face's centre."""
        return ((self.grid.nodes - self.centre) @ self.up).astype(np.float32)

    @cached_property
    def silhouette(self) -> NDArray[np.float32]:
        """(rows, columns): 0 in the middle of the head, 1 on the outer ring."""
        raised = self.upwards - RAISED * self.height
        reach = np.where(raised > 0, ABOVE, BELOW) * self.height * OUTER
        far = np.hypot(self.sideways / (HALF_BREADTH * self.width * OUTER), raised / reach)
        return np.asarray(far, np.float32)

    @cached_property
    def depth(self) -> NDArray[np.float32]:
        """(rows, columns): pixels, negative towards the camera, zero from the silhouette outwards."""
        inside = self.silhouette < 1
        depth = np.zeros(self.grid.shape, np.float32)
        points, depths = self._anchors()
        surface = Surface(
            (points - self.centre) / self.width, depths[:, None] / self.width, linear, DEPTH_SMOOTHING
        )
        depth[inside] = surface((self.grid.nodes[inside] - self.centre) / self.width)[:, 0] * self.width
        depth = np.minimum(depth * (1 - smoothstep(0.85, 1.0, self.silhouette)), 0).astype(np.float32)
        blur = max(0.6, DEPTH_BLUR * self.width / STEP)  # grid steps
        round_head = cv2.GaussianBlur(depth, (0, 0), blur) * RELIEF
        neck = smoothstep(0.0, THROAT, self.below_jaw)
        return np.asarray(round_head * (1 - (1 - THROAT_DEPTH) * neck), np.float32)

    @cached_property
    def below_jaw(self) -> NDArray[np.float32]:
        """(rows, columns): face heights below the jaw's edge, 0 on the face and beside and above it."""
        face = np.zeros(self.grid.shape, np.uint8)
        nodes = self.points[list(lm.OVAL)] * [
            self.grid.columns / self.grid.width,
            self.grid.rows / self.grid.height,
        ]
        outline = cv2.convexHull(np.round(nodes * 2**SUBPIXEL).astype(np.int32))
        cv2.fillConvexPoly(face, outline, 1, shift=SUBPIXEL)
        outside = cv2.distanceTransform(1 - face, cv2.DIST_L2, 5) * STEP / self.height
        low = smoothstep(0.0, UNDER, -self.upwards / self.height)
        return np.asarray(cv2.GaussianBlur((outside * low).astype(np.float32), (0, 0), 0.8), np.float32)

    @cached_property
    def belongs(self) -> NDArray[np.float32]:
        """(rows, columns): 1 on the head, falling off along the neck, beside and above.

        What hangs beside the head, a scarf or long hair, lies on the shoulders and follows the less the
        lower it hangs."""
        aside = smoothstep(*HANGS, np.abs(self.sideways) / self.width) * HANGING * self.height
        upwards = self.upwards - aside
        from_neck = smoothstep(self.chin - 0.75 * self.height, self.chin + 0.10 * self.height, upwards)
        beside = 1 - smoothstep(*BESIDE, np.abs(self.sideways) / self.width)
        above = 1 - smoothstep(*OVER, self.upwards / self.height)
        return (from_neck * beside * above).astype(np.float32)

    @cached_property
    def near(self) -> NDArray[np.float32]:
        """(rows, columns): 1 on head and hair, 0 beyond. For a picture of one layer, where what
        lies behind the head would bend with it."""
        return (1 - smoothstep(*NEAR, self.silhouette)).astype(np.float32)

    @cached_property
    def over_neck(self) -> NDArray[np.float32]:
        """(rows, columns): pixels above the joint about which the head rolls."""
        return (self.upwards - (self.chin - 0.25 * self.height)).astype(np.float32)

    def _anchors(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The face's own depths, a rounded skull above the hairline, and the two rings of zero."""
        z = self.face.points[: lm.SKIN_POINTS, 2].astype(np.float64)
        depths = z - (z[list(AXIS_POINTS)].mean() + BEHIND * self.width)
        skull, skull_depths = self._skull(depths[lm.FOREHEAD_TOP])
        rings = self._rings()
        points = np.concatenate([self.points[: lm.SKIN_POINTS], rings, skull])
        return points, np.concatenate([depths, np.zeros(len(rings)), skull_depths])

    def _skull(self, forehead: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Five points a fifth of a face above the forehead, receding to the sides."""
        offsets = np.array([-0.3, -0.15, 0, 0.15, 0.3])
        top = self.points[lm.FOREHEAD_TOP] + self.up * 0.22 * self.height
        return top + offsets[:, None] * self.right * self.width, forehead * 0.75 * (1 - np.abs(offsets))

    def _rings(self) -> NDArray[np.float64]:
        angle = np.linspace(0, 2 * np.pi, 40, endpoint=False)[:, None]
        reach = np.where(np.sin(angle) > 0, ABOVE, BELOW) * self.height
        ring = np.cos(angle) * self.right * HALF_BREADTH * self.width + np.sin(angle) * self.up * reach
        middle = self.centre + self.up * RAISED * self.height
        return np.concatenate([middle + ring, middle + ring * OUTER])


def territory(head: Head, everyone: list[Head]) -> NDArray[np.float32]:
    """(rows, columns): 1 near this head, 0 where another one is nearer, measured in each one's heights."""
    share = np.ones(head.grid.shape, np.float32)
    own = np.linalg.norm(head.grid.nodes - head.centre, axis=-1) / head.height
    for other in everyone:
        if other is head:
            continue
        distance = np.linalg.norm(head.grid.nodes - other.centre, axis=-1) / other.height
        share *= (1 - smoothstep(0.42, 0.56, own / (own + distance + 1e-6))).astype(np.float32)
    return share
