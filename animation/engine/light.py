"""Slow light for a gentle clip: a soft brightening that passes over the person once."""

import numpy as np
from numpy.typing import NDArray

from animation.engine.photo import Pixels
from animation.engine.scene import Scene

BRIGHTER = 0.045  # share of light at its strongest: felt rather than seen
BREADTH = 0.35  # of the picture's width

Floats = NDArray[np.float32]


class PassingLight:
    def __init__(self, scene: Scene) -> None:
        width = scene.picture.shape[1]
        self._x = np.linspace(0, 1, width, dtype=np.float32)[None, :]
        self._where = self._person(scene)

    @staticmethod
    def _person(scene: Scene) -> Floats:
        """(height, width): the matte, or a soft oval about the first face."""
        if scene.backdrop:
            return np.asarray(scene.backdrop.matte / np.float32(255), np.float32)
        face = scene.faces[0]
        y, x = np.mgrid[0 : scene.picture.shape[0], 0 : scene.picture.shape[1]].astype(np.float32)
        far = np.hypot(x - face.centre[0], y - face.centre[1]) / face.height
        return np.asarray(np.exp(-((far / 1.2) ** 2)), np.float32)

    def on(self, frame: Pixels, share: float) -> Pixels:
        """`share` of the clip, 0 to 1; no light at either end."""
        strength = BRIGHTER * np.sin(np.pi * share) ** 2
        band = np.exp(-(((self._x - (1.3 * share - 0.15)) / BREADTH) ** 2))
        gain = 1 + strength * band * self._where
        return np.asarray(np.clip(frame * gain[..., None] + 0.5, 0, 255), np.uint8)
