"""Where the person is: a soft matte from the segmentation net, its edge laid along the picture's own."""

import cv2
import numpy as np
from numpy.typing import NDArray

from animation.engine import landmarks as lm
from animation.engine.faces import FoundFace
from animation.engine.matting import refined
from animation.engine.models import Models
from animation.engine.photo import Pixels

NET_SIDE = 256  # px
ROOM, BELOW = (
    3.2,
    0.22,
)  # face heights: the cut about one of several people, and how far below the face it lies
HAZE = 0.1  # of the finished matte: below that its pieces do not hang together
SEEN = 0.8  # share of each face's outline that must lie in the matte: a hat may hide the rest
TOO_FULL = 0.93  # share of the picture: then there is no background worth a layer

Floats = NDArray[np.float32]


def people(picture: Pixels, faces: list[FoundFace], lands: list[Floats], models: Models) -> Floats | None:
    """(height, width), 1 on the persons of these faces; None where the net did not understand the picture.

    `lands` are, where there are several people, the parts (height, width) of the picture nearer to each face
    than to any other; then each person is looked at alone, for the net was made for one."""
    raw = _alone(picture, faces, lands, models) if lands else _segment(picture, models)
    if min(_seen(raw, face) for face in faces) <= SEEN or (raw > 0.5).mean() >= TOO_FULL:
        return None
    matte = _attached(refined(picture, raw), faces)
    for face in faces:
        matte = np.maximum(matte, _face_shape(face, matte.shape))
    return np.asarray(matte, np.float32)


def _alone(picture: Pixels, faces: list[FoundFace], lands: list[Floats], models: Models) -> Floats:
    raw = np.zeros(picture.shape[:2], np.float32)
    for face, land in zip(faces, lands, strict=True):
        place = _round(face, picture)
        one = _segment(np.ascontiguousarray(picture[place]), models) * land[place]
        raw[place] = np.maximum(raw[place], one)
    return raw


def _round(face: FoundFace, picture: Pixels) -> tuple[slice, slice]:
    """Head and shoulders in the middle of a square, as far as the picture reaches."""
    x, y = face.centre
    half, down = ROOM / 2 * face.height, BELOW * face.height
    rows = slice(max(0, int(y + down - half)), int(y + down + half))
    return rows, slice(max(0, int(x - half)), int(x + half))


def _segment(picture: Pixels, models: Models) -> Floats:
    height, width = picture.shape[:2]
    small = cv2.resize(picture, (NET_SIDE, NET_SIDE), interpolation=cv2.INTER_AREA)
    output = models.matte(small.astype(np.float32) / 255)[0][0, ..., 0]
    return np.asarray(cv2.resize(output, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)


def _attached(matte: Floats, faces: list[FoundFace]) -> Floats:
    """Without the scraps of furniture and cloth that hang on nobody: they would breathe."""
    _, labels = cv2.connectedComponents((matte > HAZE).astype(np.uint8))
    top, side = np.array(matte.shape) - 1
    owned = {
        int(labels[np.clip(int(y), 0, top), np.clip(int(x), 0, side)])
        for face in faces
        for x, y in face.points[list(lm.OVAL), :2]
    } - {0}
    return np.where(np.isin(labels, list(owned)), matte, 0).astype(np.float32)


def _seen(raw: Floats, face: FoundFace) -> float:
    outline = face.points[list(lm.OVAL), :2].astype(int)
    x = np.clip(outline[:, 0], 0, raw.shape[1] - 1)
    y = np.clip(outline[:, 1], 0, raw.shape[0] - 1)
    return float((raw[y, x] > 0.5).mean())


def _face_shape(face: FoundFace, shape: tuple[int, ...]) -> Floats:
    filled = np.zeros(shape, np.float32)
    cv2.fillConvexPoly(filled, cv2.convexHull(face.points[list(lm.OVAL), :2].astype(np.int32)), 1.0)
    return np.asarray(cv2.GaussianBlur(filled, (0, 0), 2), np.float32)
