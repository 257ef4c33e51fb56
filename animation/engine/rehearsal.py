"""A rehearsal before the film: how far each head is seen to turn when it is told to turn.

The net draws the depth of a painted, bearded or unevenly lit face too deep or too flat, and its turn then
looks like half as much again or a third less. Two trial frames tell; the film is corrected by the answer.
"""

import numpy as np

from animation.engine.faces import FoundFace, follow
from animation.engine.gesture import Moment
from animation.engine.models import Models
from animation.engine.photo import Pixels
from animation.engine.render import Renderer

TRIAL = 7.0  # degrees to either side
LEAST, MOST = 0.7, 1.15  # the correction is held between these: a trial may mislead


def turns_for_a_degree(renderer: Renderer, models: Models) -> list[float]:
    """For each face the degrees to ask for so that one is seen."""
    faces = renderer.scene.faces
    left, right = (renderer.frame([Moment(yaw=yaw) for _ in faces]) for yaw in (-TRIAL, TRIAL))
    return [_correction(_seen(left, right, face, models)) for face in faces]


def _seen(left: Pixels, right: Pixels, face: FoundFace, models: Models) -> float:
    """Degrees from one trial to the other; what was asked for, where the face was lost."""
    found = [follow(frame, face, models) for frame in (left, right)]
    yaws = [each.pose.yaw for each in found if each]
    return yaws[1] - yaws[0] if len(yaws) == len(found) else 2 * TRIAL


def _correction(seen: float) -> float:
    return float(np.clip(2 * TRIAL / max(seen, 1.0), LEAST, MOST))
