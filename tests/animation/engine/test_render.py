import numpy as np
import pytest

from animation.engine import ability, moving
from animation.engine.faces import find, follow
from animation.engine.field import inverted
from animation.engine.fine import doubled
from animation.engine.framing import frame
from animation.engine.gesture import Moment
from animation.engine.grid import Grid
from animation.engine.head import Head
from animation.engine.photo import Photo
from animation.engine.render import Renderer
from animation.engine.scene import build

REST = Moment()


@pytest.fixture(scope="module")
def renderer(scene):
    return Renderer(scene)


@pytest.fixture(scope="module")
def at_rest(scene):
    return scene.faces[0]


def test_at_rest_the_frame_is_the_photograph(renderer, scene):
    assert np.array_equal(renderer.frame([REST]), scene.picture)


def test_rest_comes_back_after_motion(renderer, scene):
    renderer.frame([Moment(yaw=8, blink=1, smile=1, gaze=0.1)])
    assert np.array_equal(renderer.frame([REST]), scene.picture)


def test_what_is_not_drawn_anew_would_have_come_out_the_same(renderer, scene, monkeypatch):
    """But for the last shade of the matte's haze."""
    moment = Moment(yaw=8, pitch=3, roll=3, sway=0.02, breath=1, smile=1)
    in_bands = renderer.frame([moment])
    whole = slice(0, scene.grid.height), slice(0, scene.grid.width)
    monkeypatch.setattr(moving, "windows", lambda *_: [whole])
    apart = np.abs(renderer.frame([moment]).astype(int) - in_bands)
    assert (apart.max(), (apart > 2).mean()) <= (6, 1e-4)


def test_bands_are_narrower_about_the_head_and_leave_no_gap(scene):
    backward = inverted(scene.field.displacement([Moment(yaw=8, breath=1)]), scene.grid)
    bands = moving.windows(scene, backward)
    assert [one.stop for one, _ in bands[:-1]] == [other.start for other, _ in bands[1:]]
    breadths = [columns.stop - columns.start for _, columns in bands]
    assert breadths[0] < 0.7 * breadths[-1]


def test_a_turn_turns_the_face_and_leaves_the_background(renderer, scene, at_rest, models):
    right, left = (renderer.frame([Moment(yaw=yaw)]) for yaw in (8, -8))
    assert follow(right, at_rest, models).pose.yaw - at_rest.pose.yaw > 3
    assert follow(left, at_rest, models).pose.yaw - at_rest.pose.yaw < -3
    sky, flag = np.s_[20:200, 380:430], np.s_[20:180, 5:60]
    for turned in (right, left):
        assert np.array_equal(turned[sky], scene.picture[sky])
        assert np.array_equal(turned[flag], scene.picture[flag])


def test_a_blink_shuts_the_eyes_and_nothing_else(renderer, scene, at_rest, models):
    shut = renderer.frame([Moment(blink=1.0)])
    before, after = (ability.eye_openness(f) for f in (at_rest, follow(shut, at_rest, models)))
    assert (
        after < 0.75 * before
    )  # the net takes the rim, which stays in front of the lid, for half an open eye
    changed = np.argwhere((shut != scene.picture).any(-1))
    x, y, width, height = at_rest.box
    assert changed[:, 0].min() > y
    assert changed[:, 0].max() < y + 0.6 * height
    assert changed[:, 1].min() > x
    assert changed[:, 1].max() < x + width


def test_looking_up_lifts_the_iris(renderer, at_rest):
    """By the middle of the darkness about each pupil."""

    def height(up):
        drawn = renderer.frame([Moment(gaze_up=up)]).max(-1)
        places = np.round(at_rest.points[[468, 473], :2]).astype(int)
        near = [drawn[y - 6 : y + 7, x - 5 : x + 6] for x, y in places]
        return np.mean(
            [np.average(np.arange(13), weights=np.clip(100.0 - each, 0, None).sum(1)) for each in near]
        )

    assert height(-0.04) - height(0.06) > 0.8
    assert height(-0.04) > height(0.0) > height(0.06)


def test_first_look_of_an_eye_behind_spectacles_is_no_jump(renderer, scene):
    looking = renderer.frame([Moment(gaze=0.002, gaze_up=0.002)])
    assert 0 < np.abs(looking.astype(int) - scene.picture).max() < 30


def test_a_smile_widens_the_mouth_and_raises_its_corners(renderer, at_rest, models):
    smiling = follow(renderer.frame([Moment(smile=1.0)]), at_rest, models)
    corners = [61, 291]
    assert np.ptp(smiling.points[corners, 0]) > 1.05 * np.ptp(at_rest.points[corners, 0])
    assert smiling.points[corners, 1].mean() < at_rest.points[corners, 1].mean() - 1


def test_strong_motion_tears_no_holes_and_keeps_the_border(renderer, scene):
    drawn = renderer.frame([Moment(yaw=9, pitch=-4, roll=4, sway=0.02, breath=1, smile=1, brow=1)])
    black = (drawn.max(-1) < 4).mean() - (scene.picture.max(-1) < 4).mean()
    assert black < 0.01
    for edge in (np.s_[0], np.s_[-1], np.s_[:, 0], np.s_[:, -1]):
        apart = np.abs(drawn[edge].astype(int) - scene.picture[edge])
        assert apart.max() <= 4  # a motion that fades to nothing, never a moved edge
        assert apart.mean() < 0.5


def test_of_two_people_only_the_chosen_one_moves(portrait, models):
    head = portrait.pixels[60:460, 130:390]
    pixels = np.hstack([head, head])
    left, right = sorted(find(pixels, models), key=lambda face: face.centre[0])
    scene = build(frame(Photo(pixels, *pixels.shape[1::-1]), [left], [right], 512, models), models)
    drawn = Renderer(scene).frame([Moment(yaw=8, roll=2, smile=1, blink=1, sway=0.01)])
    still = max(scene.everyone, key=lambda face: face.centre[0])
    x, y, width, height = (int(each) for each in still.box)
    assert np.array_equal(drawn[y : y + height, x : x + width], scene.picture[y : y + height, x : x + width])
    assert not np.array_equal(drawn, scene.picture)


def test_what_hangs_beside_a_head_stays_behind_it(scene, at_rest):
    head = Head(at_rest, scene.grid)
    level = np.abs(head.upwards + 0.3 * head.height) < 0.1 * head.height  # of the mouth
    at = {far: level & (np.abs(np.abs(head.sideways) / head.width - far) < 0.05) for far in (0.5, 1.1)}
    assert head.belongs[at[0.5]].mean() > 0.85
    assert head.belongs[at[1.1]].mean() < 0.35


def test_a_nodding_chin_passes_over_the_neck(scene, at_rest):
    """It does not push the throat's skin before it."""
    head = Head(at_rest, scene.grid)
    down = scene.field.displacement([Moment(pitch=5)])[..., 1]
    middle = np.abs(head.sideways) < 0.1 * head.width
    chin, throat = (
        down[middle & (np.abs(head.upwards - head.chin + below * head.height) < 4)].mean()
        for below in (-0.05, 0.15)
    )
    assert chin > 4
    assert throat < 0.3 * chin


def test_inverse_field_leads_back():
    grid = Grid(200, 160)
    x, y = grid.nodes[..., 0], grid.nodes[..., 1]
    bump = 6 * np.exp(-((x - 100) ** 2 + (y - 80) ** 2) / 900)
    forward = np.stack([bump, -bump], -1).astype(np.float32)
    back = inverted(forward, grid)
    row, column = 20, 25
    assert back[row, column, 0] < -3
    assert abs(back[row, column, 0] + back[row, column, 1]) < 1e-3


def test_doubling_keeps_the_picture_and_reads_between(scene):
    large = doubled(scene.picture)
    assert np.array_equal(large[::2, ::2], scene.picture)
    ramp = np.tile(np.arange(0, 200, 10, dtype=np.uint8)[None, :, None], (8, 1, 3))
    assert doubled(ramp)[4, 11:29:2, 0].tolist() == list(range(55, 145, 10))
