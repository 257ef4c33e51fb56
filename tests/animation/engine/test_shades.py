from dataclasses import replace

import numpy as np
import pytest

from animation.engine import shades
from animation.engine.gesture import Moment
from animation.engine.head import Head
from animation.engine.render import Renderer


@pytest.fixture(scope="module")
def head(scene):
    return Head(scene.faces[0], scene.grid)


def light_of(scene, head, picture, moment):
    """(rows, columns): the light that each node gains."""
    here = [np.ones(scene.grid.shape, np.float32)]
    made = shades.build(scene.grid, [head], here, picture)
    return made.light([moment], np.zeros((*scene.grid.shape, 2), np.float32))


def test_a_face_lit_from_the_left_loses_light_when_it_turns_to_the_right(scene, head):
    x = np.linspace(-1, 1, scene.grid.width)[None, :, None]
    across = (x * scene.grid.width / 2 + scene.grid.width / 2 - head.centre[0]) / head.width
    lit = np.clip(140 - 80 * across * np.ones(scene.picture.shape), 0, 255).astype(np.uint8)
    face = np.abs(head.sideways) < 0.3 * head.width
    face &= np.abs(head.upwards) < 0.3 * head.height
    right, left = (light_of(scene, head, lit, Moment(yaw=yaw)) for yaw in (8, -8))
    assert -0.06 < right[face].mean() < -0.005
    assert 0.005 < left[face].mean() < 0.06


def test_a_smile_folds_the_cheeks_and_leaves_the_rest_alone(scene, head):
    light = light_of(scene, head, scene.picture, Moment(smile=1.0))
    x, y = head.points[206] / (scene.grid.width, scene.grid.height) * (scene.grid.columns, scene.grid.rows)
    fold = light[int(y) - 1 : int(y) + 2, int(x) - 1 : int(x) + 2]
    assert -0.25 < fold.min() < -0.04
    assert light[head.silhouette > 1].any() == np.False_
    assert np.abs(light[head.upwards > 0.35 * head.height]).max() < 0.01


def test_a_chin_that_comes_down_shades_the_throat(scene, head):
    throat = (np.abs(head.sideways) < 0.2 * head.width) & (head.below_jaw > 0.03) & (head.below_jaw < 0.12)
    down, up = (light_of(scene, head, scene.picture, Moment(pitch=pitch)) for pitch in (5, -5))
    assert -0.08 < down[throat].mean() < -0.02 < 0.02 < up[throat].mean() < 0.08
    assert np.abs(down[head.below_jaw > 0.5]).max() < 0.001


def test_shades_are_in_the_picture_and_gone_at_rest(scene):
    flat = replace(scene, shades=replace(scene.shades, table=0 * scene.shades.table))
    smiling = Moment(smile=1.0)
    assert not np.array_equal(Renderer(scene).frame([smiling]), Renderer(flat).frame([smiling]))
    assert np.array_equal(Renderer(scene).frame([Moment()]), scene.picture)
