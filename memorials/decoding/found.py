"""What is found out about a file that somebody brings, and the copies that are made of it for showing."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Copy:
    """A file in the folder of this work, free of metadata. `name` is one of Rendition.Name."""

    name: str
    path: Path
    content_type: str
    width: int | None = None  # pixels, upright; None for sound
    height: int | None = None


@dataclass(frozen=True)
class Examined:
    """What can be told within seconds, while the person waits.

    `kind` is one of Media.Kind. Width and height are upright pixels, of photographs and films. `seconds`
    is the length of films and recordings. `camera` and `shot` (local time, ISO 8601) are what the camera
    wrote into a photograph; the place that it may have written is never read.
    """

    kind: str
    content_type: str
    width: int | None = None
    height: int | None = None
    seconds: float | None = None
    camera: str = ""
    shot: str = ""
    copies: list[Copy] = field(default_factory=list)


@dataclass(frozen=True)
class Prepared:
    """What a worker makes in its own time: further copies, and of sound its loudness over time.

    `waveform` holds at most 200 numbers from 0 (silence) to 100 (the loudest moment of this recording).
    """

    copies: list[Copy] = field(default_factory=list)
    waveform: list[int] = field(default_factory=list)
