import numpy as np
import pytest

from animation.engine.field import inverted
from animation.engine.gentle import LEAN, in_layers, moments
from animation.engine.gesture import Moment
from animation.engine.landmarks import CHIN
from animation.engine.render import Renderer

REST = Moment()


@pytest.fixture(scope="module")
def layers(scene):
    return in_layers(scene)


def test_at_rest_the_frame_is_the_photograph(layers):
    assert np.array_equal(Renderer(layers).frame([REST]), layers.picture)


def test_the_person_leans_as_a_whole_and_the_background_stays(layers):
    way = layers.field.displacement([Moment(sway=LEAN)])
    face = layers.faces[0]
    x, y = (int(each / 4) for each in face.centre)
    assert way[y, x].tolist() == pytest.approx([LEAN * face.height, 0], rel=0.05)
    chin = int(face.points[CHIN, 1] / 4)
    assert np.ptp(way[y - 10 : chin, x, 0]) < 0.05 * LEAN * face.height  # the face is carried, not bent
    leaning = Renderer(layers).frame([Moment(sway=LEAN, breath=1)])
    sky, flag = np.s_[20:200, 380:430], np.s_[20:180, 5:60]
    for place in (sky, flag):
        assert np.array_equal(leaning[place], layers.picture[place])


def test_nothing_folds_over(layers):
    backward = inverted(layers.field.displacement([Moment(sway=LEAN, breath=1)]), layers.grid)
    steps = np.diff(layers.grid.nodes[..., 0] + backward[..., 0], axis=1)
    assert steps.min() > 0


@pytest.mark.parametrize("frames", [50, 125, 200])
def test_it_begins_and_ends_at_rest_without_speed(frames):
    motion = moments(frames, 3, 1.0)
    lean, breath = (np.array([getattr(each, name) for each in motion]) for name in ("sway", "breath"))
    for curve, most in ((lean, LEAN), (breath, 1.0)):
        assert np.abs(curve[[0, -1]]).max() < 1e-9
        assert np.abs(np.diff(curve)[[0, -1]]).max() < 0.01 * most
        assert 0.5 * most < np.abs(curve).max() < 1.6 * most


def test_strength_and_seed_are_heeded():
    assert [each.sway for each in moments(50, 3, 0.5)] == [each.sway / 2 for each in moments(50, 3, 1.0)]
    assert moments(50, 3, 1.0) != moments(50, 4, 1.0)
