"""The shape of a sound as one path of an SVG: a stroke for each stretch of time, about the middle line."""

from collections.abc import Sequence
from itertools import pairwise

#: More strokes than this would touch on a telephone.
MOST = 100
#: Units of the drawing: between two strokes, its height, and half of the stroke of silence.
STEP, HEIGHT, SILENCE = 4, 100, 2


def strokes(loudness: Sequence[int]) -> list[int]:
    """At most MOST values from 0 to 100, each the loudest of its stretch."""
    values = [min(100, max(0, round(value))) for value in loudness]
    count = min(MOST, len(values))
    ends = [len(values) * number // count for number in range(count + 1)] if count else []
    return [max(values[start:end]) for start, end in pairwise(ends)]


def drawing(loudness: Sequence[int]) -> tuple[int, str]:
    """The width of the drawing, and the path; an empty one where nothing is known."""
    drawn = strokes(loudness)
    middle = HEIGHT // 2
    path = []
    for number, value in enumerate(drawn):
        half = max(SILENCE, value * (middle - 1) // 100)
        path.append(f"M{number * STEP + STEP // 2} {middle - half}v{2 * half}")
    return len(drawn) * STEP, "".join(path)
