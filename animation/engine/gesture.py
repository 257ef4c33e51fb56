"""How a face moves in time: curves that start and end at rest, drawn anew for every seed.

What moves, and when, is written in the scripts of `gestures/`; here a script becomes curves. A head at rest
never stands quite still: a slow drift is closed to a loop. Breath takes whole cycles.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from animation.engine import glances, phrasing
from animation.engine.curves import monotone
from animation.engine.glances import FPS as FPS
from animation.engine.script import Script, read_all

DRIFT = {"yaw": 0.35, "pitch": 0.3, "roll": 0.2}  # degrees
SLOWEST_DRIFT = 0.4  # cycles a second; three waves, each a cycle a clip quicker than the one before
BREATH = 5.0  # s, as at rest
DRAWN_IN = 0.42  # share of a breath: breathing out takes longer
BROW_IN_A_BLINK = -0.12  # the brow sinks a little with the lid (Trutoiu and others 2011)
CHEST_ONLY = 1.3  # breath of a gentle clip, which shows nothing else but it

Curve = NDArray[np.floating]


@dataclass(frozen=True)
class Moment:
    """Angles in degrees, sway in face widths, gaze in eye widths to the right and up, the rest 0 to 1."""

    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0
    sway: float = 0.0
    breath: float = 0.0
    smile: float = 0.0
    brow: float = 0.0
    gaze: float = 0.0
    gaze_up: float = 0.0
    blink: float = 0.0


@dataclass(frozen=True)
class Motion:
    """The same as curves over the frames of a clip."""

    yaw: Curve
    pitch: Curve
    roll: Curve
    sway: Curve
    breath: Curve
    smile: Curve
    brow: Curve
    gaze: Curve
    gaze_up: Curve
    blink: Curve

    def __len__(self) -> int:
        return len(self.yaw)

    def at(self, frame: int) -> Moment:
        return Moment(**{each.name: float(getattr(self, each.name)[frame]) for each in fields(self)})


@dataclass(frozen=True)
class Reach:
    """How much of each movement a face is given, 1 being all of it."""

    turn: float = 1.0
    nod: float = 1.0  # of a turn up or down, beside `turn`
    tilt: float = 1.0
    smile: float = 1.0
    brow: float = 1.0
    gaze: float = 1.0
    blink: float = 1.0
    breath: float = 1.0

    def scaled(self, amplitude: float) -> "Reach":
        """Less of everything but blinks: half a blink is a squint. A nod is a share of a turn already."""
        smaller = {each.name: getattr(self, each.name) * amplitude for each in fields(self)}
        return replace(self, **(smaller | {"blink": self.blink, "nod": self.nod}))


def perform(script: Script, frames: int, seed: int, reach: Reach) -> Motion:
    """The curves of one face over a clip."""
    rng = np.random.default_rng(seed)
    now = np.arange(frames) / FPS
    placed = phrasing.place(script, float(now[-1]), rng)

    def track(name: str) -> Curve:
        wave = _drift(now, rng, DRIFT.get(name, 0.0) * script.drift)
        return wave + sum(each.curve(name, now, script, rng) for each in placed)

    yaw, pitch = track("yaw"), track("pitch")
    right, up = glances.gaze(placed, script, now, (yaw, -pitch), rng)
    blink = glances.blinks(placed, script, now, rng) * reach.blink
    return Motion(
        yaw=yaw * reach.turn,
        pitch=pitch * reach.turn * reach.nod,
        roll=track("roll") * reach.tilt,
        sway=track("sway") * reach.tilt,
        breath=_breath(now) * script.breath * reach.breath,
        smile=track("smile") * reach.smile,
        brow=(track("brow") + BROW_IN_A_BLINK * blink) * reach.brow,
        gaze=right * reach.gaze,
        gaze_up=up * reach.gaze,
        blink=blink,
    )


SCRIPTS: dict[str, Callable[[int, int, Reach], Motion]] = {
    name: partial(perform, script) for name, script in read_all().items()
}


def _breath(now: Curve) -> Curve:
    """Whole ones, so that the clip ends where it began."""
    cycles = max(1, round(float(now[-1]) / BREATH))
    share = np.linspace(0, cycles, len(now))
    return monotone([0, DRAWN_IN, 1], [0, 1, 0], share - np.floor(share))


def _drift(now: Curve, rng: np.random.Generator, degrees: float) -> Curve:
    t = now / now[-1]
    slowest = max(1, round(SLOWEST_DRIFT * float(now[-1])))
    cycles, phases = np.arange(slowest, slowest + 3), rng.uniform(0, 2 * np.pi, 3)
    shares = rng.dirichlet(np.ones(3))
    waves = shares[:, None] * np.sin(2 * np.pi * cycles[:, None] * t + phases[:, None])
    at_rest = np.sin(np.pi * t) ** 2  # zero with zero slope at both ends
    drift: Curve = waves.sum(0) * at_rest * degrees
    return drift
