"""An open eye as a shape: its two lid edges, the skin above and below them, the iris.

All fields lie on a small box round the eye, in the eye's own coordinates: `along` from the left corner to the
right one, `down` square to it, towards the cheek.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from animation.engine.curves import grow, monotone
from animation.engine.landmarks import EyeLandmarks

# Room round the eye, in eye widths: at the sides, above (as far as the brow) and below.
BESIDE, ABOVE, BELOW = 0.35, 0.9, 0.8
STATIONS = 64  # points of the aperture's profile, finer than pixels of any eye here
SMALLEST = 6.0  # px: narrower eyes are a few pixels of paint, and are left alone

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Aperture:
    """The opening at STATIONS places along the eye, in pixels."""

    along: Floats
    upper: Floats
    lower: Floats


@dataclass(frozen=True)
class Eye:
    """Fields are (height, width) of `box`, in pixels of the eye's coordinates."""

    box: tuple[int, int, int, int]  # left, top, right, bottom
    corner: NDArray[np.float64]
    axis: NDArray[np.float64]
    normal: NDArray[np.float64]
    width: float
    opening: float  # px, where it is widest
    iris_at: float  # px along
    iris_radius: float
    along: Floats
    down: Floats
    upper: Floats  # edge of the upper lid
    lower: Floats
    gap: Floats  # from edge to edge, 0 outside the corners
    lid_top: Floats  # where the skin begins that slides down: under the brow
    lid_foot: Floats  # where the skin of the lower lid ends that rises
    aperture: Aperture

    def pixels_at(self, along: Floats, down: Floats) -> tuple[Floats, Floats]:
        """Picture x and y of places given in the eye's coordinates."""
        x = self.corner[0] + along * self.axis[0] + down * self.normal[0]
        y = self.corner[1] + along * self.axis[1] + down * self.normal[1]
        return x.astype(np.float32), y.astype(np.float32)


def shape(points: NDArray[np.float64], marks: EyeLandmarks, size: tuple[int, int]) -> Eye | None:
    """From landmarks (478, 2) on a picture of `size` width, height; None where the eye is too small."""
    left, right = points[marks.upper[0]], points[marks.upper[-1]]
    width = float(np.linalg.norm(right - left))
    box = _box(left, right, width, size)
    if width < SMALLEST or box[2] - box[0] < SMALLEST or box[3] - box[1] < SMALLEST:
        return None
    axis = (right - left) / width
    normal = np.array([-axis[1], axis[0]])

    def local(indices: tuple[int, ...]) -> NDArray[np.float64]:
        offsets = points[list(indices)] - left
        return np.stack([offsets @ axis, offsets @ normal], -1)

    y, x = np.mgrid[box[1] : box[3], box[0] : box[2]].astype(np.float64)
    along = (x - left[0]) * axis[0] + (y - left[1]) * axis[1]
    down = (x - left[0]) * normal[0] + (y - left[1]) * normal[1]
    lids = _Lids(local(marks.upper), local(marks.lower), local(marks.brow), width)
    iris = local(marks.iris)
    return Eye(
        box=box, corner=left, axis=axis, normal=normal, width=width, opening=lids.opening,
        iris_at=float(iris[0, 0]), iris_radius=max(2.0, float(np.ptp(iris[1:, 0])) / 2),
        along=along.astype(np.float32), down=down.astype(np.float32), aperture=lids.aperture(),
        **lids.fields(np.clip(along, 0, width)),
    )  # fmt: skip


def _box(
    left: NDArray[np.float64], right: NDArray[np.float64], width: float, size: tuple[int, int]
) -> tuple[int, int, int, int]:
    low, high = np.minimum(left, right), np.maximum(left, right)
    return (
        int(max(0, low[0] - BESIDE * width)),
        int(max(0, low[1] - ABOVE * width)),
        int(min(size[0], high[0] + BESIDE * width)),
        int(min(size[1], high[1] + BELOW * width)),
    )


class _Lids:
    """Lid edges as functions of the place along the eye. The net draws them a little outside the lashes, so
    the edges used are drawn in by a few per cent of the opening."""

    def __init__(
        self, upper: NDArray[np.float64], lower: NDArray[np.float64], brow: NDArray[np.float64], width: float
    ) -> None:
        self._upper, self._lower, self._brow = upper, lower, brow[np.argsort(brow[:, 0])]
        self._width = width
        upper_edge, lower_edge = self._edges(np.linspace(0, width, STATIONS))
        self.opening = max(1.0, float((lower_edge - upper_edge).max()))

    def _edges(self, along: NDArray[np.float64]) -> tuple[NDArray[np.floating], NDArray[np.floating]]:
        return tuple(  # type: ignore[return-value]
            monotone(grow(lid[:, 0]), lid[:, 1], along, flat_ends=False) for lid in (self._upper, self._lower)
        )

    def _drawn_in(self, along: NDArray[np.float64]) -> tuple[NDArray[np.floating], ...]:
        upper, lower = self._edges(along)
        gap = np.maximum(lower - upper, 0)
        return upper - 0.02 * self.opening + 0.07 * gap, lower + 0.02 * gap, gap

    def aperture(self) -> Aperture:
        along = np.linspace(0, self._width, STATIONS)
        upper, lower, _ = self._drawn_in(along)
        return Aperture(along.astype(np.float32), upper.astype(np.float32), lower.astype(np.float32))

    def fields(self, along: NDArray[np.float64]) -> dict[str, Floats]:
        upper, lower, gap = self._drawn_in(along)
        rim = upper - 0.07 * gap
        to_brow = np.maximum(rim - np.interp(along, self._brow[:, 0], self._brow[:, 1]), 0.3 * self.opening)
        # The skin that slides: most of the way to the brow, but of a high brow only what a lid is made of.
        lid_top = rim - np.minimum(0.72 * to_brow, 1.5 * self.opening + 0.12 * self._width)
        lid_foot = lower - 0.02 * gap + 0.9 * self.opening
        fields = {"upper": upper, "lower": lower, "gap": gap, "lid_top": lid_top, "lid_foot": lid_foot}
        return {name: field.astype(np.float32) for name, field in fields.items()}
