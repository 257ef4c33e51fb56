"""What a closed lid looks like: its skin, its grain and its lashes, all taken from the photograph."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from animation.engine.curves import smoothstep
from animation.engine.eyes import Eye
from animation.engine.photo import Pixels

LASH_OPACITY = 0.78  # of the darkest lashes
STRONG_CONTRAST = 0.38  # share of the skin's light that a dark lash line takes away: then full opacity
MOST_GRAIN = 5.0  # of 255: more is a wrinkle or a lash, not grain

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class LidPaint:
    """Fields on the eye's box; colours are RGB, 0 to 255."""

    skin: Floats  # (height, width, 3): the lid drawn over the whole opening
    covers: Floats  # (height, width): where that skin replaces the sliding one
    lash: Floats  # (3,)
    lashes: Floats  # (height, width): opacity of the lash line along the eye
    fade: Floats  # (height, width): 0 where the photograph must stay


def paint(picture: Pixels, eye: Eye) -> LidPaint:
    left, top, right, bottom = eye.box
    around = np.ascontiguousarray(picture[top:bottom, left:right])
    hidden = _opening_with_lashes(eye)
    smooth = _smooth_skin(around, hidden, eye)
    lash, contrast = _lash_colour(around, smooth, eye)
    share = eye.along / eye.width
    ends = smoothstep(-0.02, 0.12, share) * (1 - smoothstep(0.88, 1.02, share))
    return LidPaint(
        skin=np.clip(smooth * _rounding(eye)[..., None] + _grain(around, hidden)[..., None], 0, 255),
        covers=_covers(eye),
        lash=lash,
        lashes=(ends * LASH_OPACITY * min(1.0, contrast / STRONG_CONTRAST)).astype(np.float32),
        fade=_fade(eye, share),
    )


def _covers(eye: Eye) -> Floats:
    """Nearly all from the rim down, less and less above it."""
    below_rim = eye.down - eye.upper
    return np.asarray(0.95 * smoothstep(-0.30 * eye.opening, 0.02 * eye.opening, below_rim), np.float32)


def _opening_with_lashes(eye: Eye) -> NDArray[np.uint8]:
    """What the lid's skin must not be taken from."""
    h, share = eye.opening, eye.along / eye.width
    inside = (eye.down > eye.upper - 0.22 * h - 1) & (eye.down < eye.lower + 0.16 * h + 1)
    inside &= (eye.gap > 0) & (share > -0.04) & (share < 1.04)
    return cv2.dilate(inside.astype(np.uint8) * 255, np.ones((3, 3), np.uint8)).astype(np.uint8)


def _smooth_skin(around: Pixels, hidden: NDArray[np.uint8], eye: Eye) -> Floats:
    """Inpainted by fast marching (Telea 2004), then blurred: pores come back as grain."""
    filled = cv2.inpaint(around, hidden, 3, cv2.INPAINT_TELEA)
    blurred = cv2.GaussianBlur(filled, (0, 0), max(1.0, 0.16 * eye.opening))
    return np.asarray(blurred, np.float32)


def _rounding(eye: Eye) -> Floats:
    """The lid lies on a ball: lighter in its middle, darker towards the lashes."""
    start = eye.upper - 0.3 * eye.opening
    end = eye.upper + 0.93 * (eye.lower - eye.upper)
    share = np.clip((eye.down - start) / np.maximum(end - start, 1), 0, 1)
    light = 1 + 0.06 * np.sin(np.pi * np.clip(share * 1.1, 0, 1)) - 0.12 * share**3
    return np.asarray(light, np.float32)


def _grain(around: Pixels, hidden: NDArray[np.uint8]) -> Floats:
    """Noise as strong as the photograph's own beside the eye; always the same, so that it does not swarm."""
    fine = around.astype(np.float32) - cv2.GaussianBlur(around, (0, 0), 1.2).astype(np.float32)
    seen = fine[hidden == 0]
    strength = float(np.median(np.abs(seen))) * 1.48 if seen.size else 1.0  # 1.48: median to deviation
    noise = np.random.default_rng(0).normal(0, 1, around.shape[:2]).astype(np.float32)
    noise = np.asarray(cv2.GaussianBlur(noise, (0, 0), 0.7), np.float32)
    return np.asarray(noise / (noise.std() + 1e-6) * min(strength, MOST_GRAIN), np.float32)


def _lash_colour(around: Pixels, smooth: Floats, eye: Eye) -> tuple[Floats, float]:
    """The dark fifth of the upper rim, and how much darker than skin it is."""
    rim = np.abs(eye.down - eye.upper) < 0.12 * eye.opening + 1
    rim &= (eye.along > 0.15 * eye.width) & (eye.along < 0.85 * eye.width)
    pixels = around[rim].astype(np.float32)
    skin = smooth[rim].mean(0) if rim.any() else smooth.mean((0, 1))
    light = pixels.mean(1)
    dark = pixels[light <= np.percentile(light, 20)].mean(0) if len(pixels) > 5 else skin * 0.5
    contrast = 1 - float(dark.mean()) / max(float(skin.mean()), 1.0)
    return np.minimum(dark, skin * 0.8).astype(np.float32), max(0.0, contrast)


def _fade(eye: Eye, share: Floats) -> Floats:
    """Inside the opening the lid closes fully but at the very corners; above it, it fades along the eye."""
    inside = np.clip(eye.gap / (0.10 * eye.opening), 0, 1)
    along = smoothstep(0.0, 0.14, share) * (1 - smoothstep(0.86, 1.0, share))
    in_opening = smoothstep(-0.25 * eye.opening, 0, eye.down - eye.upper)
    between_corners = (share > 0) & (share < 1)
    fade = np.where(between_corners, inside * in_opening + along * (1 - in_opening), 0)
    return fade.astype(np.float32)
