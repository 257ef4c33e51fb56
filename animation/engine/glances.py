"""Where the eyes go, and when the lids close.

Eyes do not glide: they leap, the farther the longer (the main sequence, Carpenter 1988, as Lee, Badler and
Badler use it in "Eyes Alive", 2002), hold still on what they look at while the head comes after them about a
fifth of a second later, and stray a little even then. Lids close fast, close fully and open slowly, ever more
so to the end (Trutoiu, Carter, Matthews, Hodgins 2011). None of it depends on the length of the clip.
"""

import numpy as np

from animation.engine.curves import Floats, monotone, smoothstep
from animation.engine.phrasing import Placed
from animation.engine.script import Script

FPS = 25
# s; CLOSED is one frame, so that one always falls on it. Closing takes four: of a shorter one most would
# happen from one frame to the next, and large eyes would be seen to jump.
CLOSING, CLOSED, OPENING = 0.16, 0.04, 0.32
# Of the opening: share of its time, share of the lid that still hangs.
OPENS = ((0.0, 0.3, 0.6, 1.0), (1.0, 0.5, 0.12, 0.0))
FIRST_BLINK, LAST_BLINK = 0.16, 0.87  # shares of the clip
APART = 0.8  # s from one blink to the next

LEAP, LEAP_PER_DEGREE = 0.025, 0.0024  # s
PASSING = 0.45  # s: eyes that would be back for less than this go on to the next place at once
STILL_AT_ENDS = 0.35  # s
EYE_WIDTHS_PER_DEGREE = 0.0075  # an eyeball of 12 mm behind lids 30 mm wide
FARTHEST = 14.0  # degrees in the head, to the side or up: what lies beyond is reached by turning it

Looks = list[tuple[float, float, float]]  # second, degrees to the side, degrees up


def gaze(
    placed: list[Placed], script: Script, now: Floats, head: tuple[Floats, Floats], rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """To the right and up, in eye widths: where the eyes look less where the `head` (degrees right, degrees
    up) already looks, so that they rest on their mark while it moves."""
    looks, strays = _looks(placed, script, rng), _strays(script, float(now[-1]), rng)
    leaps = [_leaps(each, now) for each in (looks, strays)]
    sideways, upwards = (leaps[0][axis] + leaps[1][axis] - head[axis] for axis in (0, 1))
    return _in_the_head(sideways), _in_the_head(upwards)


def blinks(placed: list[Placed], script: Script, now: Floats, rng: np.random.Generator) -> Floats:
    """0 to 1 over the seconds `now`: the blinks of the phrases, and others where those leave room."""
    seconds = float(now[-1])
    closed = np.zeros_like(now)
    for shut in _shut_at(placed, script, seconds, rng):
        opening = np.clip((now - shut - CLOSED) / OPENING, 0, 1)
        blink = smoothstep(shut - CLOSING, shut, now) * monotone(*OPENS, opening)
        closed = np.maximum(closed, blink)
    return closed


def _shut_at(placed: list[Placed], script: Script, seconds: float, rng: np.random.Generator) -> list[float]:
    """Seconds at which the lids have met."""
    written = [each.when(start) + CLOSING for each in placed for start in each.phrase.blinks]
    times = [time + rng.uniform(-0.05, 0.05) for time in written]
    count = max(1, round(seconds / script.blink_every))
    places = np.linspace(FIRST_BLINK, LAST_BLINK, count) if count > 1 else np.array([0.5])
    usual = [place * seconds + rng.uniform(-0.15, 0.15) for place in places]
    earliest, latest = CLOSING + 1 / FPS, seconds - OPENING - CLOSED - 1 / FPS
    kept: list[float] = []
    for time in [*times, *usual]:  # those of the phrases first: they belong to a movement
        time = min(max(time, earliest), latest)
        if all(abs(time - other) >= APART for other in kept):
            kept.append(time)
    return sorted(kept)


def _looks(placed: list[Placed], script: Script, rng: np.random.Generator) -> Looks:
    """The looks of all phrases in order; a return that leads straight on to another place is left out."""
    looks: Looks = []
    for each in placed:
        reach = each.size * (1 + script.loose_share * rng.uniform(-1, 1))
        for second, sideways, upwards in each.phrase.looks:
            time = each.when(second) + rng.uniform(-0.03, 0.03)
            if looks and not any(looks[-1][1:]) and time - looks[-1][0] < PASSING:
                time = looks.pop()[0]
            looks.append((time, sideways * reach * each.side, upwards * reach))
    return looks


def _strays(script: Script, seconds: float, rng: np.random.Generator) -> Looks:
    """Small leaps about the place looked at, and back before the end."""
    count = int((seconds - 2 * STILL_AT_ENDS) / script.glance_every)
    if count < 1 or not script.glance:
        return []
    slots = np.linspace(STILL_AT_ENDS, seconds - STILL_AT_ENDS, count + 2)[:-1]
    times = slots[:-1] + rng.uniform(0.2, 0.8, count) * np.diff(slots)
    places = rng.uniform(-1, 1, (count, 2)) * [script.glance, script.glance / 2]
    return [*zip(times.tolist(), *places.T.tolist(), strict=True), (float(slots[-1]), 0.0, 0.0)]


def _leaps(looks: Looks, now: Floats) -> tuple[Floats, Floats]:
    """Degrees to the right and up over time: still, but for the leaps."""
    paths, place = np.zeros((2, len(now))), np.zeros(2)
    for time, *target in looks:
        way = np.array(target) - place
        takes = LEAP + LEAP_PER_DEGREE * float(np.hypot(*way))
        paths += way[:, None] * smoothstep(time, time + takes, now)
        place = np.array(target)
    return paths[0], paths[1]


def _in_the_head(degrees: Floats) -> Floats:
    """In eye widths, eased into the farthest that an eye is turned."""
    eased: Floats = FARTHEST * np.tanh(degrees / FARTHEST) * EYE_WIDTHS_PER_DEGREE
    return eased
