"""What a closed lid looks like: its skin, its texture and its lashes, all taken from the photograph."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from animation.engine.curves import smoothstep
from animation.engine.eyes import Eye
from animation.engine.photo import Pixels
from animation.engine.spectacles import rims

LASH_OPACITY = 0.78  # of the darkest lashes
STRONG_CONTRAST = 0.38  # share of the skin's light that a dark lash line takes away: then full opacity
# The lid's texture is that of the skin under the eye, turned over: the same face, light, brush and film. It
# is taken from a quarter of the opening below the lower lid's edge on; finer than this share of the opening.
BELOW_LASHES, FINE = 0.25, 0.16
MOST_TEXTURE = 3.0  # deviations of the texture: more is a rim, a mole or a lash
# Openings above the edge where lashes are, where they may be, and where rims are; darker than this share of
# the light that is usual there is one of them.
NEAR, DARK_REACH, FAR, TOO_DARK = 0.4, 0.7, 3.0, 0.72
BROW_REACH = 1.2  # openings above the edge: a brow nearer than that would lend the lid its colour
BROW_SHADE = 0.4  # of its darkness lies on the lid as its shadow
# The white of an eye beyond its drawn edges: openings above them, eye widths beside the corners, and how much
# of the palest lid's least colour it has: white has it all, skin lacks blue.
WHITE_ABOVE, BESIDE_CORNER, WHITER = 0.5, 0.14, 1.08
ENOUGH = 12  # pixels of the rim that tell its colour
SEAM = 0.045  # eye widths round a rim that its own blur has coloured
SHARP = 3.0  # px over which edges of a sharp photograph go from dark to light; in an enlarged one over more
SOFTEST = 0.055  # eye widths: broader edges are shadows

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class LidPaint:
    """Fields on the eye's box; colours are RGB, 0 to 255."""

    skin: Floats  # (height, width, 3): the lid drawn over the whole opening
    covers: Floats  # (height, width): where that skin replaces the sliding one
    lash: Floats  # (3,)
    lashes: Floats  # (height, width): opacity of the lash line along the eye
    fade: Floats  # (height, width): 0 where the photograph must stay
    sliding: Pixels  # (height, width, 3): the photograph without what lies in front of the lid
    front: Floats | None  # (height, width): opacity of what does: the rims of spectacles


def paint(picture: Pixels, eye: Eye, *, spectacles: bool = False, under_brow: bool = False) -> LidPaint:
    left, top, right, bottom = eye.box
    around = np.ascontiguousarray(picture[top:bottom, left:right])
    soft = _softness(around, eye)
    rim = rims(around, eye) if spectacles else None
    seam = cv2.dilate(rim, _square(SEAM * eye.width)) if rim is not None else None
    bare = around if seam is None else _without(around, seam, eye, soft)
    beyond = _beyond(bare, eye, lashes=rim is None)
    hidden = _opening_with_lashes(bare, eye) | beyond
    smooth = _smooth_skin(bare, hidden, eye)
    if under_brow:
        free = _smooth_skin(bare, hidden | _brow(bare, eye), eye)
        smooth = smooth + (1 - BROW_SHADE) * (free - smooth)
    veil = _soft(cv2.dilate(beyond, _square(1)))
    lash, contrast = _lash_colour(bare, smooth, eye)
    share = eye.along / eye.width
    ends = smoothstep(-0.02, 0.12, share) * (1 - smoothstep(0.88, 1.02, share))
    return LidPaint(
        skin=np.clip(smooth * _rounding(eye)[..., None] + _texture(around, eye), 0, 255),
        covers=np.maximum(_covers(eye), veil),
        lash=lash,
        lashes=(ends * LASH_OPACITY * min(1.0, contrast / STRONG_CONTRAST)).astype(np.float32),
        fade=np.maximum(_fade(eye, share), veil),
        sliding=bare,
        front=None if rim is None else _soft(cv2.dilate(rim, _square(1 + soft / 2)), soft / 2),
    )


def _softness(around: Pixels, eye: Eye) -> float:
    """Pixels by which the sharpest edges here are broader than a sharp photograph's."""
    light = around.max(-1).astype(np.float32)
    across, down = (cv2.Sobel(light, cv2.CV_32F, *way, scale=1 / 8) for way in ((1, 0), (0, 1)))
    slope = float(np.percentile(np.hypot(across, down), 99))
    contrast = float(np.ptp(np.percentile(light, (2, 98))))
    return float(np.clip(contrast / max(slope, 1.0) - SHARP, 0, SOFTEST * eye.width))


def _without(around: Pixels, seam: cv2.typing.MatLike, eye: Eye, soft: float) -> Pixels:
    """Skin in place of the rim: from beyond it and from the lid, not from the eye and its lashes."""
    unlike_skin = cv2.bitwise_or(seam, _opening_with_lashes(around, eye))
    if soft >= 1:
        return _without_soft_ones(around, seam, unlike_skin, eye, soft)
    filled = cv2.inpaint(around, unlike_skin, 3, cv2.INPAINT_TELEA)
    replaced = (seam > 0) | _dark_above(around, eye)
    return np.where(replaced[..., None], filled, around).astype(np.uint8)


def _without_soft_ones(
    around: Pixels, seam: cv2.typing.MatLike, unlike_skin: cv2.typing.MatLike, eye: Eye, soft: float
) -> Pixels:
    """The same in a small file that was enlarged, where rims and lashes end over `soft` pixels: a hard cut
    would leave crumbs of them. Nothing is replaced where nothing moves."""
    near = _mask(_dark_above(around, eye, NEAR))
    replaced = cv2.dilate(cv2.bitwise_or(seam, near), _square(soft))
    replaced = _mask((replaced > 0) & (eye.down > eye.lid_top + soft))
    dark = cv2.bitwise_or(replaced, _mask(_dark_above(around, eye, FAR)))
    hidden = cv2.dilate(cv2.bitwise_or(unlike_skin, dark), _square(soft / 2))
    filled = cv2.inpaint(around, hidden, 3, cv2.INPAINT_TELEA).astype(np.float32)
    opacity = _soft(replaced, soft / 2)[..., None]
    return np.asarray(around + (filled - around) * opacity + 0.5, np.uint8)


def _mask(where: NDArray[np.bool_]) -> NDArray[np.uint8]:
    return np.where(where, 255, 0).astype(np.uint8)


def _square(reach: float) -> NDArray[np.uint8]:
    """A brush that widens a mask by `reach` pixels, at least one."""
    return np.ones((2 * max(1, round(reach)) + 1,) * 2, np.uint8)


def _soft(mask: cv2.typing.MatLike, reach: float = 0.0) -> Floats:
    return np.asarray(cv2.GaussianBlur(mask, (0, 0), max(0.7, reach)) / np.float32(255), np.float32)


def _covers(eye: Eye) -> Floats:
    """Nearly all from the rim down, less and less above it."""
    below_rim = eye.down - eye.upper
    return np.asarray(0.95 * smoothstep(-0.30 * eye.opening, 0.02 * eye.opening, below_rim), np.float32)


def _opening_with_lashes(around: Pixels, eye: Eye) -> NDArray[np.uint8]:
    """What the lid's skin must not be taken from. The net often draws the upper edge too low: what is far
    darker than the lid there is the iris, or lashes."""
    h, share = eye.opening, eye.along / eye.width
    inside = (eye.down > eye.upper - 0.22 * h - 1) & (eye.down < eye.lower + 0.16 * h + 1)
    inside |= _dark_above(around, eye)
    inside &= (eye.gap > 0) & (share > -0.04) & (share < 1.04)
    return cv2.dilate(inside.astype(np.uint8) * 255, np.ones((3, 3), np.uint8)).astype(np.uint8)


def _brow(around: Pixels, eye: Eye) -> NDArray[np.uint8]:
    """255 on hair close over the lid, by the light of the skin under the eye."""
    below = (eye.down > eye.lower + 0.3 * eye.opening) & (eye.down < eye.lid_foot) & (eye.gap > 0)
    if not below.any():
        return np.zeros(below.shape, np.uint8)
    light = around.max(-1)
    above = (eye.down < eye.lid_top + 1) & (eye.down > eye.upper - BROW_REACH * eye.opening)
    return np.where(above & (light < TOO_DARK * np.median(light[below])), 255, 0).astype(np.uint8)


def _dark_above(around: Pixels, eye: Eye, reach: float = DARK_REACH) -> NDArray[np.bool_]:
    """What is far darker than the lid, as far as `reach` openings above its edge."""
    over = (eye.down < eye.upper) & (eye.gap > 0)
    lid = over & (eye.down > eye.upper - DARK_REACH * eye.opening)
    light = around.max(-1)
    usual = float(np.median(light[lid])) if lid.any() else 0.0
    return np.asarray(
        over & (eye.down > eye.upper - reach * eye.opening) & (light < TOO_DARK * usual), np.bool_
    )


def _beyond(around: Pixels, eye: Eye, *, lashes: bool) -> NDArray[np.uint8]:
    """(height, width): 255 on what of the open eye the net left outside its edges: white above or beside
    them, and with `lashes` the dark ends of lashes. It would be seen beside a shut lid."""
    h, share = eye.opening, eye.along / eye.width
    inside = (eye.down > eye.upper) & (eye.down < eye.lower) & (share > 0) & (share < 1)
    near = (eye.down > eye.upper - WHITE_ABOVE * h) & (eye.down < eye.lower) & ~inside
    near &= (share > -BESIDE_CORNER) & (share < 1 + BESIDE_CORNER)
    lid = (eye.down > eye.lid_top) & (eye.down < eye.upper - WHITE_ABOVE * h) & (eye.gap > 0)
    if not lid.any() or not inside.any():
        return np.zeros(inside.shape, np.uint8)
    light, pale = around.max(-1).astype(np.float32), around.min(-1).astype(np.float32)
    white = (pale > WHITER * np.percentile(pale[lid], 90)) & (light > np.median(light[lid]))
    found = white & near
    if lashes:
        found |= near & (light < TOO_DARK * np.median(light[lid])) & ((share < 0.1) | (share > 0.9))
    number, labels = cv2.connectedComponents((found | inside).astype(np.uint8))
    return np.where(
        found & (labels == np.bincount(labels[inside], minlength=number).argmax()), 255, 0
    ).astype(np.uint8)


def _smooth_skin(around: Pixels, hidden: NDArray[np.uint8], eye: Eye) -> Floats:
    """Inpainted by fast marching (Telea 2004), then blurred: pores come back as texture."""
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


def _texture(around: Pixels, eye: Eye) -> Floats:
    """(height, width, 3): the fine detail of the skin below the eye, mirrored in the closed lids' edge."""
    fine = around.astype(np.float32)
    fine -= cv2.GaussianBlur(fine, (0, 0), max(1.0, FINE * eye.opening))
    mirrored = 2 * eye.lower + BELOW_LASHES * eye.opening - eye.down
    below = np.maximum(mirrored, eye.lower + BELOW_LASHES * eye.opening)
    x, y = eye.pixels_at(eye.along, below)
    x, y = x - eye.box[0], np.minimum(y - eye.box[1], around.shape[0] - 1)
    taken = np.asarray(cv2.remap(fine, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT), np.float32)
    most = MOST_TEXTURE * 1.48 * float(np.median(np.abs(taken)))  # 1.48: from median to deviation
    return np.clip(taken, -most, most)


def _lash_colour(around: Pixels, smooth: Floats, eye: Eye) -> tuple[Floats, float]:
    """The dark fifth of the upper rim, and how much darker than skin it is. Beside the iris, whose own dark
    edge would lend lashes to those who show none."""
    rim = np.abs(eye.down - eye.upper) < 0.12 * eye.opening + 1
    rim &= (eye.along > 0.15 * eye.width) & (eye.along < 0.85 * eye.width)
    beside = rim & (np.abs(eye.along - eye.iris_at) > eye.iris_radius)
    rim = beside if beside.sum() > ENOUGH else rim
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
