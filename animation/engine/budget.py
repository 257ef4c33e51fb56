"""How finely a film may be drawn so that its file stays small: a rehearsal of the encoder.

At one quality a film of soft paint is a third as large as one of grain or fine cracks. A few short runs of
frames are encoded first and weighed; from them follows the quality at which the film weighs what it may.
Where that is far finer than the rehearsal's they are weighed again: below some fineness grain that the first
frame left out comes back in all others, and the film grows faster than foretold.
"""

import subprocess
from collections.abc import Callable, Iterator

import numpy as np

from animation.engine.encode import COARSEST, FINEST, Fineness, Region, command
from animation.engine.photo import Pixels
from animation.engine.refusals import TemporaryEngineError

# The first frame, then runs from these shares of the film on. The first frame of a run is a jump, which the
# film has not, and is not counted.
RUNS, RUN = (0.08, 0.28, 0.48, 0.68, 0.88), 3
TRIAL = 25.5  # the quality of the rehearsal
FAR = 2.0  # steps of quality beyond which it is done again: from there on a film may grow twice as fast
# A whole film to what its runs foretell: they fall where it moves and are drawn as finely as its start
# (measured on seven portraits: 0.81 to 1.01).
WHOLE = 0.95
WHOLE_FINE = 1.05  # of a film so quiet that it may be drawn far finer: its ends weigh more beside the rest
HALF_AS_LARGE = 3.9  # steps of quality that halve a film (measured: 3.5 to 4.2)
BYTES = 0.23  # for each second and pixel of a square about the clip: 0.6 MB for 5 s at 720 px
SLOWEST = 60.0  # s

Draw = Callable[[int], Pixels]


def fineness(draw: Draw, frames: int, seconds: float, regions: tuple[Region, ...]) -> Fineness:
    """`regions` are those that matter most, in pixels of the frames that `draw` gives by their number."""
    first = draw(0)
    height, width = first.shape[:2]
    allowed = BYTES * max(width, height) ** 2 * seconds
    content = b"".join(np.ascontiguousarray(each).data for each in _trial(draw, first, frames))

    def corrected(quality: float, whole: float) -> float:
        words = command(width, height, seconds, Fineness(quality, regions))
        foretold = whole * _of_runs(_weights([*words, "-f", "framecrc", "-"], content), frames)
        return float(np.clip(quality + HALF_AS_LARGE * np.log2(foretold / allowed), FINEST, COARSEST))

    quality = corrected(TRIAL, WHOLE)
    return Fineness(corrected(quality, WHOLE_FINE) if quality < TRIAL - FAR else quality, regions)


def _of_runs(weights: list[int], frames: int) -> float:
    """Bytes of a film whose frames weigh as those of the runs."""
    counted = [weights[1 + run * RUN + step] for run in range(len(RUNS)) for step in range(1, RUN)]
    return weights[0] + (frames - 1) * float(np.mean(counted))


def _trial(draw: Draw, first: Pixels, frames: int) -> Iterator[Pixels]:
    yield first
    for share in RUNS:
        start = min(round(share * frames), frames - RUN)
        yield from (draw(start + step) for step in range(RUN))


def _weights(words: list[str], content: bytes) -> list[int]:
    """Bytes of each frame."""
    try:
        run = subprocess.run(words, input=content, capture_output=True, timeout=SLOWEST, check=True)  # noqa: S603
    except (subprocess.SubprocessError, OSError) as error:
        raise TemporaryEngineError("encoder_failed", str(error)) from error
    packets = [line.split(",") for line in run.stdout.decode().splitlines() if not line.startswith("#")]
    if len(packets) != 1 + len(RUNS) * RUN:
        raise TemporaryEngineError("encoder_failed", f"{len(packets)} frames weighed")
    return [int(packet[4]) for packet in packets]
