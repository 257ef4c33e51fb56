"""Brings a photograph to life on a CPU: the public protocol of every animation engine.

Importing this package is cheap. The built-in engine, `animation.engine.warp.WarpEngine`, brings in numpy,
OpenCV and the models when it is first used.
"""

from animation.engine.protocol import (
    FACES_EDITION,
    GESTURES,
    SIZES,
    STRENGTHS,
    AnimationEngine,
    AnimationSpec,
    ClipReport,
    Face,
    FacesReport,
    Progress,
    Seconds,
    limiting,
)
from animation.engine.refusals import (
    MESSAGES,
    EngineError,
    PermanentEngineError,
    TemporaryEngineError,
    refuse,
)
from animation.engine.seeds import file_sha256, seed_for

__all__ = [
    "FACES_EDITION",
    "GESTURES",
    "MESSAGES",
    "SIZES",
    "STRENGTHS",
    "AnimationEngine",
    "AnimationSpec",
    "ClipReport",
    "EngineError",
    "Face",
    "FacesReport",
    "PermanentEngineError",
    "Progress",
    "Seconds",
    "TemporaryEngineError",
    "file_sha256",
    "limiting",
    "refuse",
    "seed_for",
]
