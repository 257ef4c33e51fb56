from dataclasses import replace

import cv2
import numpy as np
import pytest

from animation.engine import browline, lids, spectacles
from animation.engine.blink import draw_eye
from animation.engine.framing import frame
from animation.engine.gesture import Moment
from animation.engine.render import Renderer
from animation.engine.scene import build


@pytest.fixture(scope="module")
def large(portrait, face, models):
    """At the default size, where her eyes are sixty pixels wide."""
    return build(frame(portrait, [face], [], 720, models), models)


@pytest.fixture(scope="module")
def shut(large):
    return Renderer(large).frame([Moment(blink=1.0)])


def box_of(eye):
    left, top, right, bottom = eye.box
    return np.s_[top:bottom, left:right]


def bare_nosed(scene):
    """The same face, the bridge of its spectacles painted over."""
    points = scene.faces[0].points[:, :2]
    nose = np.zeros(scene.picture.shape[:2], np.uint8)
    cv2.fillConvexPoly(nose, cv2.convexHull(points[[107, 336, 362, 429, 209, 133]].astype(np.int32)), 255)
    smooth = cv2.GaussianBlur(scene.picture, (0, 0), 25)
    return np.where(nose[..., None] > 0, smooth, scene.picture)


def test_spectacles_are_known_by_their_bridge(large):
    points = large.faces[0].points[:, :2].astype(np.float64)
    assert spectacles.worn(large.picture, points)
    assert not spectacles.worn(bare_nosed(large), points)


def test_rims_stay_in_front_of_the_lids(large, shut):
    for eye, _ in large.eyes[0]:
        around = np.ascontiguousarray(large.picture[box_of(eye)])
        rim = spectacles.rims(around, eye) > 0
        assert 0.03 < rim.mean() < 0.3
        assert around[rim].mean() < 0.5 * around.mean()
        assert np.abs(shut[box_of(eye)][rim].astype(int) - around[rim]).max() <= 2


def test_nothing_of_a_rim_is_drawn_down_with_the_lid(large):
    for eye, lid in large.eyes[0]:
        around = large.picture[box_of(eye)]
        rim = spectacles.rims(np.ascontiguousarray(around), eye) > 0
        assert lid.sliding[rim].mean() > 2 * around[rim].mean()


def test_a_shut_lid_hides_the_iris_and_has_skin_of_its_own_face(large, shut):
    for eye, _ in large.eyes[0]:
        before, after = (
            cv2.cvtColor(each[box_of(eye)], cv2.COLOR_RGB2GRAY) for each in (large.picture, shut)
        )
        iris = np.hypot(eye.along - eye.iris_at, eye.down - (eye.upper + eye.lower) / 2)
        assert after[iris < 0.6 * eye.iris_radius].mean() > 1.8 * before[iris < 0.6 * eye.iris_radius].mean()
        cheek = (
            (eye.down > eye.lower + 0.3 * eye.opening) & (eye.down < eye.lower + eye.opening) & (eye.gap > 0)
        )
        lid = (eye.down > eye.upper) & (eye.down < eye.upper + 0.7 * eye.gap) & (eye.gap > 0.5 * eye.opening)
        fine = after.astype(np.float32) - cv2.GaussianBlur(after.astype(np.float32), (0, 0), 2)
        assert 0.4 < np.abs(fine[lid]).mean() / np.abs(fine[cheek]).mean() < 2


def test_lashes_are_as_dark_as_the_photograph_s_own(large):
    eye = large.eyes[0][0][0]
    pale = np.full_like(large.picture, 180)
    assert lids.paint(pale, eye).lashes.max() < 0.05 < lids.paint(large.picture, eye).lashes.max()


SKIN, WHITE, DARK = (205, 160, 140), (250, 248, 245), (40, 30, 30)


def drawn_face(eye, size):
    """An eye of the same shape on plain skin, with a grey iris all over its opening."""
    face = np.full((*size, 3), SKIN, np.uint8)
    opening = (eye.down > eye.upper) & (eye.down < eye.lower) & (eye.gap > 0)
    face[box_of(eye)][opening] = 90
    return face, face[box_of(eye)]


def test_white_that_the_net_left_above_its_edge_is_covered_too(large):
    eye = large.eyes[0][0][0]
    face, around = drawn_face(eye, large.picture.shape[:2])
    white = (eye.down > eye.upper - 0.35 * eye.opening) & (eye.down <= eye.upper + 1) & (eye.gap > 0)
    white &= eye.along < 0.4 * eye.width
    around[white] = WHITE
    drawn = face.copy()
    draw_eye(face, drawn, eye, lids.paint(face, eye), 1.0, 0.0)
    assert drawn[box_of(eye)][white][:, 2].max() < 190


def test_a_rim_is_followed_down_beside_the_eye_and_a_pale_lid_is_none(large):
    eye = large.eyes[0][0][0]
    _, around = drawn_face(eye, large.picture.shape[:2])
    share = eye.along / eye.width
    lid = (eye.down > eye.upper - 0.62 * eye.opening) & (eye.down < eye.upper) & (eye.gap > 0)
    around[lid] = WHITE
    above = (np.abs(eye.down - (eye.upper - 0.7 * eye.opening)) < 2) & (share < 0.98)
    steep = (np.abs(share - 0.95) < 0.035) & (eye.down > eye.upper - 0.7 * eye.opening)
    steep &= eye.down < eye.lower
    around[above | steep] = DARK
    rim = spectacles.rims(np.ascontiguousarray(around), eye) > 0
    assert rim[above | steep].mean() > 0.9
    assert rim[lid & ~above & ~steep].mean() < 0.15


def close_under_brow(eye, size):
    """An eye whose brow sits right on it, and its drawn face."""
    h = eye.opening
    near = replace(eye, lid_top=(eye.upper - 0.7 * h).astype(np.float32))
    face, around = drawn_face(near, size)
    brow = (eye.down > eye.upper - 1.6 * h) & (eye.down < eye.upper - 0.35 * h)
    around[brow] = DARK
    return near, face, brow & (eye.gap > 0.4 * h)


def test_a_heavy_brow_stays_above_the_lid_that_comes_down(large):
    eye, face, brow = close_under_brow(large.eyes[0][0][0], large.picture.shape[:2])
    lower = browline.lowered(face, eye)
    shut = face.copy()
    draw_eye(face, shut, lower, lids.paint(face, lower, under_brow=True), 1.0, 0.0)
    around = shut[box_of(eye)]
    lid = (eye.down > eye.upper) & (eye.down < eye.lower - 0.4 * eye.gap) & (eye.gap > 0.4 * eye.opening)
    assert around[lid].min(0)[0] > 80  # 55 where the brow comes down too
    assert np.abs(around[brow].astype(int) - face[box_of(eye)][brow]).mean() < 4


def test_a_lid_far_from_its_brow_begins_where_it_did(large):
    eye = large.eyes[0][0][0]
    face, _ = drawn_face(eye, large.picture.shape[:2])
    assert browline.lowered(face, eye) is eye


def test_a_crease_above_a_rim_is_none(large):
    eye = large.eyes[0][0][0]
    _, around = drawn_face(eye, large.picture.shape[:2])
    share, h = eye.along / eye.width, eye.opening
    rim = np.abs(eye.down - (eye.upper - 0.55 * h)) < 1.2
    crease = (np.abs(eye.down - (eye.upper - 1.05 * h)) < 1) & (share > 0.05) & (share < 0.8)
    around[rim | crease] = DARK
    found = spectacles.rims(np.ascontiguousarray(around), eye) > 0
    assert found[rim & (share > 0) & (share < 1)].mean() > 0.9
    assert found[crease].mean() < 0.1


def test_what_is_left_of_the_eye_between_nearly_shut_lids_lies_in_their_shade(large):
    eye, lid = large.eyes[0][0]
    white = large.picture.copy()
    share = (eye.down - eye.upper) / np.maximum(eye.gap, 1)
    white[box_of(eye)][(share > 0) & (share < 1)] = 240
    slit = (share > 0.88) & (share < 0.92) & (eye.gap > 0.8 * eye.opening)
    for closed, least, most in ((0.3, 0.95, 1.0), (0.8, 0.3, 0.75)):
        target = white.copy()
        draw_eye(white, target, eye, lid, closed, gaze=0)
        assert least <= target[box_of(eye)][slit].mean() / 240 <= most


def test_a_rim_of_a_small_file_leaves_no_crumbs_on_the_lid(portrait, face, models):
    """All edges are broad in the frame of such a file; where a rim was taken from the lid they stay so."""
    small = cv2.resize(portrait.pixels, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    enlarged = replace(portrait, pixels=small, width=small.shape[1], height=small.shape[0])
    scene = build(frame(enlarged, [face.moved(0, 0, 0.25)], [], 512, models), models)
    for eye, lid in scene.eyes[0]:
        photographed, bare = (steepest(each) for each in (scene.picture[box_of(eye)], lid.sliding))
        assert bare < 1.7 * photographed


def steepest(picture):
    light = picture.max(-1).astype(np.float32)
    return np.percentile(np.abs(np.diff(light, axis=0)), 99.9)
