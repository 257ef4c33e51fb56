import cv2
import numpy as np

from animation.engine.fine import KEPT, LIFTS, detail, doubled, lift_for


def noise_of(breadth):
    """Grain of this many pixels, always as strong."""
    noise = cv2.GaussianBlur(np.random.default_rng(1).normal(0, 1, (120, 120, 3)), (0, 0), breadth)
    return np.clip(128 + noise * 25 / noise.std(), 0, 255).astype(np.uint8)


def test_the_finer_a_picture_the_more_it_is_lifted():
    lifts = [lift_for(noise_of(breadth)) for breadth in (2.0, 1.0, 0.8, 0.3)]
    assert lifts == sorted(lifts)
    assert (lifts[0], lifts[-1]) == (LIFTS[0], LIFTS[-1])


def test_a_moved_picture_keeps_its_detail():
    picture = noise_of(1.0)
    large = doubled(picture, lift_for(picture))
    quarter = np.array([[2, 0, 0.5], [0, 2, 0.25]], np.float32)
    moved = cv2.warpAffine(large, quarter, (120, 120), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
    assert detail(moved) > KEPT * detail(picture)
    assert detail(moved) > 1.1 * detail(cv2.warpAffine(doubled(picture, 0), quarter, (120, 120)))
