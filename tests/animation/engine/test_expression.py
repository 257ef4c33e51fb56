from dataclasses import replace

import numpy as np

from animation.engine import expression
from animation.engine import landmarks as lm
from animation.engine.head import Head


def test_a_narrow_mouth_smiles_as_far_as_another(scene):
    face = scene.faces[0]
    points = face.points.copy()
    lips = [lm.LEFT_MOUTH, lm.RIGHT_MOUTH, lm.INNER_LEFT_MOUTH, lm.INNER_RIGHT_MOUTH]
    middle = points[lips].mean(0)
    points[lips] = middle + (points[lips] - middle) * 0.6
    usual, narrow = (
        np.linalg.norm(expression.smile(Head(each, scene.grid)), axis=-1).max()
        for each in (face, replace(face, points=points))
    )
    assert narrow > 0.65 * usual
