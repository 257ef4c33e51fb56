"""Looks at the finished film, not at the frames that went into it, and says what is wrong with it.

A film is bad when somebody would see that it is: each limit is looser than what a good film is held to, by
what the measure itself wavers. How near good films come to each is told in docs/engine.md.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import cv2
import numpy as np
from numpy.typing import NDArray

from animation.engine import landmarks as lm
from animation.engine.ability import eye_openness_each
from animation.engine.faces import FoundFace, follow
from animation.engine.footage import Footage
from animation.engine.models import Models
from animation.engine.occlusion import eye_contrasts
from animation.engine.photo import Pixels

# Degrees of yaw. A good face goes no farther than 10 from the photograph's own pose and 18 from side to side;
# the geometry here agrees with a full fit of the head within 2.5.
MOST_TURN, WIDEST_TURN = 12.5, 21.0
MOST_DRIFT = 0.27  # face heights from the place at rest: sway, nod and breath together make 0.17
MOST_BENT = 0.028  # face widths by which points of bone leave their solid: good films keep 0.018
LEAST_SHUT = 0.2  # of the eye's height: lids fall by 0.5 and more; behind rims the net sees but a half of it
LEAST_COVERED = 0.4  # of the dark of the irises, where the net takes a rim for the edge of an open lid
LEAST_SHARP = 0.48  # of the photograph's detail, in the softest frame: good films keep 0.6
LEAST_FIRST, LEAST_LAST = 35.0, 36.0  # dB: good films start at 39 and come back to 40, short ones to 38
MOST_JERK = 2.6  # largest step of a frame over the usual one: blinks and quick looks make 2.1
QUIET = 0.25  # of 255: usual steps below that are no motion but noise, and no measure for others
MOST_BEHIND = 0.5  # of 255, mean change of the background: good films keep 0.05
LEAST_BACKGROUND = 0.01  # of the picture: less is a seam, and no measure
HEAD, SHOULDERS = (1.3, 1.25), (2.6, 0.5)  # face widths beside, face heights above and below the middle
# Round who was cut out, where hair sways: of the picture's side, of the tallest face, and of 255.
HEM, HEM_OF_A_FACE, HARDLY = 0.08, 0.26, 12
MOST_HOLES = 0.002  # of the picture: a hole as large as an eye
BLACK, DARK = 6, 40  # of 255: black is what no photograph has where its neighbourhood was not dark
# Of the picture's sides, or of the tallest face: hair and shadows move no farther.
NEIGHBOURHOOD, NEIGHBOURHOOD_OF_A_FACE = 0.06, 0.17

# Points of bone, which neither speech nor lids move: the corners of the eyes, the nose, forehead and temples.
BONE = (
    33, 133, 362, 263, lm.NOSE_ROOT, lm.NOSE_BRIDGE, lm.NOSE_TIP, lm.NOSE_BASE, lm.FOREHEAD, lm.FOREHEAD_TOP,
    lm.LEFT_CHEEK_EDGE, lm.RIGHT_CHEEK_EDGE, lm.LEFT_TEMPLE, lm.RIGHT_TEMPLE, lm.CHIN,
)  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """What the film was to be. `photograph`: the clip at rest without its mark; `marked`: where that lies.

    `blinks`: for each face how many of its eyes were to shut, or None for one that is turned so far away that
    the net follows it no more surely than it found it. `person`: opacity (height, width) of whoever was cut
    out, to tell a shawl from the background; None where nobody was.
    """

    photograph: Pixels
    faces: tuple[FoundFace, ...]
    blinks: tuple[int | None, ...]
    marked: tuple[slice, slice]
    person: NDArray[np.uint8] | None = None


@dataclass(frozen=True)
class Verdict:
    """`open_eyes`: numbers of the faces whose lids did not close."""

    faults: tuple[str, ...]
    open_eyes: frozenset[int] = frozenset()

    @property
    def good(self) -> bool:
        return not self.faults


def judge(footage: Footage, wanted: Wanted, models: Models) -> Verdict:
    of_faces = {
        number: OfFace(footage, wanted.photograph, face, blinks, models).faults
        for number, (face, blinks) in enumerate(zip(wanted.faces, wanted.blinks, strict=True))
        if blinks is not None
    }
    faults = chain(OfFilm(footage, wanted).faults, *of_faces.values())
    open_eyes = (number for number, told in of_faces.items() if "eyes_stay_open" in told)
    return Verdict(tuple(dict.fromkeys(faults)), frozenset(open_eyes))


@dataclass(frozen=True)
class OfFilm:
    """The measures of the whole picture."""

    footage: Footage
    wanted: Wanted

    @property
    def faults(self) -> list[str]:
        checks = {
            "first_frame_differs": self.first < LEAST_FIRST,
            "ends_differ": self.last < LEAST_LAST,
            "jumps": self.jerk > MOST_JERK,
            "background_moves": self.behind > MOST_BEHIND,
            "black_holes": self.holes > MOST_HOLES,
        }
        return [fault for fault, is_so in checks.items() if is_so]

    @property
    def first(self) -> float:
        """dB of the first frame against the photograph, but for the mark."""
        unmarked = self.footage.frames[0].copy()
        unmarked[self.wanted.marked] = self.wanted.photograph[self.wanted.marked]
        return float(cv2.PSNR(unmarked, self.wanted.photograph))

    @property
    def last(self) -> float:
        return float(cv2.PSNR(self.footage.frames[-1], self.footage.frames[0]))

    @property
    def jerk(self) -> float:
        steps = self.footage.steps
        return float(steps.max() / max(float(np.median(steps)), QUIET))

    @property
    def behind(self) -> float:
        """Mean change of the background, of 255, in the frame where it is largest."""
        frames, background = self.footage.frames, _background(self.wanted)
        if background.mean() < LEAST_BACKGROUND:
            return 0.0
        change = max(cv2.norm(each, frames[0], cv2.NORM_L1, background) for each in frames)
        return float(change / (3 * background.sum()))

    @property
    def holes(self) -> float:
        """Share of pixels that are black though nothing near them was dark on the photograph."""
        photograph = self.wanted.photograph
        tallest = max((face.height for face in self.wanted.faces), default=0.0)
        reach = round(max(NEIGHBOURHOOD * max(photograph.shape[:2]), NEIGHBOURHOOD_OF_A_FACE * tallest, 3))
        light = cv2.bitwise_not(cv2.inRange(photograph, (0, 0, 0), (DARK, DARK, DARK)))
        light = cv2.erode(light, np.ones((reach, reach), np.uint8))
        blacks = (cv2.inRange(each, (0, 0, 0), (BLACK, BLACK, BLACK)) for each in self.footage.frames)
        return max(cv2.countNonZero(cv2.bitwise_and(black, light)) for black in blacks) / light.size


def _background(wanted: Wanted) -> NDArray[np.uint8]:
    """1 far from who was cut out; where nobody was, far from every head and the shoulders under it."""
    height, width = wanted.photograph.shape[:2]
    if wanted.person is not None:
        reach = round(
            max(HEM * max(height, width), HEM_OF_A_FACE * max(face.height for face in wanted.faces))
        )
        near = cv2.dilate(wanted.person, np.ones((reach, reach), np.uint8))
        return np.asarray(near <= HARDLY, np.uint8)
    y, x = np.mgrid[:height, :width]
    background = np.ones((height, width), np.uint8)
    for face in wanted.faces:
        beside, below = np.abs(x - face.centre[0]) / face.box[2], (y - face.centre[1]) / face.height
        background[(beside < HEAD[0]) & (below > -HEAD[1])] = 0
        background[(beside < SHOULDERS[0]) & (below > SHOULDERS[1])] = 0
    return background


@dataclass(frozen=True)
class OfFace:
    """The measures of one face, which is looked for where it was."""

    footage: Footage
    photograph: Pixels
    face: FoundFace
    blinks: int
    models: Models

    @property
    def faults(self) -> list[str]:
        if len(self.seen) < len(self.footage.frames):
            return ["face_lost"]
        checks = {
            "turned_too_far": self.turned > MOST_TURN or self.turn_range > WIDEST_TURN,
            "face_ran_away": self.moved > MOST_DRIFT,
            "face_bent": self.bent > MOST_BENT,
            "eyes_stay_open": self.blinks > 0 and self.shut / LEAST_SHUT + self.covered / LEAST_COVERED < 1,
            "face_blurred": self.sharp < LEAST_SHARP,
        }
        return [fault for fault, is_so in checks.items() if is_so]

    @cached_property
    def seen(self) -> list[FoundFace]:
        found = [follow(frame, self.face, self.models) for frame in self.footage.frames]
        return [each for each in found if each is not None]

    @property
    def turned(self) -> float:
        """Degrees of yaw from the photograph's own pose."""
        return max(abs(each.pose.yaw - self.seen[0].pose.yaw) for each in self.seen)

    @property
    def turn_range(self) -> float:
        yaws = [each.pose.yaw for each in self.seen]
        return max(yaws) - min(yaws)

    @property
    def moved(self) -> float:
        """Face heights of the face's middle from where it was at rest."""
        rest = self.seen[0]
        return max(float(np.linalg.norm(each.centre - rest.centre)) for each in self.seen) / rest.height

    @property
    def bent(self) -> float:
        """Face widths: how far points of bone are from where a turned solid head would have them."""
        return max(_bent(self.seen[0], each) for each in self.seen)

    @property
    def shut(self) -> float:
        """By how much the eyes narrowed, of their height; of one eye where the other was not to shut."""
        return self._most([eye_openness_each(each) for each in self.seen])

    @property
    def covered(self) -> float:
        """By how much the irises went from sight, of how dark they were over the skin under them."""
        pairs = zip(self.footage.frames, self.seen, strict=True)
        return self._most([np.array(eye_contrasts(frame, face)) for frame, face in pairs])

    def _most(self, eyes: list[NDArray[np.float64]]) -> float:
        """The largest fall from the first frame's value; of one eye where the other was not to shut."""
        rest = np.maximum(eyes[0], 1e-6)
        falls = [1 - each / rest for each in eyes]
        return max(float(each.mean() if self.blinks > 1 else each.max()) for each in falls)

    @property
    def sharp(self) -> float:
        """Detail of the face in the softest frame, of the photograph's."""
        x, y, width, height = (round(each) for each in self.face.box)
        window = slice(max(0, y), y + height), slice(max(0, x), x + width)
        detail = [_detail(each[window]) for each in self.footage.frames]
        return min(detail) / max(_detail(self.photograph[window]), 1e-6)


def _bent(rest: FoundFace, now: FoundFace) -> float:
    """What the best similarity in space between the two leaves over (Umeyama 1991), seen from in front."""
    one, other = (face.points[list(BONE)].astype(np.float64) for face in (rest, now))
    one, other = one - one.mean(0), other - other.mean(0)
    left, stretch, right = np.linalg.svd(one.T @ other)
    turn = left @ np.diag([1, 1, np.sign(np.linalg.det(left @ right))]) @ right
    apart = other - one @ turn * stretch.sum() / (one**2).sum()
    return float(np.sqrt((apart[:, :2] ** 2).sum(1).mean())) / rest.box[2]


def _detail(picture: Pixels) -> float:
    """Variance of the Laplacian."""
    grey = cv2.cvtColor(np.ascontiguousarray(picture), cv2.COLOR_RGB2GRAY)
    return float(cv2.Laplacian(grey, cv2.CV_32F).var())
