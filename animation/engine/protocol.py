"""What is asked of an animation engine, and what it answers."""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal, Protocol

from animation.engine.refusals import refuse
from animation.engine.script import LIMITS, read_all

_SCRIPTS = read_all()
# Gesture to its one-line description, as the scripts have it.
GESTURES = {name: script.about for name, script in _SCRIPTS.items()}
# Raised whenever engines find other faces or give them other codes: what was found before is looked for anew.
FACES_EDITION = 3
# Strength to the share of the full amplitude.
STRENGTHS = {"barely": 0.4, "gently": 0.7, "clearly": 1.0}
SIZES = (512, 720, 1080)  # px, the longer side of the clip
SHORTEST, LONGEST = 2.0, 12.0  # s: a blink and a smile need two; a minute of motion would look like a loop

STAGES = ("reading", "faces", "building", "rendering", "checking")
# Called with the stage and the share of the whole job that is done; may raise to stop the engine.
Progress = Callable[[str, float], None]


def limiting(codes: Iterable[str], gesture: str) -> tuple[str, ...]:
    """Those of a face's problems that take something from this gesture: an open mouth hinders no look."""
    return tuple(code for code in codes if code not in LIMITS or code in _SCRIPTS[gesture].limited_by)


@dataclass(frozen=True)
class AnimationSpec:
    """One request. `face` is an index from `find_faces`, "all", or None for the largest.

    `day`: the ISO date that is written into the file, or empty for none. It is asked for rather than looked
    up, so that the same request gives the same bytes; on another day they differ by these ten letters, and
    the pictures not at all.
    """

    gesture: str = "smile"
    strength: str = "clearly"
    face: int | Literal["all"] | None = None
    size: int = 720
    seconds: float = 5.0
    seed: int = 0
    day: str = ""

    def __post_init__(self) -> None:
        problem = self._problem()
        if problem:
            raise refuse("bad_request", problem)

    def _problem(self) -> str:
        wrong = {
            f"unknown gesture {self.gesture!r}, known: {', '.join(GESTURES)}": self.gesture not in GESTURES,
            f"unknown strength {self.strength!r}": self.strength not in STRENGTHS,
            f"size must be one of {SIZES}": self.size not in SIZES,
            f"seconds must be {SHORTEST:g} to {LONGEST:g}": not SHORTEST <= self.seconds <= LONGEST,
            "face must be a number, 'all' or None": not _names_a_face(self.face),
            "day must be a date like 2026-11-25": not _is_a_day(self.day),
            "seed must be a whole number, not negative": not isinstance(self.seed, int) or self.seed < 0,
        }
        return next((words for words, is_so in wrong.items() if is_so), "")


def _is_a_day(day: str) -> bool:
    try:
        return not day or date.fromisoformat(day).isoformat() == day
    except (TypeError, ValueError):
        return False


def _names_a_face(face: object) -> bool:
    return face in (None, "all") or (isinstance(face, int) and not isinstance(face, bool) and face >= 0)


@dataclass(frozen=True)
class Face:
    """A face on the upright photograph: `box` is x, y, width, height in its pixels; yaw in degrees."""

    index: int
    box: tuple[int, int, int, int]
    yaw: float
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class FacesReport:
    width: int
    height: int
    faces: tuple[Face, ...]

    def as_outcome(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Seconds:
    faces: float
    build: float
    render: float
    total: float


@dataclass(frozen=True)
class ClipReport:
    """A finished clip: two files in the work folder and how they came about."""

    clip: Path
    poster: Path
    engine: str
    version: str
    mode: Literal["portrait", "group", "gentle"]
    width: int
    height: int
    frames: int
    fps: int
    seconds: Seconds
    peak_rss_mb: float
    seed: int
    clip_bytes: int
    faces: int
    problems: tuple[str, ...] = ()  # what limited the motion, and what the judge disliked on the way
    amplitude: float = 1.0  # share of the wanted motion that the clip shows: less where the judge disliked it

    def as_outcome(self) -> dict[str, Any]:
        """Plain values only; the names of files are the caller's business."""
        outcome = asdict(self)
        del outcome["clip"], outcome["poster"]
        return outcome | {"problems": list(self.problems)}


class AnimationEngine(Protocol):
    """Reads no settings and no database; leaves in `workdir` only what its report names."""

    name: str

    def problems(self) -> list[str]:
        """Why this engine cannot work here, in plain sentences; empty means ready."""

    def find_faces(self, photo: Path) -> FacesReport: ...

    def animate(self, photo: Path, spec: AnimationSpec, workdir: Path, report: Progress) -> ClipReport:
        """Raises PermanentEngineError (with a code) or TemporaryEngineError; stops when `report` raises."""
