"""How a gesture fills a clip: how many of its phrases, where each begins, and on which side.

A longer clip has more phrases, or longer rests in them and between them. Nothing is hurried to find room:
where even one phrase is too long, it is made smaller, in time and in reach alike, and is as quick as ever.
"""

from dataclasses import dataclass
from itertools import cycle, islice

import numpy as np

from animation.engine.curves import Floats, monotone, spline
from animation.engine.script import Phrase, Script

MIRRORED = ("yaw", "roll", "sway")
EXPRESSIONS = ("smile", "brow")  # a face does not swing past what it does; a head does
ROOM = 0.35  # of the time to its neighbours a point may be moved
UNEVEN_REST = 3.0  # how evenly the rests are spread: the larger the more so


@dataclass(frozen=True)
class Placed:
    """A phrase in a clip. `side` is 1 or -1, `size` below 1 where the clip is too short for it."""

    phrase: Phrase
    start: float
    rest: float  # seconds that its stretching part lasts here
    side: float
    size: float

    def when(self, second: float) -> float:
        """The second of the clip for one of the phrase."""
        start, end = self.phrase.stretch
        share = float(np.clip((second - start) / max(end - start, 1e-9), 0, 1))
        passed = min(second, start) + share * self.rest + max(0.0, second - end)
        return self.start + passed * self.size

    @property
    def end(self) -> float:
        return self.when(self.phrase.seconds)

    def curve(self, track: str, now: Floats, script: Script, rng: np.random.Generator) -> Floats:
        """One track over the seconds `now`, at rest outside the phrase; loose as the script says."""
        points = np.array(self.phrase.tracks[track])
        if not len(points):
            return np.zeros_like(now)
        expression = track in EXPRESSIONS
        shares = 1 + script.loose_share * rng.uniform(-1, 1, 1 if expression else len(points))
        values = points[:, 1] * shares * self.size * (self.side if track in MIRRORED else 1.0)
        times = self._loosened(points[:, 0], script.loose_seconds, rng)
        through = monotone if expression else spline
        return through([0, *times, self.phrase.seconds], [0, *values, 0], self._own(now))

    def _own(self, now: Floats) -> Floats:
        """The phrase's own seconds for those of the clip: what a script draws is what is seen."""
        start, end = self.phrase.stretch
        passed = np.clip((now - self.start) / self.size, 0, None)
        resting = np.clip(passed - start, 0, self.rest)
        stretched: Floats = np.minimum(passed, start) + np.maximum(passed - start - self.rest, 0)
        return stretched + (resting / self.rest * (end - start) if self.rest else 0.0)

    def _loosened(self, times: Floats, most: float, rng: np.random.Generator) -> Floats:
        """Each a little earlier or later, never so far that it meets the next."""
        gaps = np.diff([0, *times, self.phrase.seconds])
        room = np.minimum(most, ROOM * np.minimum(gaps[:-1], gaps[1:]))
        loosened: Floats = times + room * rng.uniform(-1, 1, len(times))
        return loosened


def place(script: Script, seconds: float, rng: np.random.Generator) -> list[Placed]:
    """The phrases of a clip, in order."""
    phrases = _chosen(script, seconds)
    overlaps = sum(phrase.overlap for phrase in phrases[:-1])
    least = sum(phrase.least for phrase in phrases) - overlaps
    most = sum(phrase.most for phrase in phrases) - overlaps
    size = min(1.0, seconds / least)
    stretched = float(np.clip((seconds - least) / max(most - least, 1e-9), 0, 1))
    rests = rng.dirichlet(np.full(len(phrases) + 1, UNEVEN_REST)) * max(0.0, seconds - most)
    first, placed, start = rng.choice([-1.0, 1.0]), list[Placed](), 0.0
    for number, phrase in enumerate(phrases):
        start += rests[number]
        rest = phrase.lasts[0] + stretched * (phrase.lasts[1] - phrase.lasts[0])
        one = Placed(phrase, start, rest, _side(phrase, number, first, rng), size)
        placed.append(one)
        start = one.end - phrase.overlap * size
    return placed


def _chosen(script: Script, seconds: float) -> list[Phrase]:
    """As few as can fill the clip, unless they are too long for it."""
    phrases: list[Phrase] = []
    for phrase in islice(cycle(script.phrases), 100):
        longer = [*phrases, phrase]
        overlaps = sum(each.overlap for each in phrases)
        if phrases and sum(each.least for each in longer) - overlaps > seconds:
            break
        phrases = longer
        if sum(each.most for each in phrases) - overlaps >= seconds:
            break
    return phrases


def _side(phrase: Phrase, number: int, first: float, rng: np.random.Generator) -> float:
    if phrase.side == "same":
        return 1.0
    return float(first * (-1) ** number if phrase.side == "in turn" else rng.choice([-1.0, 1.0]))
