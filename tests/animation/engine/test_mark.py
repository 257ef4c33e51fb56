"""The mark is seen on every ground, in every size, and lies on nobody's face."""

import numpy as np
import pytest

from animation.engine import mark


def stamped(picture, faces=()):
    return mark.made_for(picture, faces).stamped(picture)


@pytest.mark.parametrize("size", [512, 720, 1080])
@pytest.mark.parametrize("ground", [0, 40, 128, 136, 215, 255])
def test_it_stands_out_on_any_ground(size, ground):
    picture = np.full((size, size * 4 // 5, 3), ground, np.uint8)
    change = np.abs(stamped(picture).astype(int) - picture)
    assert (change.max(-1) > 60).sum() > 60  # pixels: a ring, not a speck


def test_it_stands_out_on_a_busy_ground():
    stripes = np.zeros((512, 512, 3), np.uint8)
    stripes[:, ::2] = 255
    change = np.abs(stamped(stripes).astype(int) - stripes).max(-1)
    assert (change > 60).sum() > 60


def test_only_its_place_is_touched(scene):
    place = mark.place_on(scene.picture.shape, scene.everyone)
    marked = stamped(scene.picture, scene.everyone)
    assert (marked[place] != scene.picture[place]).any()
    marked[place] = scene.picture[place]
    assert (marked == scene.picture).all()


def test_it_keeps_its_colour_while_the_ground_changes():
    sign = mark.made_for(np.full((512, 512, 3), 130, np.uint8), ())
    grounds = (np.full((512, 512, 3), ground, np.uint8) for ground in (124, 140))
    assert all(sign.stamped(ground).max() > 200 for ground in grounds)


def test_it_lies_in_the_free_corner(scene):
    """A face in the lower right corner sends it away."""
    face = scene.faces[0]
    here = tuple(np.array([420, 420]) - face.centre)
    rows, columns = mark.place_on((512, 512), (face.moved(*here),))
    assert rows.start == 0 or columns.start == 0
    rows, columns = mark.place_on((512, 512), (face.moved(-300, -300),))
    assert rows.stop == columns.stop == 512
