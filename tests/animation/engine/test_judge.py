"""The limits of the judge, by films made bad on purpose: it names what is wrong with each, and no more."""

import re
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from animation.engine import MESSAGES, footage, judge, mark
from animation.engine.faces import find
from animation.engine.footage import Footage
from animation.engine.gesture import Moment
from animation.engine.judge import Wanted
from animation.engine.landmarks import CHIN
from animation.engine.render import Renderer

SIDE = footage.SMALL


@pytest.fixture(scope="module")
def shut(film, models):
    """The number of the frame in which the eyes are shut."""
    openness = [judge.eye_openness_each(find(frame, models)[0]).mean() for frame in film]
    return int(np.argmin(openness))


@pytest.fixture(scope="module")
def numbers(film, shut):
    return footage.worth_seeing(len(film), [shut])


@pytest.fixture(scope="module")
def wanted(scene):
    marked = mark.place_on(scene.picture.shape, scene.everyone)
    return Wanted(scene.picture, scene.faces, blinks=(2,), marked=marked, person=scene.backdrop.matte)


def shown(film, numbers):
    """A film that nobody encoded, as the judge would read it."""
    small = [cv2.resize(frame, (SIDE, SIDE), interpolation=cv2.INTER_AREA).mean(-1) for frame in film]
    steps = np.abs(np.diff(np.array(small), axis=0)).mean((1, 2))
    return Footage([film[number] for number in numbers], numbers, steps.astype(np.float32))


@pytest.fixture
def faults(film, numbers, wanted, models):
    """What is said of the good film once `spoil(frame, number)` has been over the frames that are seen."""

    def of(spoil):
        frames = [spoil(film[number], number) for number in numbers]
        seen = Footage(frames, numbers, np.ones(len(numbers), np.float32))
        return set(judge.judge(seen, wanted, models).faults)

    return of


def over_the_face(scene, frame, patch):
    """The frame with `patch(face)` in place of the face's square."""
    x, y, width, height = (int(each) for each in scene.faces[0].box)
    window = np.s_[y : y + height, x : x + width]
    spoilt = frame.copy()
    spoilt[window] = patch(np.ascontiguousarray(frame[window]))
    return spoilt


def growing(number, most):
    """A spoiling that comes and goes smoothly, so that it is no jump."""
    return most * np.sin(np.pi * number / 49) ** 2


def test_a_good_film_passes(film, numbers, wanted, models):
    assert judge.judge(shown(film, numbers), wanted, models).good


def test_the_finished_file_passes(made, film, numbers, wanted, models):
    seen = footage.read(made.clip, made.width, made.height, made.frames, numbers)
    assert judge.judge(seen, wanted, models).good
    assert seen.steps == pytest.approx(shown(film, numbers).steps, abs=0.15)
    assert [np.abs(a.astype(int) - film[i]).mean() < 1 for a, i in zip(seen.frames, numbers, strict=True)]


def test_a_blink_on_a_face_that_does_nothing_else_is_no_jump(scene, numbers, wanted, models):
    renderer = Renderer(scene)
    closing = [renderer.frame([Moment(blink=blink)]) for blink in (0.16, 0.5, 0.84, 1.0, 0.9, 0.6, 0.3, 0.1)]
    still = [scene.picture] * 50
    seen = shown(still[:20] + closing + still[28:], [*numbers[:4], 23, *numbers[5:]])
    assert judge.judge(seen, wanted, models).good


def test_a_face_painted_over_is_lost(faults, scene):
    def spoil(frame, number):
        return over_the_face(scene, frame, lambda face: np.full_like(face, 90)) if 20 < number < 30 else frame

    assert "face_lost" in faults(spoil)


def test_a_softened_face(faults, scene):
    def spoil(frame, number):
        amount = growing(number, 1.6)
        return over_the_face(scene, frame, lambda face: cv2.GaussianBlur(face, (0, 0), max(amount, 0.05)))

    assert faults(spoil) == {"face_blurred"}


def bent_by(scene, frame, shift):
    """The frame sampled at `shift(x, y)`, places in face heights from the middle of the face."""
    height, width = frame.shape[:2]
    (cx, cy), unit = scene.faces[0].centre, scene.faces[0].height
    y, x = np.mgrid[:height, :width].astype(np.float32)
    dx, dy = shift((x - cx) / unit, (y - cy) / unit)
    return cv2.remap(
        frame, x + np.float32(dx * unit), y + np.float32(dy * unit), cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_REPLICATE,
    )  # fmt: skip


def test_a_face_drawn_out_like_rubber(faults, scene):
    def spoil(frame, number):
        broader = growing(number, 0.25)
        return bent_by(scene, frame, lambda x, y: (-broader * x * np.exp(-(x**4) - y**4), 0 * y))

    assert faults(spoil) == {"face_bent", "background_moves"}


def test_a_face_that_runs_away(faults):
    def spoil(frame, number):
        return np.roll(frame, round(growing(number, 53)), axis=1)

    assert faults(spoil) == {"face_ran_away", "background_moves"}


def rendered(scene, numbers, moments):
    """A film of a few frames; its steps are not looked at."""
    renderer = Renderer(scene)
    frames = [renderer.frame([moment]) for moment in moments]
    return Footage(frames, numbers, np.ones(len(numbers), np.float32))


def test_a_head_turned_too_far(scene, wanted, models):
    turning = [Moment(), Moment(yaw=9), Moment(yaw=20), Moment(yaw=9, blink=1), Moment()]
    seen = rendered(scene, [0, 1, 2, 3, 4], turning)
    assert "turned_too_far" in judge.judge(seen, wanted, models).faults


def test_eyes_that_never_close(scene, wanted, models):
    squinting = [Moment(), Moment(yaw=5), Moment(blink=0.2), Moment(yaw=-5), Moment()]
    seen = rendered(scene, [0, 1, 2, 3, 4], squinting)
    assert judge.judge(seen, wanted, models) == judge.Verdict(("eyes_stay_open",), frozenset({0}))
    assert judge.judge(seen, replace(wanted, blinks=(0,)), models).good


def test_lids_that_close_behind_rims_which_the_net_takes_for_open_ones(scene, wanted, models, monkeypatch):
    monkeypatch.setattr(judge, "eye_openness_each", lambda face: np.ones(2))
    for closed, fault in ((1.0, set()), (0.3, {"eyes_stay_open"})):
        seen = rendered(scene, [0, 1, 2], [Moment(), Moment(blink=closed), Moment()])
        assert set(judge.judge(seen, wanted, models).faults) == fault


def test_a_frame_that_jumps(film, numbers, wanted, models):
    """It lies between those that are looked at, and is seen all the same."""
    jumping = [*film]
    jumping[numbers[7] + 2] = np.roll(film[numbers[7] + 2], 6, axis=1)
    assert judge.judge(shown(jumping, numbers), wanted, models).faults == ("jumps",)


def test_an_end_that_does_not_meet_the_beginning(faults):
    def spoil(frame, number):
        return cv2.convertScaleAbs(frame, beta=number * 0.12)

    assert faults(spoil) == {"ends_differ", "background_moves"}


def test_a_dim_film(faults):
    def spoil(frame, number):
        return cv2.convertScaleAbs(frame, alpha=0.9)

    assert faults(spoil) == {"first_frame_differs"}


def test_the_mark_is_no_difference(scene, wanted, models):
    stamped = mark.made_for(scene.picture, scene.everyone).stamped(scene.picture)
    seen = Footage([stamped, stamped], [0, 1], np.zeros(1, np.float32))
    assert judge.OfFilm(seen, wanted).first > 100


def test_a_background_that_moves(faults):
    def spoil(frame, number):
        spoilt = frame.copy()
        spoilt[:200, 380:] = np.roll(frame[:200, 380:], round(growing(number, 12)), axis=0)
        return spoilt

    assert faults(spoil) == {"background_moves"}


def test_hair_about_a_face_that_fills_its_photograph_is_no_background(scene, wanted):
    height, width = scene.picture.shape[:2]
    near = np.s_[10, width // 2]  # in the hem of a face seen so near, far from one of usual size
    beside = replace(wanted, person=np.zeros((height, width), np.uint8))
    beside.person[60:, 60:-60] = 255
    assert judge._background(beside)[near] == 1
    large = replace(beside, faces=tuple(face.moved(0, 0, 3) for face in wanted.faces))
    assert judge._background(large)[near] == 0


def test_a_black_hole(faults, scene):
    x, y = (int(each) for each in scene.faces[0].points[CHIN, :2])

    def spoil(frame, number):
        size = round(growing(number, 26))
        return cv2.circle(frame.copy(), (x - 40, y - 40), size, (0, 0, 0), -1)

    assert faults(spoil) == {"black_holes"}


def test_every_fault_has_a_sentence():
    source = Path(judge.__file__).read_text()
    told = set(re.findall(r'"(\w+)": self', source)) | {"face_lost"}
    assert len(told) == 11
    assert told <= set(MESSAGES)
