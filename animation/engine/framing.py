"""The cut of the photograph that becomes the clip, and the faces found again on it."""

from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image

from animation.engine.faces import FoundFace, find, follow
from animation.engine.models import Models
from animation.engine.photo import Photo, Pixels

ROOM = 3.2  # face heights: head, shoulders and some air
ROOM_BESIDE = 1.6  # face heights added to the width of a group
BELOW = 0.22  # face heights the cut is moved down, so that shoulders carry the breath
LYING = 1.2  # a face broader than high (looking down) counts as this much of its width
SPARE = 5  # px of the photograph that may be left out so that the sides come out even
LITTLE = 0.8  # of its size: a picture shrunk less than that is not averaged
SAME_PLACE = 0.5  # of the height: closer centres are one face


@dataclass(frozen=True)
class Cut:
    """Whole pixels of the photograph, and the even size of the clip."""

    x: int
    y: int
    width: int
    height: int
    out_width: int
    out_height: int


@dataclass(frozen=True)
class Frame:
    """`picture` is the clip at rest, RGB; `faces` move, `others` must not."""

    picture: Pixels
    faces: tuple[FoundFace, ...]
    others: tuple[FoundFace, ...]


def frame(photo: Photo, chosen: list[FoundFace], others: list[FoundFace], size: int, models: Models) -> Frame:
    height, width = photo.pixels.shape[:2]
    cut = cut_round(chosen, width, height, size)
    picture = cut_out(photo.pixels, cut)
    scale = cut.out_width / cut.width
    expected = [face.moved(-cut.x, -cut.y, scale) for face in chosen]
    bystanders = [face.moved(-cut.x, -cut.y, scale) for face in others]
    again = find(picture, models)
    faces = tuple(_sharper(face, again, picture, models) for face in expected)
    return Frame(picture, faces, tuple(face for face in bystanders if _within(face, cut)))


def cut_round(faces: list[FoundFace], width: int, height: int, size: int) -> Cut:
    corners = np.concatenate([face.skin for face in faces])
    (left, top), (right, bottom) = corners.min(0), corners.max(0)
    tallest = max(max(face.height, face.box[2] * LYING) for face in faces)
    side = max(ROOM * tallest, right - left + ROOM_BESIDE * tallest, bottom - top + ROOM_BESIDE * tallest)
    cut_width, cut_height = int(min(side, width)), int(min(side, height))
    scale = size / max(cut_width, cut_height)
    (cut_width, out_width), (cut_height, out_height) = (
        _even(each, scale) for each in (cut_width, cut_height)
    )
    x = int(np.clip((left + right) / 2 - cut_width / 2, 0, width - cut_width))
    y = int(np.clip((top + bottom) / 2 + BELOW * tallest - cut_height / 2, 0, height - cut_height))
    return Cut(x, y, cut_width, cut_height, out_width, out_height)


def _even(side: int, scale: float) -> tuple[int, int]:
    """A side of the cut a few pixels shorter, and the even side that it becomes (4:2:0 needs even ones) with
    the least drawing out: a stretch of half a pixel is seen beside the photograph itself."""
    sides = range(max(1, side - SPARE), side + 1)
    pairs = [(each, max(2, 2 * round(each * scale / 2))) for each in sides]
    return min(reversed(pairs), key=lambda pair: abs(pair[1] / pair[0] - scale))


def cut_out(pixels: Pixels, cut: Cut) -> Pixels:
    piece = np.ascontiguousarray(pixels[cut.y : cut.y + cut.height, cut.x : cut.x + cut.width])
    size = cut.out_width, cut.out_height
    if LITTLE * cut.width < cut.out_width < cut.width:
        # Averages would be uneven, of one pixel here and of two there, and lose half of the detail.
        return np.array(Image.fromarray(piece).resize(size, Image.Resampling.BICUBIC), np.uint8)
    how = cv2.INTER_AREA if cut.out_width < cut.width else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(piece, size, interpolation=how), np.uint8)


def _sharper(face: FoundFace, again: list[FoundFace], picture: Pixels, models: Models) -> FoundFace:
    """The landmarks drawn anew at the clip's own scale; if they went astray, those of the photograph."""
    near = [other for other in again if _same(face, other)]
    redrawn = near[0] if near else follow(picture, face, models)
    return redrawn if redrawn and _same(face, redrawn) else face


def _same(one: FoundFace, other: FoundFace) -> bool:
    apart = float(np.linalg.norm(one.centre - other.centre))
    return apart < SAME_PLACE * min(one.height, other.height)


def _within(face: FoundFace, cut: Cut) -> bool:
    x, y, width, height = face.box
    return x + width > 0 and y + height > 0 and x < cut.out_width and y < cut.out_height
