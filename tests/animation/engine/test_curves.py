import numpy as np
import pytest

from animation.engine import curves, scatter

AT = np.linspace(0, 1, 201)


def test_smoothstep_rests_at_both_ends():
    step = curves.smoothstep(0.2, 0.8, AT)
    assert (step[AT <= 0.2] == 0).all()
    assert (step[AT >= 0.8] == 1).all()
    assert (np.diff(step) >= 0).all()


@pytest.mark.parametrize("curve", [curves.spline, curves.monotone])
def test_curves_pass_through_their_points_and_end_flat(curve):
    xs, ys = [0, 0.2, 0.5, 1], [0, 3, -1, 0]
    assert np.allclose(curve(xs, ys, np.array(xs)), ys)
    drawn = curve(xs, ys, AT)
    assert abs(drawn[1] - drawn[0]) < 0.02
    assert abs(drawn[-1] - drawn[-2]) < 0.02


def test_monotone_never_overshoots():
    drawn = curves.monotone([0, 0.3, 0.4, 1], [0, 0, 1, 1], AT)
    assert drawn.min() == 0
    assert drawn.max() == 1


def test_spline_is_smooth_where_pieces_meet():
    fine = np.linspace(0, 1, 2001)
    bends = np.diff(curves.spline([0, 0.3, 0.6, 1], [0, 5, -5, 0], fine), 2)
    assert np.abs(np.diff(bends)).max() < 2e-4  # curvature without jumps


@pytest.mark.parametrize("kernel", [scatter.linear, scatter.thin_plate])
def test_surfaces_pass_through_their_points(kernel):
    points = np.random.default_rng(1).uniform(-1, 1, (30, 2))
    values = np.sin(points @ [[2.0], [1.0]])
    surface = scatter.Surface(points, values, kernel, 0)
    assert np.allclose(surface(points), values, atol=1e-2)


def test_thin_plate_keeps_a_plane_flat():
    points = np.random.default_rng(1).uniform(-1, 1, (12, 2))
    surface = scatter.Surface(points, points @ [[2.0], [-1.0]] + 3, scatter.thin_plate, 0)
    assert np.allclose(surface(points * 2), points * 2 @ [[2.0], [-1.0]] + 3, atol=1e-2)


def test_a_surface_over_no_points_is_empty():
    surface = scatter.Surface(np.eye(2), np.ones((2, 3)), scatter.linear, 0)
    assert surface(np.zeros((0, 2))).shape == (0, 3)
