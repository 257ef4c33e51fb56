"""python -m bench.warm_clips PHOTO FOLDER SIZE NUMBER: clips one after another in this one process.

Prints one JSON object: each clip's outcome, and the seconds of the encoder alone for the same frames.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from animation.engine import AnimationSpec, file_sha256, seed_for
from animation.engine.encode import encode
from animation.engine.origin import Origin
from animation.engine.photo import Pixels
from animation.engine.warp import WarpEngine


def main(photo: Path, folder: Path, size: int, number: int) -> None:
    sha256 = file_sha256(photo)
    clips = [_clip(photo, folder / str(take), sha256, size, take) for take in range(1, number + 1)]
    seconds = _encoding(folder / str(number) / "clip.mp4", folder / "again.mp4")
    sys.stdout.write(json.dumps({"clips": clips, "encoder": seconds}) + "\n")


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
    frames = _frames(clip)
    height, width = frames[0].shape[:2]
    began = time.monotonic()
    encode(frames, again, width, height, len(frames) / 25, Origin(file_sha256(clip), "bench", "0"))
    return time.monotonic() - began


def _frames(clip: Path) -> list[Pixels]:
    film, frames = cv2.VideoCapture(str(clip)), list[Pixels]()
    more, frame = film.read()
    while more:
        frames.append(np.asarray(cv2.cvtColor(frame, cv2.COLOR_BGR2RGB), np.uint8))
        more, frame = film.read()
    film.release()
    return frames


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
