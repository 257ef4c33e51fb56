"""Cut-outs of drawn heads, where it is known which pixel is whose."""

import cv2
import numpy as np
import pytest

from animation.engine.matting import refined

SIDE = 320
WALL, HAIR, GOLD = (150, 160, 170), (60, 40, 30), (230, 190, 60)


def grainy(colour):
    noise = np.random.default_rng(3).normal(0, 2, (SIDE, SIDE, 1))
    return np.clip(np.array(colour) + noise, 0, 255).astype(np.uint8)


@pytest.fixture(scope="module")
def head():
    """(height, width): the true matte of a head, soft at its rim."""
    drawn = np.zeros((SIDE, SIDE), np.float32)
    cv2.ellipse(drawn, (160, 160), (76, 104), 0, 0, 360, 1.0, -1)
    return np.asarray(cv2.GaussianBlur(drawn, (0, 0), 1), np.float32)


@pytest.fixture(scope="module")
def seen(head):
    """What the net makes of it: its outline is off by a pixel or two, and steep."""
    small = cv2.resize(np.roll(head, 4, 1), (80, 80), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(small, (SIDE, SIDE), interpolation=cv2.INTER_LINEAR), np.float32)


def before_wall(matte, colour=HAIR):
    mixed = matte[..., None] * np.array(colour) + (1 - matte[..., None]) * grainy(WALL)
    return mixed.astype(np.uint8)


def test_edge_lies_where_the_colours_change(head, seen):
    matte = refined(before_wall(head), seen)
    assert np.abs(matte - head).mean() < 0.4 * np.abs(seen - head).mean()


def test_doubts_far_from_the_person_are_not_heard(head, seen):
    doubtful = seen.copy()
    doubtful[20:80, 260:316] = 0.4
    matte = refined(before_wall(head), doubtful)
    assert matte[24:76, 264:312].max() < 0.02


def test_an_earring_goes_with_its_head(head, seen):
    """Though the net saw none of it."""
    picture = before_wall(head)
    cv2.line(picture, (94, 206), (88, 208), GOLD, 2)
    cv2.circle(picture, (87, 211), 4, GOLD, -1)
    assert head[209:214, 85:90].max() < 0.01
    assert refined(picture, seen)[209:214, 85:90].min() > 0.8


def test_what_lies_apart_on_the_wall_stays_there(head, seen):
    picture = before_wall(head)
    cv2.circle(picture, (78, 211), 4, GOLD, -1)
    assert refined(picture, seen)[206:217, 73:84].max() < 0.05


def test_where_colours_are_the_same_the_net_is_believed(head, seen):
    alike = before_wall(head, WALL)
    matte = refined(alike, seen)
    assert np.abs(matte - seen).mean() < 0.02
