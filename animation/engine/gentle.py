"""A second engine, small enough to read at a sitting: the person leans before a background that stays,
breathes, and a soft light passes over. Nothing of the face is bent and no eye is painted.

For families who want no more than that, for machines that are to do no more, and as a pattern: it keeps every
promise of `animation.engine.contract` with the stages that it shares with the built-in engine.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from animation.engine import footage, judge, mark
from animation.engine import landmarks as lm
from animation.engine.choice import chosen
from animation.engine.cost import Clock, peak_rss_mb
from animation.engine.curves import smoothstep
from animation.engine.encode import encode, save_poster
from animation.engine.field import Field, Floats
from animation.engine.framing import frame as frame_round
from animation.engine.gesture import FPS, Moment
from animation.engine.light import PassingLight
from animation.engine.local import LocalEngine
from animation.engine.models import Models
from animation.engine.origin import Origin
from animation.engine.photo import Pixels
from animation.engine.protocol import STRENGTHS, AnimationSpec, ClipReport, Progress
from animation.engine.render import Renderer
from animation.engine.scene import Scene, build
from animation.engine.seeds import file_sha256
from animation.engine.shot import Shot

VERSION = "2"
LEAN = 0.035  # face heights: as far as somebody moves who stands still for a photograph
BREATH_SECONDS = 5.0  # as at rest
STILL_BELOW = 0.9  # of the picture's height: the lower edge does not lean, it is cut off there
# Where each stage ends, as a share of the whole job's time.
READ, FOUND, BUILT, RENDERED = 0.05, 0.2, 0.35, 0.9


class GentleEngine(LocalEngine):
    name = "rodnik-gentle"

    def animate(self, photo_file: Path, spec: AnimationSpec, workdir: Path, report: Progress) -> ClipReport:
        clock, nets = Clock(), self._models()
        picture, found = self._looked_at(photo_file, report, READ)
        who, others = chosen(found, spec, picture.scale)
        clock.lap("faces")
        report("building", FOUND)
        scene = in_layers(build(frame_round(picture, who, others, spec.size, nets), nets))
        clock.lap("build")
        origin = Origin(file_sha256(photo_file), self.name, VERSION, spec.day)
        film = _Film(scene, spec, origin, workdir)
        faults = film.shoot(report, nets)
        clock.lap("render")
        return film.reported(clock, faults)


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


class _Film(Shot):
    def shoot(self, report: Progress, nets: Models) -> tuple[str, ...]:
        """What the judge dislikes. Leaves no file behind when it is broken off."""
        with self.or_nothing():
            frames = self._pictures(Renderer(self.scene), report)
            encode(frames, self.clip, *self.size, self.spec.seconds, self.origin)
            report("checking", RENDERED)
            numbers = footage.worth_seeing(self.frames, [])
            seen = footage.read(self.clip, *self.size, self.frames, numbers)
            wanted = self.wanted(blinks=tuple(0 for _ in self.scene.faces))
            faults = judge.judge(seen, wanted, nets).faults
            report("checking", 1.0)
        return faults

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
        width, height = self.size
        return ClipReport(
            clip=self.clip, poster=self.poster, mode="gentle",
            engine=self.origin.engine, version=self.origin.version,
            width=width, height=height, frames=self.frames, fps=FPS, seconds=clock.seconds(),
            peak_rss_mb=peak_rss_mb(), seed=self.spec.seed, clip_bytes=self.clip.stat().st_size,
            faces=len(self.scene.faces), problems=faults,
        )  # fmt: skip
