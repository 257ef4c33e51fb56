from dataclasses import replace

import cv2
import numpy as np
import pytest

from animation.engine import ability, occlusion
from animation.engine.choice import codes_of
from animation.engine.faces import follow
from animation.engine.framing import frame
from animation.engine.gesture import Moment
from animation.engine.render import Renderer
from animation.engine.scene import build
from tests.animation.engine.pictures import behind_dark_glasses

LEFT, RIGHT = (33, 133), (362, 263)


@pytest.fixture(scope="module")
def in_sunglasses(portrait, face):
    return replace(portrait, pixels=behind_dark_glasses(portrait.pixels, face, [LEFT, RIGHT]))


def faded(pixels):
    return (150 + 0.3 * pixels).astype(np.uint8)


def in_lamplight(pixels):
    return np.clip(pixels * np.array([1.1, 0.5, 0.35]), 0, 255).astype(np.uint8)


def dim(pixels):
    return (120 * (pixels / 255) ** 1.6).astype(np.uint8)


@pytest.mark.parametrize("taken", [None, faded, in_lamplight, dim])
def test_eyes_behind_clear_glasses_are_seen_however_they_were_photographed(portrait, face, taken):
    pixels = taken(portrait.pixels) if taken else portrait.pixels
    assert occlusion.eyes_seen(pixels, face) == (True, True)


def test_eyes_behind_dark_glasses_are_not(in_sunglasses, face, models):
    seen = follow(in_sunglasses.pixels, face, models)
    assert max(occlusion.eye_contrasts(in_sunglasses.pixels, seen)) < 0.1
    assert codes_of(seen, in_sunglasses, models)[0] == "eyes_hidden"


def test_points_that_lay_beside_the_eyes_are_found_again(portrait, face, models):
    astray = face.moved(0, -0.17 * face.height)
    assert occlusion.eyes_seen(portrait.pixels, astray) == (False, False)
    assert "eyes_hidden" not in codes_of(astray, portrait, models)


def test_eyes_that_are_not_seen_neither_blink_nor_look_about(face):
    for codes in (("eyes_hidden",), ("turned_away", "eyes_hidden")):
        reach = ability.reach(face, codes)
        assert (reach.blink, reach.gaze) == (0, 0)
    assert ability.reach(face, ("eyes_hidden",)).turn > 0.9


def test_no_lid_is_drawn_on_a_dark_lens_or_on_a_hand(portrait, face, models):
    """One eye is under something: the other blinks alone."""
    covered = replace(portrait, pixels=behind_dark_glasses(portrait.pixels, face, [RIGHT]))
    scene = build(frame(covered, [face], [], 256, models), models)
    assert len(scene.eyes[0]) == 1
    (eye, _lid), blinking = scene.eyes[0][0], Renderer(scene).frame([Moment(blink=1.0)])
    changed = cv2.absdiff(blinking, scene.picture).max(-1) > 8
    assert changed.any()
    left, top, right, bottom = eye.box
    changed[top:bottom, left:right] = False
    assert not changed.any()
