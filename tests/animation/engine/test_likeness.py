"""Whether a face is a person's: people are believed however poor their pictures are."""

from dataclasses import replace

import cv2
import numpy as np
import pytest
from PIL import Image

from animation.engine import ability, albedo, likeness, search
from animation.engine import landmarks as lm


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
    oval(200, 216, 20, 20, (220, 140, 50))
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


def very_grainy(pixels):
    grain = np.random.default_rng(1).normal(0, 20, pixels.shape[:2])[..., None]
    return np.clip(0.8 * in_grey(pixels) + 20 + grain, 0, 255).astype(np.uint8)


@pytest.mark.parametrize("aged", [np.copy, in_grey, small, grainy, very_grainy, faded])
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


@pytest.fixture
def in_stone(portrait, face):
    """The portrait's outline with one colour all over: lit from the left, with the grain of stone."""
    height, width = portrait.pixels.shape[:2]
    light = np.linspace(210, 130, width) + np.random.default_rng(1).normal(0, 5, (height, width))
    stone = np.where(np.indices((height, width))[0] < face.box[1], 40, light)
    return cv2.merge([np.clip(stone, 0, 255).astype(np.uint8)] * 3)


def with_eyes(picture, face):
    painted = picture.copy()
    for x, y in face.points[[468, 473], :2]:
        cv2.circle(painted, (round(float(x)), round(float(y))), round(0.04 * face.box[2]), (45, 35, 30), -1)
    return painted


def test_a_face_of_one_colour_is_doubted(in_stone, portrait, face, models):
    assert albedo.is_even(in_stone, face)
    assert likeness.is_uncertain(in_stone, face, models)
    assert not albedo.is_even(portrait.pixels, face)


def test_irises_make_a_person_of_it(in_stone, face):
    assert not albedo.is_even(with_eyes(in_stone, face), face)


def test_shut_eyes_tell_nothing(in_stone, face, monkeypatch):
    monkeypatch.setattr(ability, "eyes_shut", lambda _: True)
    assert not albedo.is_even(in_stone, face)


def test_an_iris_that_is_not_between_the_lids_tells_nothing(in_stone, face):
    """The net has drawn something else there."""
    points = face.points.copy()
    points[lm.SKIN_POINTS :, 1] -= face.height
    assert albedo.contrasts(in_stone, replace(face, points=points)) is None
