"""The built-in engine: the photograph itself is bent, layered and repainted a little, on a CPU."""

import time
from dataclasses import dataclass, field
from pathlib import Path

import cv2

from animation.engine import ability, likeness, models, photo, search
from animation.engine.encode import ffmpeg
from animation.engine.faces import FoundFace
from animation.engine.film import Film
from animation.engine.framing import frame as frame_round
from animation.engine.models import FOLDER, Models
from animation.engine.origin import Origin
from animation.engine.photo import Photo
from animation.engine.protocol import AnimationSpec, ClipReport, Face, FacesReport, Progress, Seconds
from animation.engine.refusals import EngineError, refuse
from animation.engine.scene import build
from animation.engine.seeds import file_sha256

VERSION = "3"
MOST_FACES = 6  # that move in one clip, the largest: each costs as much as a portrait
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
        faces = tuple(self._described(i, face, picture) for i, face in enumerate(found))
        return FacesReport(picture.width, picture.height, faces)

    def animate(self, photo: Path, spec: AnimationSpec, workdir: Path, report: Progress) -> ClipReport:
        clock = Clock()
        picture, found = self._read_and_search(photo, report)
        chosen = _chosen(found, spec, picture.scale)
        others = [face for face in found if not any(face is each for each in chosen)]
        clock.lap("faces")
        report("building", FOUND)
        nets = self._models()
        scene = build(frame_round(picture, chosen, others, spec.size, nets), nets)
        clock.lap("build")
        codes = [self._codes(face, picture) for face in chosen]
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

    def _described(self, index: int, face: FoundFace, picture: Photo) -> Face:
        x, y, width, height = (round(each * picture.scale) for each in face.box)
        return Face(index, (x, y, width, height), round(face.pose.yaw, 1), self._codes(face, picture))

    def _codes(self, face: FoundFace, picture: Photo) -> tuple[str, ...]:
        codes = ability.problems(face, picture.scale)
        uncertain = likeness.is_uncertain(picture.pixels, face, self._models())
        return (*codes, likeness.UNCERTAIN) if uncertain else codes

    def _models(self) -> Models:
        return models.load(self._folder, self._threads)


def _chosen(found: list[FoundFace], spec: AnimationSpec, scale: float) -> list[FoundFace]:
    if not found:
        raise refuse("no_face")
    large = [face for face in found if "face_too_small" not in ability.problems(face, scale)]
    if spec.face == "all":
        wanted = large[:MOST_FACES] or found[:1]
    elif spec.face is None:
        wanted = found[:1]
    elif spec.face < len(found):
        wanted = [found[spec.face]]
    else:
        raise refuse("no_such_face", f"{spec.face} of {len(found)}")
    if not large or not any(face is wanted[0] for face in large):
        raise refuse("face_too_small", f"{wanted[0].height * scale:.0f} px")
    return wanted


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
