"""Whether a face is a person's: people are believed however poor their pictures are."""

import cv2
import numpy as np
import pytest
from PIL import Image

from animation.engine import likeness, search


@pytest.fixture(scope="module")
def snowman():
    """400 x 400: two eyes, a carrot and a smile, which the nets take for a face."""
    picture = np.full((400, 400, 3), (232, 236, 234), np.uint8)

    def oval(x, y, across, down, colour, width=-1, start=0, end=360):
        cv2.ellipse(picture, (x, y), (across, down), 0, start, end, colour, width, cv2.LINE_AA)

    oval(200, 200, 104, 128, (255, 255, 255))
    oval(200, 200, 104, 128, (30, 20, 10), 3)
    for eye in (160, 240):
        oval(eye, 176, 22, 20, (255, 255, 255))
        oval(eye, 178, 10, 12, (20, 20, 20))
        oval(eye, 176, 22, 20, (30, 20, 10), 2)
        oval(eye, 148, 24, 8, (60, 30, 10), 5, 180)
    oval(200, 216, 12, 16, (220, 140, 50))
    oval(200, 256, 40, 16, (150, 40, 40), 5, 0, 180)
    oval(200, 104, 108, 48, (90, 50, 20), -1, 180)
    return picture


def in_grey(pixels):
    return cv2.merge([cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)] * 3)


def small(pixels):
    return cv2.resize(pixels, None, fx=0.3, fy=0.3, interpolation=cv2.INTER_AREA)


def grainy(pixels):
    return np.clip(pixels + np.random.default_rng(1).normal(0, 18, pixels.shape), 0, 255).astype(np.uint8)


def faded(pixels):
    return cv2.convertScaleAbs(pixels, alpha=0.45, beta=120)


@pytest.mark.parametrize("aged", [np.copy, in_grey, small, grainy, faded])
def test_a_person_is_believed(portrait, models, aged):
    picture = aged(portrait.pixels)
    (face,) = search.find_all(picture, models)
    assert not likeness.is_uncertain(picture, face, models)


def test_a_snowman_is_not(engine, snowman, models, tmp_path):
    Image.fromarray(snowman).save(tmp_path / "snowman.png")
    (face,) = engine.find_faces(tmp_path / "snowman.png").faces
    assert face.problems == (likeness.UNCERTAIN,)


def test_a_face_that_is_lost_when_shown_differently_wavers(portrait, face, models, monkeypatch):
    shown = iter([face, face, face, None, face])
    monkeypatch.setattr(likeness, "follow", lambda *_: next(shown))
    assert likeness.waver(portrait.pixels, face, models) == float("inf")


def test_a_profile_is_not_doubted(portrait, face, models, monkeypatch):
    """There the nets waver on people as well; it is refused motion for another reason."""
    monkeypatch.setattr(likeness, "PROFILE", -1.0)
    monkeypatch.setattr(likeness, "sureness", lambda *_: -5.0)
    assert not likeness.is_uncertain(portrait.pixels, face, models)
