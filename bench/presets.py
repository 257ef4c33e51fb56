"""python -m bench.presets PHOTO…: what each preset of the encoder costs and keeps, at each size.

A table in Markdown of the mean over the photographs, each as finely drawn as its size allows: processor
seconds of the encoder for a clip of five seconds, size, and how like the frames given to it are the face (dB,
the worst of a dozen frames) and the first frame. The choice stands in animation/engine/encode.py, the table
in docs/engine.md.
"""

import resource
import statistics
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from animation.engine import budget, encode, models
from animation.engine.contract import alike, decoded
from animation.engine.framing import frame
from animation.engine.gesture import FPS, SCRIPTS, Reach
from animation.engine.origin import Origin
from animation.engine.photo import Pixels, read
from animation.engine.protocol import SIZES
from animation.engine.render import Renderer
from animation.engine.scene import build
from animation.engine.search import find_all

PRESETS = ("superfast", "veryfast", "faster", "medium")
SECONDS = 5


class Kept(NamedTuple):
    processor: float  # s
    size: float  # kB
    face: float  # dB
    first: float  # dB

    def __str__(self) -> str:
        return f"{self.processor:.2f} s, {self.size:.0f} kB, {self.face:.1f} and {self.first:.1f} dB"


class Given(NamedTuple):
    frames: list[Pixels]
    face: tuple[slice, slice]
    regions: tuple[encode.Region, ...]


def main(photos: list[Path]) -> None:
    print_row("size", *PRESETS)
    print_row(*["---"] * (1 + len(PRESETS)))
    for size in SIZES:
        films = [_film(photo, size) for photo in photos]
        cells = [_mean([_encoded(film, preset) for film in films]) for preset in PRESETS]
        print_row(f"{size} px", *map(str, cells))


def print_row(*cells: str) -> None:
    sys.stdout.write(f"| {' | '.join(cells)} |\n")


def _film(photo: Path, size: int) -> Given:
    nets, picture = models.load(), read(photo)
    found = find_all(picture.pixels, nets)
    scene = build(frame(picture, found[:1], found[1:], size, nets), nets)
    renderer, motion = Renderer(scene), SCRIPTS["smile"](SECONDS * FPS, 1, Reach())
    x, y, width, height = (max(0, round(each)) for each in scene.faces[0].box)
    frames = [renderer.frame([motion.at(number)]) for number in range(len(motion))]
    return Given(frames, (slice(y, y + height), slice(x, x + width)), scene.regions)


def _encoded(film: Given, preset: str) -> Kept:
    chosen, encode.PRESET = encode.PRESET, preset
    frames, face, regions = film
    height, width = frames[0].shape[:2]
    fineness = budget.fineness(frames.__getitem__, len(frames), SECONDS, regions)
    used = _cpu_of_children()
    with tempfile.TemporaryDirectory(prefix="rodnik-presets-") as folder:
        clip = Path(folder) / "clip.mp4"
        encode.encode(frames, clip, width, height, SECONDS, Origin("", "bench", preset), fineness)
        processor, size = _cpu_of_children() - used, clip.stat().st_size / 1000
        seen = decoded(clip)
    encode.PRESET = chosen
    worst = min(alike(frames[i][face], seen[i][face]) for i in range(0, len(frames), 11))
    return Kept(processor, size, worst, alike(frames[0], seen[0]))


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _mean(cells: list[Kept]) -> Kept:
    return Kept(*(statistics.mean(values) for values in zip(*cells, strict=True)))


if __name__ == "__main__":
    main([Path(each) for each in sys.argv[1:]])
