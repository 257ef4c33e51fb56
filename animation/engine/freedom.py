"""How far a head may lean in its picture.

A tilt sweeps what stands far off the face, a broad hat or hair in the wind, much farther than the face; and
where a face fills its photograph there is no room: the motion has to die out within an ear or a hairline,
which is drawn out like rubber. Such heads lean less. They turn all the same: a turn leaves the outline still.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from animation.engine import landmarks as lm
from animation.engine.curves import smoothstep
from animation.engine.gesture import Moment
from animation.engine.head import Head

FREE = 0.32  # face widths beside, face heights above: with so much room a head leans as it likes
LEAST = 0.3  # of a tilt, and of a nod, without any
BESIDE, ABOVE, BELOW = (
    1.2,
    1.15,
    0.4,
)  # face widths, heights: beyond these a thing stands far off, as far down
STANDS_OFF = (0.02, 0.25)  # of the face's area: how much of a person does, for it to matter, and to the full

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Freedom:
    """Shares of a tilt about the neck and of a nod."""

    tilt: float = 1.0
    nod: float = 1.0

    def of(self, moment: Moment) -> Moment:
        """What such a head makes of it."""
        leaning = {"roll": moment.roll * self.tilt, "sway": moment.sway * self.tilt}
        return replace(moment, pitch=moment.pitch * self.nod, **leaning)


def of(head: Head, person: Floats | None) -> Freedom:
    """`person` (rows, columns): the matte on the grid as far as this head is nearest; None without one."""
    beside, above = room(head)
    tilt = _eased(min(beside, above) / FREE)
    if person is not None:
        tilt = min(tilt, _eased(1 - float(smoothstep(*STANDS_OFF, _standing_off(head, person)))))
    return Freedom(tilt, _eased(above / FREE))


def room(head: Head) -> tuple[float, float]:
    """From the face to the nearer side of the picture, in its widths, and to the top, in its heights."""
    x, y = head.points[list(lm.OVAL)].T
    beside = min(float(x.min()), head.grid.width - 1 - float(x.max()))
    return max(0.0, beside) / head.width, max(0.0, float(y.min())) / head.height


def _standing_off(head: Head, person: Floats) -> float:
    """Share of the face's area."""
    width, height = head.face.box[2:]
    far = (np.abs(head.sideways) > BESIDE * width) | (head.upwards > ABOVE * height)
    node = head.grid.width / head.grid.columns * head.grid.height / head.grid.rows
    return float(person[far & (head.upwards > -BELOW * height)].sum()) * node / (width * height)


def _eased(share: float) -> float:
    return float(LEAST + (1 - LEAST) * np.clip(share, 0, 1))
