"""Whether a found face is surely a person's, photographed or painted.

Both nets were made for photographs of people, and waver on what only looks like one: an animal, a toy, a
cartoon, a pattern on cloth. The detector is then less sure, and the landmarks move when the net is shown the
same face a little aside or nearer. A good bust is drawn as steadily as a person, but is of one colour all
over. All that is no proof, so it is called uncertain, and is no refusal. How often it is right is told in
docs/engine.md.
"""

import cv2
import numpy as np

from animation.engine import albedo
from animation.engine.faces import FoundFace, detections, follow
from animation.engine.models import Models
from animation.engine.photo import Pixels

UNCERTAIN = "likeness_uncertain"  # the code
PROFILE = 35.0  # degrees of yaw from which the nets waver on people as well
ROOM = 1.4  # face widths from the middle: what the detector is shown again
AROUND, GRAIN = 2.0, 0.01  # face sizes that are looked at; face heights over which they are smoothed
NEAR = 0.35  # face widths between the middles of one face
LEAST_SURE = 1.0  # the detector's logit: nineteen of twenty people have 1.3 and more
MOST_WAVER = 0.016  # face widths: nineteen of twenty people have 0.013 and less
# Shown aside by shares of the face, nearer and farther.
TRIALS = ((0.06, 0.0, 1.0), (0.0, 0.06, 1.0), (0.0, 0.0, 1.15), (0.0, 0.0, 0.87))


def is_uncertain(picture: Pixels, face: FoundFace, models: Models) -> bool:
    if abs(face.pose.yaw) > PROFILE:
        return False
    if albedo.is_even(picture, face):
        return True
    sure = sureness(*_without_grain(picture, face), models)
    return sure < LEAST_SURE or waver(picture, face, models) > MOST_WAVER


def _without_grain(picture: Pixels, face: FoundFace) -> tuple[Pixels, FoundFace]:
    """What is round the face, smoothed a little: in the grain of old film the detector loses faces."""
    reach = AROUND * max(face.box[2:])
    left, top = (int(max(0, each - reach)) for each in face.centre)
    right, bottom = (int(each + reach) for each in face.centre)
    near = cv2.GaussianBlur(picture[top:bottom, left:right], (0, 0), GRAIN * face.height)
    return np.asarray(near, np.uint8), face.moved(-left, -top)


def sureness(picture: Pixels, face: FoundFace, models: Models) -> float:
    """The detector's logit for this face on a cut that it fills as a selfie would."""
    reach = ROOM * max(face.box[2:])
    left, top = (int(max(0, each - reach)) for each in face.centre)
    right, bottom = (int(each + reach) for each in face.centre)
    boxes, logits = detections(np.ascontiguousarray(picture[top:bottom, left:right]), models)
    apart = np.linalg.norm(boxes[:, :2] + [left, top] - face.centre, axis=1)
    return float(np.max(logits, where=apart < NEAR * face.box[2], initial=-np.inf))


def waver(picture: Pixels, face: FoundFace, models: Models) -> float:
    """Face widths by which the landmarks move, on average, when the net is shown the face differently."""
    rest = follow(picture, face, models)
    others = [follow(picture, _shown(face, *trial), models) for trial in TRIALS]
    if rest is None or None in others:
        return float("inf")
    moved = [np.linalg.norm(each.skin - rest.skin, axis=1).mean() for each in others if each]
    return float(np.mean(moved)) / face.box[2]


def _shown(face: FoundFace, aside: float, down: float, nearer: float) -> FoundFace:
    x, y, width, height = face.box
    middle = x + width / 2, y + height / 2
    larger = face.moved(-middle[0], -middle[1], nearer)
    return larger.moved(middle[0] + aside * width, middle[1] + down * height)
