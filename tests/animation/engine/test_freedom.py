import cv2
import numpy as np
import pytest

from animation.engine import freedom
from animation.engine.freedom import LEAST, Freedom
from animation.engine.grid import Grid
from animation.engine.head import Head

SIDE = 400


@pytest.fixture
def head(face):
    """The portrait's face so many of its heights below the top of a square, or right in its middle."""

    def put(height, top=None):
        scale = height / face.height
        x, y = face.centre
        there = SIDE / 2 / scale if top is None else (top * height + (y - face.box[1]) * scale) / scale
        return Head(face.moved(SIDE / 2 / scale - x, there - y, scale), Grid(SIDE, SIDE))

    return put


def test_a_head_with_room_leans_as_it_likes(head):
    assert freedom.of(head(SIDE / 3), None) == Freedom(1.0, 1.0)


def test_a_face_that_fills_its_photograph_leans_and_nods_least(head):
    leans = freedom.of(head(0.98 * SIDE), None)
    assert leans.nod == pytest.approx(LEAST, abs=0.1)
    assert leans.tilt <= leans.nod
    assert freedom.of(head(SIDE / 3, top=0.0), None).nod == pytest.approx(LEAST, abs=0.02)


def test_a_person_is_free_but_a_broad_hat_keeps_the_head_from_leaning(head):
    one = head(SIDE / 3)
    person = (one.silhouette < 0.74).astype(np.float32)
    shoulders = (one.upwards < -0.5 * one.height).astype(np.float32)
    assert freedom.of(one, np.maximum(person, shoulders)).tilt == pytest.approx(1.0, abs=0.05)
    hat = ((np.abs(one.sideways) < 1.9 * one.width) & (np.abs(one.upwards - 0.8 * one.height) < 60)).astype(
        np.float32
    )
    assert freedom.of(one, np.maximum(person, hat)).tilt == pytest.approx(LEAST, abs=0.05)
    assert freedom.of(one, hat).nod == 1.0
    half = cv2.multiply(hat, 0.1)
    assert LEAST + 0.05 < freedom.of(one, half).tilt < 0.95
