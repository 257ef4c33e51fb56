"""One scene set in motion: rendered, judged, and if need be rendered again with less of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np

from animation.engine import ability, budget, footage, judge, mark, rehearsal
from animation.engine.cost import peak_rss_mb
from animation.engine.encode import encode, save_poster
from animation.engine.gesture import FPS, SCRIPTS, Motion, Reach
from animation.engine.light import PassingLight
from animation.engine.models import Models
from animation.engine.photo import Pixels
from animation.engine.protocol import STRENGTHS, ClipReport, Progress, Seconds, limiting
from animation.engine.render import Renderer
from animation.engine.shot import Shot

SECOND_TRY = 0.6  # of the amplitude
# Where each stage ends, as a share of the whole job's time; `warp` says it of those before.
BUILT, RENDERED, CHECKED = 0.20, 0.92, 1.0

HALF_SHUT = 0.5  # a blink that goes no farther is none to look for

Mode = Literal["portrait", "group", "gentle"]


@dataclass(frozen=True)
class Made:
    """Which film came of it, with how much of the wanted motion, and what the judge disliked on the way."""

    mode: Mode
    amplitude: float
    disliked: tuple[str, ...]


@dataclass(frozen=True)
class Film(Shot):
    codes: list[tuple[str, ...]]
    models: Models

    def make(self, report: Progress) -> Made:
        """Leaves no file behind when it is broken off."""
        with self.or_nothing():
            return self._make(report)

    def _make(self, report: Progress) -> Made:
        disliked: list[str] = []
        open_eyes: frozenset[int] = frozenset()
        amplitude = 0.0 if all("turned_away" in codes for codes in self.codes) else 1.0
        while amplitude:
            # A lid that would not close is not tried again: half a blink is a squint.
            verdict = self._tried(self._motions(amplitude, unblinking=open_eyes), report)
            if verdict.good:
                mode: Mode = "group" if len(self.scene.faces) > 1 else "portrait"
                return Made(mode, amplitude, tuple(dict.fromkeys(disliked)))
            amplitude = _next_try(amplitude, verdict, open_eyes)
            disliked += verdict.faults
            open_eyes |= verdict.open_eyes
        # Where the net lost a face its eyes are no surer.
        everybody = frozenset(range(len(self.scene.faces)))
        gentle = self._gentle_motions(unblinking=everybody if "face_lost" in disliked else open_eyes)
        disliked += self._tried(gentle, report, lit=True).faults
        return Made("gentle", 0.0, tuple(dict.fromkeys(disliked)))

    def _tried(self, motions: list[Motion], report: Progress, *, lit: bool = False) -> judge.Verdict:
        self._shoot(motions, report, lit=lit)
        report("checking", RENDERED)
        numbers = footage.worth_seeing(self.frames, _turning_points(motions))
        seen = footage.read(self.clip, *self.size, self.frames, numbers)
        blinks = tuple(self._shut_eyes(number, motion) for number, motion in enumerate(motions))
        verdict = judge.judge(seen, self.wanted(blinks), self.models)
        report("checking", CHECKED)
        return verdict

    def _shut_eyes(self, number: int, motion: Motion) -> int | None:
        if "turned_away" in self.codes[number]:
            return None
        return len(self.scene.eyes[number]) if motion.blink.max() > HALF_SHUT else 0

    def _motions(self, amplitude: float, *, unblinking: frozenset[int]) -> list[Motion]:
        share = amplitude * STRENGTHS[self.spec.strength]
        reaches = [reach.scaled(share) for reach in self._reaches]
        return self._scripted(reaches, unblinking)

    @cached_property
    def _reaches(self) -> list[Reach]:
        """How far each face may go, such that a full turn is seen as one."""
        reaches = map(ability.reach, self.scene.faces, self.codes)
        together = zip(reaches, self._answers, self.scene.freedoms, strict=True)
        return [
            replace(reach, turn=reach.turn * answer, tilt=reach.tilt * free.tilt, nod=free.nod)
            for reach, answer, free in together
        ]

    @cached_property
    def _answers(self) -> list[float]:
        return rehearsal.turns_for_a_degree(self._renderer, self.models)

    @cached_property
    def _renderer(self) -> Renderer:
        return Renderer(self.scene)

    def _gentle_motions(self, *, unblinking: frozenset[int]) -> list[Motion]:
        return self._scripted([ability.chest_only(codes) for codes in self.codes], unblinking)

    def _scripted(self, reaches: list[Reach], unblinking: frozenset[int]) -> list[Motion]:
        script = SCRIPTS[self.spec.gesture]
        given = [replace(reach, blink=0.0) if i in unblinking else reach for i, reach in enumerate(reaches)]
        return [script(self.frames, self.spec.seed + i, reach) for i, reach in enumerate(given)]

    def _shoot(self, motions: list[Motion], report: Progress, *, lit: bool) -> None:
        draw, seconds = self._drawer(motions, lit=lit), self.spec.seconds
        fineness = budget.fineness(draw, self.frames, seconds, self.scene.regions)
        encode(self._pictures(draw, report), self.clip, *self.size, seconds, self.origin, fineness)

    def _pictures(self, draw: Callable[[int], Pixels], report: Progress) -> Iterator[Pixels]:
        for number in range(self.frames):
            report("rendering", BUILT + (RENDERED - BUILT) * number / self.frames)
            frame = draw(number)
            if number == 0:
                save_poster(frame, self.poster)
            yield frame

    def _drawer(self, motions: list[Motion], *, lit: bool) -> Callable[[int], Pixels]:
        renderer, light = self._renderer, PassingLight(self.scene) if lit else None
        sign = mark.made_for(self.scene.picture, self.scene.everyone)

        def draw(number: int) -> Pixels:
            frame = renderer.frame([motion.at(number) for motion in motions])
            if light:
                frame = light.on(frame, number / (self.frames - 1))
            return sign.stamped(frame)

        return draw

    def reported(self, made: Made, seconds: Seconds) -> ClipReport:
        width, height = self.size
        limits = limiting((code for codes in self.codes for code in codes), self.spec.gesture)
        return ClipReport(
            clip=self.clip, poster=self.poster, mode=made.mode,
            engine=self.origin.engine, version=self.origin.version,
            width=width, height=height, frames=self.frames, fps=FPS, seconds=seconds,
            peak_rss_mb=peak_rss_mb(), seed=self.spec.seed, clip_bytes=self.clip.stat().st_size,
            faces=len(self.scene.faces), problems=(*dict.fromkeys(limits), *made.disliked),
            amplitude=made.amplitude,
        )  # fmt: skip


def _next_try(amplitude: float, verdict: judge.Verdict, unblinking: frozenset[int]) -> float:
    """Lids alone are no reason to move less; 0 where there is nothing left but the gentle clip."""
    if verdict.faults == ("eyes_stay_open",) and verdict.open_eyes - unblinking:
        return amplitude
    return SECOND_TRY if amplitude > SECOND_TRY else 0.0


def _turning_points(motions: list[Motion]) -> list[int]:
    """Where eyes are shut and heads turned farthest; of a group's, of the first two."""
    curves = [curve for each in motions[:2] for curve in (each.blink, each.yaw, -each.yaw)]
    return [int(np.argmax(curve)) for curve in curves]
