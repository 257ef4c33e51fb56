"""What every animation engine promises, checked on one that really runs.

`PROMISES` are plain functions; each says in sentences what an engine does otherwise, and nothing where it
keeps its word. Whoever writes an engine runs them in tests of their own, one by one or all together:

    assert broken_promises(MyEngine(), portrait, tmp_path) == []

or by hand: `python -m animation.engine.contract my.module.MyEngine PORTRAIT.jpg`. The portrait shows one face
looking ahead. All together take about four short clips of the smallest size.
"""

import hashlib
import importlib
import json
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cached_property
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from animation.engine.photo import Pixels
from animation.engine.protocol import SHORTEST, SIZES, STAGES, AnimationEngine, AnimationSpec, ClipReport
from animation.engine.refusals import MESSAGES, EngineError, PermanentEngineError

NAME = re.compile(r"[a-z0-9][a-z0-9.-]*")
POSTERS = ("WEBP", "JPEG")
AT_REST = (
    34.0  # dB, a poster or a last frame against the first: all show the photograph, each in its own coding
)
MOVES = 0.05  # of 255, mean difference of a frame from the first: less nobody sees
SPEC = AnimationSpec(size=min(SIZES), seconds=SHORTEST, seed=7)


class Trial:
    """An engine, a portrait for it, and the clip that it made of it: rendered once, looked at by many."""

    def __init__(self, engine: AnimationEngine, portrait: Path, folder: Path) -> None:
        self.engine, self.portrait, self.folder = engine, portrait, folder
        self.told: list[tuple[str, float]] = []

    @cached_property
    def report(self) -> ClipReport:
        return self.run(SPEC, "clip", lambda stage, share: self.told.append((stage, share)))

    @cached_property
    def film(self) -> list[Pixels]:
        """Every frame, decoded."""
        return decoded(self.report.clip)

    def run(self, spec: AnimationSpec, name: str, report: Callable[[str, float], None]) -> ClipReport:
        return self.engine.animate(self.portrait, spec, self.empty(name), report)

    def empty(self, name: str) -> Path:
        folder = self.folder / name
        folder.mkdir(parents=True)
        return folder


Promise = Callable[[Trial], Iterator[str]]


def is_ready_and_has_a_name(trial: Trial) -> Iterator[str]:
    """The name goes into rows and pages; where the engine can work, it has no problems."""
    if not NAME.fullmatch(trial.engine.name):
        yield f"its name {trial.engine.name!r} is not of small letters, digits, dots and dashes"
    if problems := trial.engine.problems():
        yield f"it is not ready: {'; '.join(problems)}"


def finds_faces(trial: Trial) -> Iterator[str]:
    """In pixels of the upright photograph on file, numbered as `AnimationSpec.face` names them."""
    found = trial.engine.find_faces(trial.portrait)
    with Image.open(trial.portrait) as picture:
        if sorted(picture.size) != sorted((found.width, found.height)):
            yield f"it says {found.width} x {found.height} of a photograph of {picture.size}"
    if [face.index for face in found.faces] != list(range(len(found.faces))):
        yield "faces are not numbered from 0 on"
    for face in found.faces:
        x, y, width, height = face.box
        if (
            min(width, height) <= 0
            or x >= found.width
            or y >= found.height
            or min(x + width, y + height) <= 0
        ):
            yield f"face {face.index} lies outside the photograph: {face.box}"
    json.dumps(found.as_outcome())


def refuses_what_is_no_picture(trial: Trial) -> Iterator[str]:
    """For good, with a code that the site can say in words, and leaves nothing behind."""
    text, half = trial.folder / "note.jpg", trial.folder / "half.jpg"
    text.write_text("no picture")
    whole = trial.portrait.read_bytes()
    half.write_bytes(whole[: len(whole) // 2])
    for photo, code in ((text, "not_a_picture"), (half, "broken_picture")):
        yield from _refusal(trial, photo, SPEC, code)


def refuses_a_face_that_is_not_there(trial: Trial) -> Iterator[str]:
    yield from _refusal(trial, trial.portrait, replace(SPEC, face=40), "no_such_face")


def _refusal(trial: Trial, photo: Path, spec: AnimationSpec, code: str) -> Iterator[str]:
    folder = trial.empty(f"refused-{photo.stem}-{code}")
    try:
        trial.engine.animate(photo, spec, folder, lambda stage, share: None)
    except PermanentEngineError as refusal:
        if refusal.code != code or refusal.code not in MESSAGES:
            yield f"it refused {photo.name} with {refusal.code!r}, not {code!r}"
    except EngineError as error:
        yield f"it would try {photo.name} again and again: {error}"
    else:
        yield f"it accepted {photo.name}"
    if any(folder.iterdir()):
        yield f"refusing {photo.name} it left files behind"


def reports_what_the_files_hold(trial: Trial) -> Iterator[str]:
    made = trial.report
    shape = (made.height, made.width, 3)
    told = {
        "engine": made.engine == trial.engine.name,
        "seed": made.seed == SPEC.seed,
        "size: the longer side": max(made.width, made.height) == SPEC.size,
        "size: even sides": made.width % 2 == made.height % 2 == 0,
        "frames for the seconds": made.frames == round(SPEC.seconds * made.fps),
        "clip_bytes": made.clip_bytes == made.clip.stat().st_size,
        "frames of that size in the film": [each.shape for each in trial.film] == [shape] * made.frames,
        "seconds": made.seconds.total > 0 and min(made.seconds.faces, made.seconds.build) >= 0,
    }
    yield from (
        f"the report does not agree with what was made: {what}" for what, is_so in told.items() if not is_so
    )
    json.dumps(made.as_outcome())


def leaves_a_clip_and_a_poster_and_no_more(trial: Trial) -> Iterator[str]:
    made = trial.report
    left = sorted(path.name for path in made.clip.parent.iterdir())
    if left != sorted([made.clip.name, made.poster.name]):
        yield f"in the work folder lies {left}"
    with Image.open(made.poster) as poster:
        if poster.format not in POSTERS or poster.size != (made.width, made.height):
            yield f"the poster is {poster.format} of {poster.size}"
        elif alike(np.asarray(poster.convert("RGB")), trial.film[0]) < AT_REST:
            yield "the poster is not the first frame"


def begins_and_ends_at_rest(trial: Trial) -> Iterator[str]:
    """A page plays the clip in a loop: a last frame unlike the first is seen to jump."""
    film = trial.film
    if (likeness := alike(film[-1], film[0])) < AT_REST:
        yield f"its last frame is unlike the first: {likeness:.1f} dB"
    if max(float(np.abs(frame.astype(np.int16) - film[0]).mean()) for frame in film) < MOVES:
        yield "nothing moves"


def tells_how_far_it_is(trial: Trial) -> Iterator[str]:
    """Stages in their order, shares that only grow, from nothing to all."""
    told = trial.told if trial.report else []
    stages, shares = list(dict.fromkeys(stage for stage, _ in told)), [share for _, share in told]
    if stages != [stage for stage in STAGES if stage in stages]:
        yield f"its stages are {stages}"
    if not shares or shares != sorted(shares) or (shares[0], shares[-1]) != (0.0, 1.0):
        yield "its shares do not grow from 0 to 1"


def stops_when_it_is_told_to(trial: Trial) -> Iterator[str]:
    """Whatever `report` raises ends the work at once and comes out again; no file is left."""

    class CalledOff(Exception):
        pass

    def report(stage: str, share: float) -> None:
        if share > 0.4:
            raise CalledOff

    folder = trial.empty("called-off")
    try:
        trial.engine.animate(trial.portrait, SPEC, folder, report)
    except CalledOff:
        pass
    else:
        yield "it goes on when it is called off"
    if any(folder.iterdir()):
        yield "called off, it leaves files behind"


def same_seed_same_film(trial: Trial) -> Iterator[str]:
    """So that a request repeated after a crash is the same clip, and another take is another."""
    again = decoded(trial.run(SPEC, "again", _silent).clip)
    other = decoded(trial.run(replace(SPEC, seed=SPEC.seed + 1), "other", _silent).clip)
    if _digest(again) != _digest(trial.film):
        yield "the same seed moves differently"
    if _digest(other) == _digest(trial.film):
        yield "another seed moves the same"


PROMISES: tuple[Promise, ...] = (
    is_ready_and_has_a_name,
    finds_faces,
    refuses_what_is_no_picture,
    refuses_a_face_that_is_not_there,
    reports_what_the_files_hold,
    leaves_a_clip_and_a_poster_and_no_more,
    begins_and_ends_at_rest,
    tells_how_far_it_is,
    stops_when_it_is_told_to,
    same_seed_same_film,
)


def broken_promises(engine: AnimationEngine, portrait: Path, folder: Path) -> list[str]:
    """Sentences, none where all is well; `folder` is empty and may be thrown away afterwards."""
    trial = Trial(engine, portrait, folder)
    return [f"{promise.__name__}: {sentence}" for promise in PROMISES for sentence in promise(trial)]


def decoded(clip: Path) -> list[Pixels]:
    """Every frame, RGB; by another way than the built-in engine's own judge."""
    film, frames = cv2.VideoCapture(str(clip)), list[Pixels]()
    more, frame = film.read()
    while more:
        frames.append(np.asarray(cv2.cvtColor(frame, cv2.COLOR_BGR2RGB), np.uint8))
        more, frame = film.read()
    film.release()
    return frames


def _silent(stage: str, share: float) -> None:
    pass


def alike(one: Pixels, other: Pixels) -> float:
    """Peak signal to noise, dB: above 38 nobody tells them apart."""
    return float(10 * np.log10(255**2 / max(1e-9, np.mean((one.astype(np.float32) - other) ** 2))))


def _digest(film: list[Pixels]) -> str:
    return hashlib.sha256(b"".join(frame.tobytes() for frame in film)).hexdigest()


def main(dotted: str, portrait: Path) -> int:
    module, _, name = dotted.rpartition(".")
    engine: AnimationEngine = getattr(importlib.import_module(module), name)()
    with tempfile.TemporaryDirectory(prefix="rodnik-contract-") as folder:
        broken = broken_promises(engine, portrait, Path(folder))
    sys.stdout.write("\n".join(broken or [f"{engine.name} keeps all {len(PROMISES)} promises"]) + "\n")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
