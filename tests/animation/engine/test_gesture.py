from dataclasses import fields

import numpy as np
import pytest

from animation.engine.gesture import FPS, Motion, Reach, smile

CURVES = [each.name for each in fields(Motion)]


@pytest.mark.parametrize("seconds", [2, 5, 12])
@pytest.mark.parametrize("seed", range(20))
def test_every_curve_starts_and_ends_at_rest(seconds, seed):
    motion = smile(seconds * FPS, seed, Reach())
    for name in CURVES:
        curve = getattr(motion, name)
        most = max(np.abs(curve).max(), 1e-9)
        assert np.isfinite(curve).all()
        assert abs(curve[0]) < 1e-9, name
        assert abs(curve[-1]) < 1e-9, name
        assert abs(curve[1]) < 0.25 * most, name


@pytest.mark.parametrize("seed", range(20))
def test_turn_stays_within_the_bars(seed):
    motion = smile(125, seed, Reach())
    assert 9 < np.ptp(motion.yaw) < 19
    assert np.abs(motion.yaw).max() < 10


@pytest.mark.parametrize("seed", range(20))
def test_every_blink_closes_fully_and_opens_slower_than_it_closes(seed):
    blink = smile(125, seed, Reach()).blink
    shut = np.flatnonzero((blink[1:-1] > 0.99) & (blink[:-2] < 0.99)) + 1
    assert len(shut) == 3
    for frame in shut:
        closing = np.argmax(blink[frame::-1] < 0.01)
        opening = np.argmax(blink[frame:] < 0.01)
        assert closing < opening


def test_seed_changes_the_motion_and_nothing_else_does():
    one, same, other = smile(125, 1, Reach()), smile(125, 1, Reach()), smile(125, 2, Reach())
    assert all(np.array_equal(getattr(one, name), getattr(same, name)) for name in CURVES)
    assert all(
        not np.array_equal(getattr(one, name), getattr(other, name)) for name in ("yaw", "smile", "blink")
    )


def test_faces_turn_to_either_side():
    assert {float(np.sign(smile(125, seed, Reach()).yaw[30])) for seed in range(10)} == {-1.0, 1.0}


def test_less_strength_moves_less_but_blinks_fully():
    full, little = smile(125, 3, Reach()), smile(125, 3, Reach().scaled(0.4))
    assert np.allclose(little.yaw, 0.4 * full.yaw)
    assert np.allclose(little.smile, 0.4 * full.smile)
    assert np.array_equal(little.blink, full.blink)


def test_eyes_arrive_before_the_head():
    led = []
    for seed in range(20):
        motion = smile(125, seed, Reach())
        side = np.sign(motion.yaw[np.argmax(np.abs(motion.yaw[:60]))])
        eyes, head = (motion.gaze * side)[:60], (motion.yaw * side)[:60]
        led.append(np.argmax(eyes > 0.7 * eyes.max()) <= np.argmax(head > 0.7 * head.max()))
    assert np.mean(led) > 0.9
