"""What a clip costs: the seconds of each stage, and the memory at its highest."""

import resource
import sys
import time
from dataclasses import dataclass, field

from animation.engine.protocol import Seconds


@dataclass
class Clock:
    """Seconds of each stage; reading belongs to faces, encoding and checking to render."""

    started: float = field(default_factory=time.monotonic)
    laps: dict[str, float] = field(default_factory=dict)

    def lap(self, stage: str) -> None:
        self.laps[stage] = time.monotonic() - self.started - sum(self.laps.values())

    def seconds(self) -> Seconds:
        rounded = {stage: round(lap, 3) for stage, lap in self.laps.items()}
        return Seconds(**rounded, total=round(time.monotonic() - self.started, 3))


def peak_rss_mb() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (1024**2 if sys.platform == "darwin" else 1024), 1)
