"""python -m tests.animation.engine.goldens.record MODEL: asks MediaPipe itself, and writes landmarks.json.

No part of the tests: `mediapipe` is 538 MB, needs libGL, and is no dependency of this project. In an
environment of its own: `pip install mediapipe numpy pillow`, and the model, whose nets are those of
animation/engine/models, from
https://storage.googleapis.com/mediapipe-models/face_landmarker/face_landmarker/float16/1/face_landmarker.task
"""

import hashlib
import json
import sys
from pathlib import Path

import mediapipe  # type: ignore[import-not-found]
from mediapipe.tasks import python as tasks  # type: ignore[import-not-found]
from mediapipe.tasks.python import vision  # type: ignore[import-not-found]

from tests.animation.engine.goldens.views import RECORDED, views


def main(model: Path) -> None:
    options = vision.FaceLandmarkerOptions(
        base_options=tasks.BaseOptions(model_asset_buffer=model.read_bytes()), num_faces=1
    )
    with vision.FaceLandmarker.create_from_options(options) as landmarker:
        seen = {name: _seen(landmarker, pixels) for name, pixels in views().items()}
    digest = hashlib.sha256(model.read_bytes()).hexdigest()
    by = {"mediapipe": mediapipe.__version__, "model_sha256": digest}
    RECORDED.write_text(json.dumps({"by": by, "views": seen}, separators=(",", ":")) + "\n")


def _seen(landmarker, pixels):
    """Hundredths of a pixel: x and y of one point after another."""
    image = mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=pixels)
    [face] = landmarker.detect(image).face_landmarks
    height, width = pixels.shape[:2]
    return [round(100 * each) for point in face for each in (point.x * width, point.y * height)]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
