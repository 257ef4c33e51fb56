"""python -m bench.warm_clips PHOTO FOLDER SIZE NUMBER: clips one after another in this one process.

Prints one JSON object: each clip's outcome, the seconds of the encoder alone for the same frames, and those
that bending one frame takes by the clock and by the processor.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

from animation.engine import AnimationSpec, file_sha256, models, seed_for
from animation.engine.contract import decoded
from animation.engine.encode import encode
from animation.engine.framing import frame
from animation.engine.gesture import SCRIPTS, Reach
from animation.engine.origin import Origin
from animation.engine.photo import read
from animation.engine.render import Renderer
from animation.engine.scene import build
from animation.engine.search import find_all
from animation.engine.warp import WarpEngine


def main(photo: Path, folder: Path, size: int, number: int) -> None:
    sha256 = file_sha256(photo)
    clips = [_clip(photo, folder / str(take), sha256, size, take) for take in range(1, number + 1)]
    seconds = _encoding(folder / str(number) / "clip.mp4", folder / "again.mp4")
    told = {"clips": clips, "encoder": seconds, "frame": _frame(photo, size)}
    sys.stdout.write(json.dumps(told) + "\n")


def _clip(photo: Path, folder: Path, sha256: str, size: int, take: int) -> dict[str, Any]:
    folder.mkdir()
    asked: dict[str, Any] = {
        "gesture": "smile",
        "strength": "clearly",
        "face": None,
        "size": size,
        "seconds": 5.0,
    }
    spec = AnimationSpec(**asked, seed=seed_for(sha256, **asked, take=take))
    return WarpEngine().animate(photo, spec, folder, lambda stage, share: None).as_outcome()


def _encoding(clip: Path, again: Path) -> float:
    """The frames lie ready in memory: what is timed is the pipe and ffmpeg."""
    frames = decoded(clip)
    height, width = frames[0].shape[:2]
    began = time.monotonic()
    encode(frames, again, width, height, len(frames) / 25, Origin(file_sha256(clip), "bench", "0"))
    return time.monotonic() - began


def _frame(photo: Path, size: int) -> dict[str, float]:
    """The mean of a clip, without the encoder beside it. Others at work disturb `processor` least."""
    nets, picture = models.load(), read(photo)
    scene = build(frame(picture, find_all(picture.pixels, nets)[:1], [], size, nets), nets)
    renderer, motion = Renderer(scene), SCRIPTS["smile"](125, 1, Reach())
    renderer.frame([motion.at(60)])  # what is made once a clip
    began, used = time.monotonic(), time.process_time()
    for number in range(len(motion)):
        renderer.frame([motion.at(number)])
    wall, processor = time.monotonic() - began, time.process_time() - used
    return {"wall": wall / len(motion), "processor": processor / len(motion)}


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
