import numpy as np
import pytest

from animation.engine.plate import carried_on

SIDE = 160


@pytest.fixture(scope="module")
def hidden():
    y, x = np.mgrid[:SIDE, :SIDE]
    return np.hypot(x - 80, y - 80) < 40


def rim(hidden, breadth=12):
    """What a turning head uncovers: the hidden places near the edge."""
    y, x = np.mgrid[:SIDE, :SIDE]
    return hidden & (np.hypot(x - 80, y - 80) > 40 - breadth)


def wall(deviation):
    noise = np.random.default_rng(5).normal(0, deviation, (SIDE, SIDE, 3))
    light = np.linspace(90, 190, SIDE)[None, :, None]
    return np.clip(light + noise, 0, 255).astype(np.uint8)


def with_head(picture, hidden):
    return np.where(hidden[..., None], np.uint8(20), picture).astype(np.uint8)


@pytest.mark.parametrize("deviation", [0, 4, 12])
def test_plate_has_the_grain_of_what_is_round_it(hidden, deviation):
    picture = wall(deviation)
    plate = carried_on(with_head(picture, hidden), hidden)
    fine = np.abs(np.diff(plate.astype(float), axis=0))[..., 0]
    at_rim, around = fine[rim(hidden)[:-1]].mean(), fine[~hidden[:-1]].mean()
    assert at_rim == pytest.approx(around, rel=0.15, abs=0.5)


def test_plate_goes_on_in_the_colours_beside_it(hidden):
    """A wall that grows lighter from left to right, behind a dark head: no halo, paler or darker."""
    picture = wall(4)
    plate = carried_on(with_head(picture, hidden), hidden)
    off = plate.astype(float) - np.linspace(90, 190, SIDE)[None, :, None]
    y, x = np.mgrid[:SIDE, :SIDE]
    for side in (x < 55, x > 105, y < 55, y > 105):
        assert abs(off[rim(hidden, 8) & side].mean()) < 5


def test_background_itself_stays_as_it_is(hidden):
    picture = wall(8)
    plate = carried_on(picture, hidden)
    assert np.array_equal(plate[~hidden], picture[~hidden])
    assert np.array_equal(carried_on(picture, np.zeros_like(hidden)), picture)


def test_a_picture_that_is_all_person_has_no_plate_but_itself(hidden):
    picture = wall(8)
    assert np.array_equal(carried_on(picture, np.ones_like(hidden)), picture)
