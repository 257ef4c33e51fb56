"""An eye that closes and looks about: real lid skin slides over an eyeball that stays where it is."""

import cv2
import numpy as np
from numpy.typing import NDArray

from animation.engine.curves import smoothstep
from animation.engine.eyes import Eye
from animation.engine.lids import LidPaint
from animation.engine.photo import Pixels

MEETING = 0.95  # share of the opening at which the lids meet: the lower one rises by the rest
OVERLAP = 0.08  # of the gap the upper lid goes beyond, so that no slit of the eyeball is left
LASH_WIDTH = 0.105  # of the opening
LID_SHADOW, SHADOW_REACH = 0.25, 0.18  # share of light the coming lid takes; of the opening
# Between lids that nearly meet the white lies in the shade of both and of their lashes: it would shine else.
NARROW, SLIT_SHADE = (0.5, 0.92), 0.55
# An eye that looks up takes its upper lid along, the lower one a little (Evinger, Manning, Sibony 1991).
UPPER_FOLLOWS, LOWER_FOLLOWS = 1.0, 0.3
BARES = 0.0, 0.3  # closures between which the lid loses what lies in front of it
NOTHING = 1e-3  # closures and gazes below this are not seen

Floats = NDArray[np.float32]


def draw_eye(
    source: Pixels, target: Pixels, eye: Eye, lid: LidPaint, closed: float, gaze: float, gaze_up: float = 0.0
) -> None:
    """Write into `target` the eye of `source`, `closed` 0 to 1, looking `gaze` eye widths to the right and
    `gaze_up` up."""
    if closed < NOTHING and max(abs(gaze), abs(gaze_up)) < NOTHING / 10:
        return
    lifted = _lifted(eye, gaze_up)
    top, foot = eye.upper - UPPER_FOLLOWS * lifted, eye.lower - LOWER_FOLLOWS * lifted
    meet = eye.upper + MEETING * (eye.lower - eye.upper)
    upper = np.asarray(top + closed * (meet + OVERLAP * closed * eye.gap - top), np.float32)
    lower = np.asarray(foot - closed * (foot - meet), np.float32)
    skin = _sliding(source, eye, lid, closed)
    drawn = _eyeball(source, eye, gaze, lifted)
    drawn *= _shadow(eye, upper, closed)[..., None]
    drawn = _over(drawn, _lower_lid(skin, eye, lower), _coverage(eye.down - lower))
    over = _coverage(upper - eye.down)
    drawn = _over(drawn, _upper_lid(skin, eye, upper), over)
    if closed > NOTHING:
        drawn = _over(drawn, lid.skin, lid.covers * smoothstep(0.05, 0.6, closed) * over)
        drawn = _over(drawn, lid.lash, _lash_line(eye, lid, upper, closed))
    _put(target, eye, drawn, lid.fade if lid.front is None else lid.fade * (1 - lid.front))


def _lifted(eye: Eye, gaze_up: float) -> Floats:
    """(height, width): pixels that what is at the upper lid goes up; nothing at the corners."""
    return np.asarray(gaze_up * eye.width * eye.gap / eye.opening, np.float32)


def _sliding(source: Pixels, eye: Eye, lid: LidPaint, closed: float) -> Pixels:
    """Of an open eye that looks about the lid is the photograph's own; without what lies in front of it, only
    as it comes down. Else a lid behind spectacles would jump with the first look."""
    left, top, right, bottom = eye.box
    bare = float(smoothstep(*BARES, closed))
    if lid.front is None or bare == 1:
        return lid.sliding
    whole = source[top:bottom, left:right]
    return np.asarray(cv2.addWeighted(lid.sliding, bare, whole, 1 - bare, 0), np.uint8)


def _over(under: Floats, above: Floats, opacity: NDArray[np.floating]) -> Floats:
    mixed: Floats = under + (above - under) * opacity[..., None].astype(np.float32)
    return mixed


def _coverage(inside: Floats) -> Floats:
    """Opacity from pixels inside an edge: one pixel of soft border."""
    return np.asarray(np.clip(inside + 0.5, 0, 1), np.float32)


def _sample(around: Pixels, eye: Eye, along: Floats, down: Floats) -> Floats:
    """From a picture of the eye's box at places in the eye's coordinates."""
    x, y = eye.pixels_at(along, down)
    x, y = x - eye.box[0], y - eye.box[1]
    taken = cv2.remap(around, x, y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT)
    return np.asarray(taken, np.float32)


def _upper_lid(bare: Pixels, eye: Eye, edge: Floats) -> Floats:
    """Skin between brow and rim, stretched down to where the rim is now."""
    share = np.clip((eye.down - eye.lid_top) / np.maximum(edge - eye.lid_top, 1e-3), 0, 1)
    stretched = np.where(eye.down < edge, eye.lid_top + share * (eye.upper - eye.lid_top), eye.upper)
    return _sample(bare, eye, eye.along, np.where(eye.down < eye.lid_top, eye.down, stretched))


def _lower_lid(bare: Pixels, eye: Eye, edge: Floats) -> Floats:
    share = np.clip((eye.lid_foot - eye.down) / np.maximum(eye.lid_foot - edge, 1e-3), 0, 1)
    stretched = np.where(eye.down > edge, eye.lid_foot - share * (eye.lid_foot - eye.lower), eye.lower)
    return _sample(bare, eye, eye.along, np.where(eye.down > eye.lid_foot, eye.down, stretched))


def _eyeball(source: Pixels, eye: Eye, gaze: float, lifted: Floats) -> Floats:
    """The iris moves between corners that stay; each place keeps its share of the opening's height. What is
    `lifted` goes up with the upper lid, down to the lower one less and less."""
    left, top, right, bottom = eye.box
    around = source[top:bottom, left:right]
    if max(abs(gaze), float(np.abs(lifted).max())) < NOTHING / 10:
        return around.astype(np.float32)
    radius = eye.iris_radius * 1.05
    from_left = smoothstep(0, max(eye.iris_at - radius, 1), eye.along)
    from_right = smoothstep(0, max(eye.width - eye.iris_at - radius, 1), eye.width - eye.along)
    along = np.clip(eye.along - gaze * eye.width * np.minimum(from_left, from_right), 0, eye.width)
    share = np.clip((eye.down - eye.upper) / np.maximum(eye.gap, 1e-3), 0, 1)
    down = _same_height(eye, along.astype(np.float32)) + lifted * (1 - (1 - LOWER_FOLLOWS) * share)
    return _sample(around, eye, along.astype(np.float32), down.astype(np.float32))


def _same_height(eye: Eye, along: Floats) -> Floats:
    opening = eye.aperture
    upper = np.interp(along, opening.along, opening.upper)
    lower = np.interp(along, opening.along, opening.lower)
    share = (eye.down - eye.upper) / np.maximum(eye.lower - eye.upper, 1e-3)
    shift = upper + share * (lower - upper) - eye.down
    # Followed only in part: an iris is stiff, and near the corners the share means little.
    most = 0.25 * eye.opening
    return np.asarray(eye.down + 0.6 * np.clip(shift, -most, most), np.float32)


def _shadow(eye: Eye, edge: Floats, closed: float) -> Floats:
    below = np.maximum(eye.down - edge, 0) / (SHADOW_REACH * eye.opening)
    slit = SLIT_SHADE * float(smoothstep(*NARROW, closed))
    return np.asarray((1 - LID_SHADOW * closed * np.exp(-below)) * (1 - slit), np.float32)


def _lash_line(eye: Eye, lid: LidPaint, edge: Floats, closed: float) -> Floats:
    width = max(0.7, LASH_WIDTH * eye.opening)  # px: below that a line breaks into dots
    line = np.exp(-(((eye.down - edge + 0.3 * width) / width) ** 2))
    return np.asarray(line * lid.lashes * smoothstep(0.1, 0.6, closed), np.float32)


def _put(target: Pixels, eye: Eye, drawn: Floats, fade: Floats) -> None:
    left, top, right, bottom = eye.box
    under = target[top:bottom, left:right].astype(np.float32)
    mixed = _over(under, drawn, fade)
    target[top:bottom, left:right] = np.clip(mixed + 0.5, 0, 255).astype(np.uint8)
