"""How a face moves in time: curves that start and end at rest, drawn anew for every seed.

Blinks close fast and open slowly, and close fully (Trutoiu, Carter, Matthews, Hodgins 2011). The eyes lead
the head by about a fifth of a second (Lee, Badler, Badler 2002, "Eyes Alive"). A head at rest never stands
quite still: a slow drift is closed to a loop.
"""

from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from animation.engine.curves import monotone, smoothstep, spline

FPS = 25
# s; CLOSED is one frame, so that one always falls on it. Closing takes four: of a shorter one most would
# happen from one frame to the next, and large eyes would be seen to jump.
CLOSING, CLOSED, OPENING = 0.16, 0.04, 0.28
BLINK_EVERY = 1.7  # s: people blink less in calm, but a clip is short
FIRST_BLINK, LAST_BLINK = 0.16, 0.87  # shares of the clip
EYES_LEAD = 0.2  # s
GAZE_PER_DEGREE = 0.0125  # eye widths the gaze goes ahead for a degree of the head's turn
DRIFT = {"yaw": 0.35, "pitch": 0.3, "roll": 0.2}  # degrees
CHEST_ONLY = 1.3  # breath of a gentle clip, which shows nothing else but it

Curve = NDArray[np.floating]


@dataclass(frozen=True)
class Moment:
    """Angles in degrees, sway in face widths, gaze in eye widths, the rest 0 to 1."""

    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0
    sway: float = 0.0
    breath: float = 0.0
    smile: float = 0.0
    brow: float = 0.0
    gaze: float = 0.0
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
    blink: Curve

    def __len__(self) -> int:
        return len(self.yaw)

    def at(self, frame: int) -> Moment:
        return Moment(**{each.name: float(getattr(self, each.name)[frame]) for each in fields(self)})


@dataclass(frozen=True)
class Reach:
    """How much of each movement a face is given, 1 being all of it."""

    turn: float = 1.0
    tilt: float = 1.0
    smile: float = 1.0
    brow: float = 1.0
    gaze: float = 1.0
    blink: float = 1.0
    breath: float = 1.0

    def scaled(self, amplitude: float) -> "Reach":
        """Less of everything but blinks: half a blink is a squint."""
        smaller = {each.name: getattr(self, each.name) * amplitude for each in fields(self)}
        return replace(self, **(smaller | {"blink": self.blink}))


def smile(frames: int, seed: int, reach: Reach) -> Motion:
    """The head turns a little to one side, then to the other, and a smile comes and goes."""
    rng = np.random.default_rng(seed)
    t = np.linspace(0, 1, frames)
    side = rng.choice([-1.0, 1.0])
    turn = _wander(t, rng, [0.20, 0.35, 0.67, 0.86], [7.2, 5.8, -7.6, -3.4]) * side
    nod = _wander(t, rng, [0.20, 0.45, 0.70, 0.88], [-1.6, 2.2, -3.0, -0.6])
    tilt = _wander(t, rng, [0.25, 0.50, 0.72], [1.6, 0.5, -2.4]) * side
    sway = _wander(t, rng, [0.25, 0.62], [0.012, -0.016]) * side
    start, end = rng.uniform(0.14, 0.22), rng.uniform(0.94, 0.97)
    smiling = monotone([0, start, start + 0.30, end - 0.20, end, 1], [0, 0, 1, 1, 0.01, 0], t)
    brows = monotone([0, 0.08, 0.2, 0.34, 0.55, 0.68, 0.82, 1], [0, 0, 0.8, 0.25, 0.3, 0.7, 0.1, 0], t)
    blinks = _blinks(t, frames / FPS, rng)
    return Motion(
        yaw=(turn + _drift(t, rng, "yaw")) * reach.turn,
        pitch=(nod + _drift(t, rng, "pitch")) * reach.turn,
        roll=(tilt + _drift(t, rng, "roll")) * reach.tilt,
        sway=sway * reach.tilt,
        breath=(1 - np.cos(2 * np.pi * _breaths(frames) * t)) / 2 * reach.breath,
        smile=smiling * rng.uniform(0.94, 1.06) * reach.smile,
        brow=brows * rng.uniform(0.7, 1.1) * reach.brow,
        gaze=_gaze(t, turn, frames / FPS, rng) * reach.gaze,
        blink=blinks * reach.blink,
    )


SCRIPTS = {"smile": smile}


def _breaths(frames: int) -> int:
    """One in five seconds, as at rest; whole ones, so that the clip ends where it began."""
    return max(1, round(frames / FPS / 5))


def _wander(t: Curve, rng: np.random.Generator, times: list[float], values: list[float]) -> Curve:
    """A spline through these points, each a little earlier or later, a little more or less."""
    when = np.array(times) + rng.uniform(-0.025, 0.025, len(times))
    what = np.array(values) * rng.uniform(0.9, 1.1, len(values)) * rng.uniform(0.94, 1.06)
    curve: Curve = spline([0, *when, 1], [0, *what, 0], t)
    return curve


def _drift(t: Curve, rng: np.random.Generator, axis: str) -> Curve:
    cycles, phases, shares = np.arange(2, 5), rng.uniform(0, 2 * np.pi, 3), rng.dirichlet(np.ones(3))
    waves = shares[:, None] * np.sin(2 * np.pi * cycles[:, None] * t + phases[:, None])
    at_rest = np.sin(np.pi * t) ** 2  # zero with zero slope at both ends
    drift: Curve = waves.sum(0) * at_rest * DRIFT[axis]
    return drift


def _blinks(t: Curve, seconds: float, rng: np.random.Generator) -> Curve:
    count = max(1, round(seconds / BLINK_EVERY))
    places = np.linspace(FIRST_BLINK, LAST_BLINK, count) if count > 1 else np.array([0.5])
    now = t * seconds
    closed = np.zeros_like(t)
    for place in places:
        shut = min(place * seconds + rng.uniform(-0.15, 0.15), seconds - OPENING - CLOSED - 2 / FPS)
        shut = max(shut, CLOSING + 1 / FPS)
        opens = shut + CLOSED
        blink = smoothstep(shut - CLOSING, shut, now) * (1 - smoothstep(opens, opens + OPENING, now))
        closed = np.maximum(closed, blink)
    return closed


def _gaze(t: Curve, turn: Curve, seconds: float, rng: np.random.Generator) -> Curve:
    """Quick looks to where the head is going to be, held until it has arrived there."""
    peaks = [int(np.argmax(turn)), int(np.argmin(turn))]
    lead, quick = EYES_LEAD / seconds, 0.05
    marks: list[tuple[float, float]] = [(0.0, 0.0)]
    for peak in sorted(peaks):
        look = float(turn[peak]) * GAZE_PER_DEGREE * rng.uniform(0.85, 1.1)
        starts = max(marks[-1][0] + 0.03, t[peak] * 0.55 - lead)
        arrives = max(float(t[peak]), starts + quick + 0.06)
        marks += [(starts, marks[-1][1]), (starts + quick, look), (arrives, look * 0.85)]
    back = max(marks[-1][0] + 0.03, 0.80)
    marks += [(back, marks[-1][1]), (back + quick + 0.02, 0.0), (1.0, 0.0)]
    times, looks = zip(*marks, strict=True)
    curve: Curve = np.asarray(monotone(times, looks, t), np.float64)
    return curve
