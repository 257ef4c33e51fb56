"""A second engine, small enough to read at a sitting: the person leans before a background that stays,
breathes, and a soft light passes over. Nothing of the face is bent and no eye is painted.

For families who want no more than that, for machines that are to do no more, and as a pattern: it keeps every
promise of `animation.engine.contract` with the stages that it shares with the built-in engine.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np

from animation.engine import footage, judge, mark, models, photo, search
from animation.engine import landmarks as lm
from animation.engine.choice import chosen, described
from animation.engine.cost import Clock, peak_rss_mb
from animation.engine.curves import smoothstep
from animation.engine.encode import encode, ffmpeg, save_poster
from animation.engine.field import Field, Floats
from animation.engine.framing import frame as frame_round
from animation.engine.gesture import FPS, Moment
from animation.engine.light import PassingLight
from animation.engine.models import FOLDER
from animation.engine.origin import Origin
from animation.engine.photo import Pixels
from animation.engine.protocol import STRENGTHS, AnimationSpec, ClipReport, FacesReport, Progress
from animation.engine.refusals import EngineError
from animation.engine.render import Renderer
from animation.engine.scene import Scene, build
from animation.engine.seeds import file_sha256

VERSION = "1"
LEAN = 0.035  # face heights: as far as somebody moves who stands still for a photograph
BREATH_SECONDS = 5.0  # as at rest
STILL_BELOW = 0.9  # of the picture's height: the lower edge does not lean, it is cut off there
# Where each stage ends, as a share of the whole job's time.
READ, FOUND, BUILT, RENDERED = 0.05, 0.2, 0.35, 0.9


class GentleEngine:
    name = "rodnik-gentle"

    def __init__(self, model_folder: Path = FOLDER, threads: int = 2) -> None:
        self._folder, self._threads = model_folder, threads

    def problems(self) -> list[str]:
        found = models.problems(self._folder)
        try:
            ffmpeg()
        except EngineError as error:
            found.append(str(error))
        return found

    def find_faces(self, photo_file: Path) -> FacesReport:
        picture = photo.read(photo_file)
        nets = self._models()
        return described(picture, search.find_all(picture.pixels, nets), nets)

    def animate(self, photo_file: Path, spec: AnimationSpec, workdir: Path, report: Progress) -> ClipReport:
        clock, nets = Clock(), self._models()
        cv2.setNumThreads(self._threads)
        report("reading", 0.0)
        picture = photo.read(photo_file)
        report("faces", READ)
        who, others = chosen(search.find_all(picture.pixels, nets), spec, picture.scale)
        clock.lap("faces")
        report("building", FOUND)
        scene = in_layers(build(frame_round(picture, who, others, spec.size, nets), nets))
        clock.lap("build")
        origin = Origin(file_sha256(photo_file), self.name, VERSION, spec.day)
        film = _Film(scene, spec, origin, workdir)
        faults = film.shoot(report, nets)
        clock.lap("render")
        return film.reported(clock, faults)

    def _models(self) -> models.Models:
        return models.load(self._folder, self._threads)


class Layers(Field):
    """Two rows: the person leaning one picture's way, and the breath."""

    def displacement(self, moments: list[Moment]) -> Floats:
        row = np.array([moments[0].sway, moments[0].breath], np.float32)
        forward: Floats = np.einsum("f,fn->n", row, self.table).reshape(*self.grid.shape, 2)
        return forward


def in_layers(scene: Scene) -> Scene:
    """The scene with its people as one layer that leans and breathes. Where the matte could not be trusted
    there is no layer to lean, and only the breath is left."""
    breath = scene.field.table[-1]  # of all the built-in engine's fields the last
    table = np.stack([_lean(scene).ravel(), breath]).astype(np.float32)
    return replace(scene, field=Layers(scene.grid, table), eyes=tuple(() for _ in scene.faces))


def _lean(scene: Scene) -> Floats:
    """(rows, columns, 2): pixels to the right; all of it about the heads, none at the lower edge."""
    way = np.zeros((*scene.grid.shape, 2), np.float32)
    if scene.backdrop is None:
        return way
    chins = max(float(face.points[lm.CHIN, 1]) for face in scene.faces)
    lower = max(STILL_BELOW * scene.grid.height, chins + 1)
    above = 1 - smoothstep(chins, lower, scene.grid.nodes[..., 1])
    way[..., 0] = scene.backdrop.on_grid * above * scene.grid.edge_window * scene.faces[0].height
    return way


def moments(frames: int, seed: int, strength: float) -> list[Moment]:
    """A lean to one side and back, slow breaths; at rest, with no speed, at both ends."""
    rng = np.random.default_rng(seed)
    t = np.linspace(0, 1, frames)
    side, skew = rng.choice([-1.0, 1.0]), rng.uniform(-0.6, 0.6)
    lean = side * rng.uniform(0.85, 1.1) * np.sin(np.pi * t) ** 2 * (1 + skew * np.cos(np.pi * t))
    breaths = max(1, round(frames / FPS / BREATH_SECONDS))
    breath = (1 - np.cos(2 * np.pi * breaths * t)) / 2
    return [
        Moment(sway=float(LEAN * strength * x), breath=float(strength * y))
        for x, y in zip(lean, breath, strict=True)
    ]


@dataclass(frozen=True)
class _Film:
    scene: Scene
    spec: AnimationSpec
    origin: Origin
    workdir: Path

    @property
    def clip(self) -> Path:
        return self.workdir / "clip.mp4"

    @property
    def poster(self) -> Path:
        return self.workdir / "poster.webp"

    @property
    def frames(self) -> int:
        return round(self.spec.seconds * FPS)

    def shoot(self, report: Progress, nets: models.Models) -> tuple[str, ...]:
        """What the judge dislikes. Leaves no file behind when it is broken off."""
        height, width = self.scene.picture.shape[:2]
        try:
            renderer = Renderer(self.scene)
            frames = self._pictures(renderer, report)
            encode(frames, self.clip, width, height, self.spec.seconds, self.origin)
            report("checking", RENDERED)
            numbers = footage.worth_seeing(self.frames, [])
            seen = footage.read(self.clip, width, height, self.frames, numbers)
            faults = judge.judge(seen, self._wanted, nets).faults
            report("checking", 1.0)
        except BaseException:
            self.clip.unlink(missing_ok=True)
            self.poster.unlink(missing_ok=True)
            raise
        return faults

    @property
    def _wanted(self) -> judge.Wanted:
        return judge.Wanted(
            photograph=self.scene.picture,
            faces=self.scene.faces,
            blinks=tuple(0 for _ in self.scene.faces),
            marked=mark.place_on(self.scene.picture.shape, self.scene.everyone),
            person=self.scene.backdrop.matte if self.scene.backdrop else None,
        )

    def _pictures(self, renderer: Renderer, report: Progress) -> Iterator[Pixels]:
        light = PassingLight(self.scene)
        sign = mark.made_for(self.scene.picture, self.scene.everyone)
        motion = moments(self.frames, self.spec.seed, STRENGTHS[self.spec.strength])
        for number, moment in enumerate(motion):
            share = number / (self.frames - 1)
            report("rendering", BUILT + (RENDERED - BUILT) * share)
            bent = renderer.frame([moment for _ in self.scene.faces])
            frame = sign.stamped(light.on(bent, share))
            if number == 0:
                save_poster(frame, self.poster)
            yield frame

    def reported(self, clock: Clock, faults: tuple[str, ...]) -> ClipReport:
        height, width = self.scene.picture.shape[:2]
        return ClipReport(
            clip=self.clip, poster=self.poster, mode="gentle",
            engine=self.origin.engine, version=self.origin.version,
            width=width, height=height, frames=self.frames, fps=FPS, seconds=clock.seconds(),
            peak_rss_mb=peak_rss_mb(), seed=self.spec.seed, clip_bytes=self.clip.stat().st_size,
            faces=len(self.scene.faces), problems=faults,
        )  # fmt: skip
