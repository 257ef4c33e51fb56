"""What a script comes to as curves: the figures by which a gesture is judged before anybody has seen it."""

from dataclasses import dataclass, fields

import numpy as np

from animation.engine.gesture import FPS, Motion, Reach, perform
from animation.engine.script import Script

SEEDS = 12
LENGTHS = (3, 5, 8)  # s
FARTHEST = 10.0  # degrees from the photograph's own pose: beyond it a warp shows what nobody photographed
FASTEST = 30.0  # degrees a second: a calm head, and no smear at 25 frames a second
AT_REST = 1e-6  # of anything
GENTLE_START = 0.25  # of a curve's reach in its first or last frame: only a leap of the eyes is as quick
SHUT = 0.99


@dataclass(frozen=True)
class Figures:
    """The worst of some seeds. Angles in degrees, from rest."""

    yaw: float
    pitch: float
    roll: float
    fastest: float  # degrees a second of yaw and pitch
    blinks: int
    at_ends: float  # the largest value of any curve in the first and the last frame
    first_step: float  # the largest share of its reach that a curve does in one frame at either end


def of_clip(script: Script, seconds: float, seeds: int = SEEDS) -> Figures:
    each = [_of(perform(script, round(seconds * FPS), seed, Reach())) for seed in range(seeds)]
    return Figures(**{name.name: max(getattr(one, name.name) for one in each) for name in fields(Figures)})


def faults(script: Script) -> list[str]:
    """Why this gesture would look wrong; empty means that nothing measurable speaks against it."""
    found = []
    for seconds in LENGTHS:
        seen = of_clip(script, seconds)
        wrong = {
            f"turns {seen.yaw:.1f} degrees, {FARTHEST:g} are allowed": seen.yaw > FARTHEST,
            f"nods {seen.pitch:.1f} degrees, {FARTHEST:g} are allowed": seen.pitch > FARTHEST,
            f"moves {seen.fastest:.0f} degrees a second, {FASTEST:g} are allowed": seen.fastest > FASTEST,
            "does not begin and end at rest": seen.at_ends > AT_REST or seen.first_step > GENTLE_START,
        }
        found += [f"in {seconds} s it {words}" for words, is_so in wrong.items() if is_so]
    return found


def _of(motion: Motion) -> Figures:
    curves = [getattr(motion, each.name) for each in fields(Motion)]
    turning = np.abs(np.diff([motion.yaw, motion.pitch])).max() * FPS
    ends = np.array([[curve[0], curve[-1]] for curve in curves])
    steps = np.array([[curve[1] - curve[0], curve[-1] - curve[-2]] for curve in curves])
    reach = np.array([max(np.abs(curve).max(), AT_REST) for curve in curves])
    return Figures(
        yaw=float(np.abs(motion.yaw).max()),
        pitch=float(np.abs(motion.pitch).max()),
        roll=float(np.abs(motion.roll).max()),
        fastest=float(turning),
        blinks=int(((motion.blink[1:] > SHUT) & (motion.blink[:-1] <= SHUT)).sum()),
        at_ends=float(np.abs(ends).max()),
        first_step=float((np.abs(steps).max(1) / reach).max()),
    )
