"""How loud a recording is over time, heard bit by bit."""

import numpy as np
from numpy.typing import NDArray

from memorials.decoding.sounds import CHANNELS, POINTS, RATE


class Loudness:
    """The loudest sample of each of POINTS stretches, heard bit by bit: a long recording takes no memory."""

    def __init__(self, seconds: float) -> None:
        self.stretch = max(1, round(seconds * RATE / POINTS))
        self._rest = b""
        self._heard = 0
        self._peaks = np.zeros(POINTS, np.int64)

    def hear(self, chunk: bytes) -> None:
        """16-bit samples, little-endian, of two channels in turn; a chunk may end in the middle of one."""
        chunk = self._rest + chunk
        whole = len(chunk) // (2 * CHANNELS)
        self._rest = chunk[whole * 2 * CHANNELS :]
        both = np.frombuffer(chunk, "<i2", whole * CHANNELS).reshape(whole, CHANNELS)
        samples = np.abs(both.astype(np.int64)).max(axis=1, initial=0)
        places = np.minimum((self._heard + np.arange(whole)) // self.stretch, POINTS - 1)
        np.maximum.at(self._peaks, places, samples)
        self._heard += whole

    def points(self) -> list[int]:
        """From 0, silence, to 100, the loudest moment; as many as there were stretches."""
        used = min(POINTS, -(-self._heard // self.stretch))
        peaks: NDArray[np.int64] = self._peaks[:used]
        loudest = int(peaks.max(initial=0))
        return [round(100 * int(peak) / loudest) if loudest else 0 for peak in peaks]
