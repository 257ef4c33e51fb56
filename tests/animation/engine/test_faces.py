import cv2
import numpy as np
import pytest

from animation.engine import ability, search
from animation.engine.faces import find, follow
from animation.engine.landmarks import EXPRESSION_POINTS
from tests.animation.engine.pictures import group


def test_the_portrait_has_one_face_looking_ahead(portrait, models):
    faces = search.find_all(portrait.pixels, models)
    assert len(faces) == 1
    x, y, width, height = faces[0].box
    assert 160 < x < 185
    assert 120 < y < 150
    assert 165 < width < 200
    assert 185 < height < 220
    assert abs(faces[0].pose.yaw) < 4
    assert faces[0].points.shape == (478, 3)


def test_expression_net_gets_its_146_points():
    assert len(set(EXPRESSION_POINTS)) == 146


def test_mirroring_a_face_mirrors_its_pose(portrait, face, models):
    mirrored = find(np.ascontiguousarray(portrait.pixels[:, ::-1]), models)[0]
    assert mirrored.pose.yaw == pytest.approx(-face.pose.yaw, abs=3)
    assert mirrored.pose.roll == pytest.approx(-face.pose.roll, abs=2)


@pytest.mark.parametrize("turned", [-15, 15])
def test_roll_follows_a_tilted_picture(portrait, face, models, turned):
    height, width = portrait.pixels.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), turned, 1)
    tilted = cv2.warpAffine(portrait.pixels, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE)
    assert find(tilted, models)[0].pose.roll - face.pose.roll == pytest.approx(turned, abs=2)


def test_a_known_face_is_followed_without_searching(portrait, face, models):
    again = follow(portrait.pixels, face, models)
    assert np.abs(again.points[:, :2] - face.points[:, :2]).mean() < 0.02 * face.height


def test_no_face_in_noise_or_in_a_few_pixels(models):
    noise = np.random.default_rng(1).integers(0, 255, (300, 400, 3), np.uint8)
    assert search.find_all(noise, models) == []
    assert search.find_all(noise[:1, :1].copy(), models) == []


def test_six_small_faces_in_a_row_are_found_each_once(portrait, models):
    people = group(portrait.pixels, columns=3, rows=2, side=190)
    faces = search.find_all(people, models)
    cells = sorted((int(face.centre[1] // 280), int(face.centre[0] // 300)) for face in faces)
    assert cells == [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2)]


def test_problems_of_a_good_face_are_none(face):
    assert ability.problems(face, 1.0) == ()


def test_a_face_of_few_pixels_on_file_is_too_small(face):
    assert ability.problems(face.moved(0, 0, 0.19), 1.0) == ("face_too_small",)
    assert ability.problems(face.moved(0, 0, 0.19), 2.0) == ()


def test_shut_eyes_are_told(portrait, face, models):
    from animation.engine.framing import frame
    from animation.engine.gesture import Moment
    from animation.engine.render import Renderer
    from animation.engine.scene import build

    scene = build(frame(portrait, [face], [], 720, models), models)
    asleep = find(Renderer(scene).frame([Moment(blink=1.0)]), models)[0]
    assert ability.problems(asleep, 1.0) == ("eyes_shut",)
