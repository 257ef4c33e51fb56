"""The built-in engine: the photograph itself is bent, layered and repainted a little, on a CPU."""

from pathlib import Path

import cv2

from animation.engine import models, photo, search
from animation.engine.choice import chosen, codes_of, described
from animation.engine.cost import Clock
from animation.engine.encode import ffmpeg
from animation.engine.faces import FoundFace
from animation.engine.film import Film
from animation.engine.framing import frame as frame_round
from animation.engine.models import FOLDER, Models
from animation.engine.origin import Origin
from animation.engine.photo import Photo
from animation.engine.protocol import AnimationSpec, ClipReport, FacesReport, Progress
from animation.engine.refusals import EngineError
from animation.engine.scene import build
from animation.engine.seeds import file_sha256

VERSION = "3"
# Where each stage ends, as a share of the whole job's time.
READ, FOUND = 0.03, 0.10


class WarpEngine:
    name = "rodnik-warp"

    def __init__(self, model_folder: Path = FOLDER, threads: int = 2) -> None:
        self._folder, self._threads = model_folder, threads

    def problems(self) -> list[str]:
        found = models.problems(self._folder)
        try:
            ffmpeg()
        except EngineError as error:
            found.append(str(error))
        return found

    def find_faces(self, photo: Path) -> FacesReport:
        picture, found = self._read_and_search(photo, lambda stage, share: None)
        return described(picture, found, self._models())

    def animate(self, photo: Path, spec: AnimationSpec, workdir: Path, report: Progress) -> ClipReport:
        clock = Clock()
        picture, found = self._read_and_search(photo, report)
        moving, others = chosen(found, spec, picture.scale)
        clock.lap("faces")
        report("building", FOUND)
        nets = self._models()
        scene = build(frame_round(picture, moving, others, spec.size, nets), nets)
        clock.lap("build")
        codes = [codes_of(face, picture, nets) for face in moving]
        origin = Origin(file_sha256(photo), self.name, VERSION, spec.day)
        film = Film(scene, spec, codes, origin, workdir, nets)
        made = film.make(report)
        clock.lap("render")
        return film.reported(made, clock.seconds())

    def _read_and_search(self, path: Path, report: Progress) -> tuple[Photo, list[FoundFace]]:
        cv2.setNumThreads(self._threads)
        report("reading", 0.0)
        picture = photo.read(path)
        report("faces", READ)
        return picture, search.find_all(picture.pixels, self._models())

    def _models(self) -> Models:
        return models.load(self._folder, self._threads)
