"""The coarse grid on which displacements are thought: smooth fields need no pixel of their own."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from animation.engine.curves import smoothstep

STEP = 4  # px: the narrowest thing that bends, a lip's corner, is some ten pixels wide
STILL_EDGE = 0.05  # share of the side over which motion dies out towards the border

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Grid:
    """Nodes over a picture of `width` by `height` pixels, at the places cv2.resize gives them."""

    width: int
    height: int

    @property
    def columns(self) -> int:
        return self.width // STEP + 1

    @property
    def rows(self) -> int:
        return self.height // STEP + 1

    @property
    def shape(self) -> tuple[int, int]:
        return self.rows, self.columns

    @cached_property
    def nodes(self) -> Floats:
        """(rows, columns, 2): x, y in pixels of the picture."""
        x, y = self.indices
        places = [(x + 0.5) * self.width / self.columns - 0.5, (y + 0.5) * self.height / self.rows - 0.5]
        return np.stack(places, -1)

    @cached_property
    def indices(self) -> tuple[Floats, Floats]:
        """Column and row of each node, for remapping one field of the grid by another."""
        y, x = np.mgrid[0 : self.rows, 0 : self.columns].astype(np.float32)
        return x, y

    @cached_property
    def edge_window(self) -> Floats:
        """(rows, columns): 0 on the outermost nodes, 1 inside, so that nothing is sampled from outside."""
        x, y = self.nodes[..., 0], self.nodes[..., 1]
        across = np.minimum(x - x.min(), x.max() - x) / self.width
        down = np.minimum(y - y.min(), y.max() - y) / self.height
        window = smoothstep(0, STILL_EDGE, across) * smoothstep(0, STILL_EDGE, down)
        return window.astype(np.float32)
