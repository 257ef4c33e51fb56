"""An engine behind the protocol that takes no time: tests of jobs need a clip, not a beautiful one.

What it does with the next photograph is set on the class, because the product makes its own instance.
"""

from collections.abc import Callable
from pathlib import Path

from animation.engine import AnimationSpec, ClipReport, EngineError, Face
from animation.engine.protocol import FacesReport, Progress, Seconds

CLIP, POSTER = b"a clip of the small engine", b"its poster"


class SmallEngine:
    name = "small"
    #: Called between the first stage and the last, with the report of the run.
    meanwhile: Callable[[Progress], None] | None = None
    #: The photographs that were given to it, and what was asked.
    asked: list[tuple[bytes, AnimationSpec]] = []

    #: The faces that it sees on whatever it is shown, or why it sees none.
    seen: tuple[Face, ...] | EngineError = ()

    def problems(self) -> list[str]:
        return []

    def find_faces(self, photo: Path) -> FacesReport:
        if isinstance(self.seen, Exception):
            raise self.seen
        return FacesReport(width=60, height=40, faces=self.seen)

    def animate(self, photo: Path, spec: AnimationSpec, workdir: Path, report: Progress) -> ClipReport:
        self.asked.append((photo.read_bytes(), spec))
        report("reading", 0.0)
        if SmallEngine.meanwhile:
            SmallEngine.meanwhile(report)
        report("checking", 1.0)
        clip, poster = workdir / "clip.mp4", workdir / "poster.webp"
        clip.write_bytes(CLIP)
        poster.write_bytes(POSTER)
        return ClipReport(
            clip=clip, poster=poster, engine=self.name, version="1", mode="portrait", width=64, height=48,
            frames=2, fps=25, seconds=Seconds(0.1, 0.2, 0.3, 0.6), peak_rss_mb=1.0, seed=spec.seed,
            clip_bytes=len(CLIP), faces=1,
        )  # fmt: skip
