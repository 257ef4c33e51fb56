"""The built-in engine: the photograph itself is bent, layered and repainted a little, on a CPU."""

from pathlib import Path

from animation.engine.choice import chosen, codes_of
from animation.engine.cost import Clock
from animation.engine.film import Film
from animation.engine.framing import frame as frame_round
from animation.engine.local import LocalEngine
from animation.engine.origin import Origin
from animation.engine.protocol import AnimationSpec, ClipReport, Progress
from animation.engine.scene import build
from animation.engine.seeds import file_sha256

VERSION = "4"
# Where each stage ends, as a share of the whole job's time.
READ, FOUND = 0.03, 0.10


class WarpEngine(LocalEngine):
    name = "rodnik-warp"

    def animate(self, photo_file: Path, spec: AnimationSpec, workdir: Path, report: Progress) -> ClipReport:
        clock, nets = Clock(), self._models()
        picture, found = self._looked_at(photo_file, report, READ)
        moving, others = chosen(found, spec, picture.scale)
        clock.lap("faces")
        report("building", FOUND)
        scene = build(frame_round(picture, moving, others, spec.size, nets), nets)
        clock.lap("build")
        codes = [codes_of(face, picture, nets) for face in moving]
        origin = Origin(file_sha256(photo_file), self.name, VERSION, spec.day)
        film = Film(scene, spec, origin, workdir, codes, nets)
        made = film.make(report)
        clock.lap("render")
        return film.reported(made, clock.seconds())
