"""The frames of a clip: eyes first, then the whole picture bent, then the background put back behind it."""

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from animation.engine import field, moving
from animation.engine.backdrop import SURE_LOSS
from animation.engine.blink import draw_eye
from animation.engine.curves import smoothstep
from animation.engine.fine import doubled, lift_for, redouble
from animation.engine.gesture import Moment
from animation.engine.moving import Window
from animation.engine.photo import Pixels
from animation.engine.scene import Scene
from animation.engine.shades import shaded

DIM = 0.002  # share of light: less is not seen
GATE = (0.15, 1.2)  # px of motion over which the uncovered background fades in
REACH = 5  # nodes: the background opens a little beyond what moves

BORDER = cv2.BORDER_REFLECT
EMPTY = np.array([])

Floats = NDArray[np.float32]
Matte = NDArray[np.uint8]


@dataclass(frozen=True)
class Renderer:
    scene: Scene

    def frame(self, moments: list[Moment]) -> Pixels:
        """RGB; at rest it is the photograph itself, byte for byte."""
        result, large = self._with_eyes(moments)
        backward = field.inverted(self.scene.field.displacement(moments), self.scene.grid)
        ways, opens = self._enlarged(backward), self._opens(backward)
        light = self.scene.shades.light(moments, backward)
        for window in moving.windows(self.scene, backward):
            bent, matte = self._bent(large, ways[window], window)
            self._shade(bent, light, window)
            result[window] = self._before_backdrop(bent, matte, opens, window)
        return result

    @cached_property
    def _places(self) -> Floats:
        """(height, width, 2): x, y of every pixel."""
        y, x = np.mgrid[0 : self.scene.grid.height, 0 : self.scene.grid.width].astype(np.float32)
        return np.stack([x, y], -1)

    @cached_property
    def _large(self) -> NDArray[np.uint8]:
        """(2 height, 2 width, 3 or 4): the picture doubled. The fourth channel is the matte, where there is
        one, so that one remap bends both."""
        large = doubled(self.scene.picture, self._lift)
        layers = self.scene.backdrop
        if layers is None:
            return large
        size = (large.shape[1], large.shape[0])
        # Pixel (2x, 2y) is the matte's own (x, y), as with the picture.
        half = np.array([[0.5, 0, 0], [0, 0.5, 0]], np.float32)
        how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        matte = cv2.warpAffine(layers.matte, half, size, flags=how, borderMode=cv2.BORDER_REPLICATE)
        return np.dstack([large, np.asarray(matte, np.uint8)])

    @cached_property
    def _lift(self) -> float:
        """From the first face alone: faces of one photograph share its grain."""
        height, width = self.scene.picture.shape[:2]
        x, y, across, down = (int(each) for each in self.scene.faces[0].box)
        face = self.scene.picture[max(0, y) : min(height, y + down), max(0, x) : min(width, x + across)]
        return lift_for(np.ascontiguousarray(face))

    def _with_eyes(self, moments: list[Moment]) -> tuple[Pixels, NDArray[np.uint8]]:
        """The picture with its eyes drawn anew, and its double."""
        picture = self.scene.picture
        target, large = picture.copy(), self._large
        for moment, pair in zip(moments, self.scene.eyes, strict=True):
            for eye, lid in pair:
                draw_eye(picture, target, eye, lid, moment.blink, moment.gaze, moment.gaze_up)
                redouble(large[..., :3], target, eye.box, self._lift)
        return target, large

    def _bent(self, large: NDArray[np.uint8], ways: Floats, window: Window) -> tuple[Pixels, Matte | None]:
        there = (self._places[window] + ways) * np.float32(2)
        # Fixed-point maps of 1/32 px: half the time of float maps, and no difference to see.
        where, between = cv2.convertMaps(there, EMPTY, cv2.CV_16SC2)
        bent = np.asarray(cv2.remap(large, where, between, cv2.INTER_LINEAR, borderMode=BORDER), np.uint8)
        if self.scene.backdrop is None:
            return bent, None
        person = np.asarray(cv2.cvtColor(bent, cv2.COLOR_RGBA2RGB), np.uint8)
        return person, np.asarray(cv2.extractChannel(bent, 3), np.uint8)

    def _shade(self, bent: Pixels, light: Floats, window: Window) -> None:
        lit = moving.around(np.abs(light) > DIM, self.scene.grid)
        both = moving.shared(lit, window) if lit else None
        if both is None:
            return
        (rows, columns), (top, left) = both, (window[0].start, window[1].start)
        inside = np.s_[rows.start - top : rows.stop - top, columns.start - left : columns.stop - left]
        bent[inside] = shaded(np.ascontiguousarray(bent[inside]), self._enlarged(light)[rows, columns])

    def _before_backdrop(self, bent: Pixels, matte: Matte | None, opens: Floats, window: Window) -> Pixels:
        layers = self.scene.backdrop
        if layers is None or matte is None:
            return bent
        shows = np.maximum(opens[window], layers.uncovered[window])
        # Where the matte was never sure of itself nothing has been uncovered, and the plate is a mere guess.
        shows *= np.clip(SURE_LOSS - matte * layers.lost[window], 0, 1)
        behind = (255 - matte) * (shows / np.float32(255))
        return np.asarray(cv2.blendLinear(bent, layers.plate[window], 1 - behind, behind), np.uint8)

    def _opens(self, backward: Floats) -> Floats:
        """(height, width): how far the backdrop shows where the matte lets it; nothing at rest."""
        motion = moving.strength(backward)
        opens = smoothstep(*GATE, np.asarray(cv2.dilate(motion, np.ones((REACH, REACH)))))
        opens = opens * self.scene.grid.edge_window  # at the border the photograph itself stays
        return self._enlarged(opens.astype(np.float32))

    def _enlarged(self, on_grid: Floats) -> Floats:
        size = (self.scene.grid.width, self.scene.grid.height)
        return np.asarray(cv2.resize(on_grid, size, interpolation=cv2.INTER_LINEAR), np.float32)
