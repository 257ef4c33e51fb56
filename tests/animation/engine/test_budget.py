import subprocess
from itertools import pairwise

import cv2
import numpy as np
import pytest

from animation.engine import budget, encode
from animation.engine.contract import decoded
from animation.engine.encode import Fineness
from animation.engine.origin import Origin

SIDE, FRAMES, SECONDS = 96, 50, 2.0


def film_of(breadth):
    """A window that slides to and fro over grain of this many pixels."""
    grain = cv2.GaussianBlur(np.random.default_rng(3).normal(0, 1, (SIDE, 3 * SIDE)), (0, 0), breadth)
    wall = np.clip(128 + 25 * grain / grain.std(), 0, 255).astype(np.uint8)[..., None].repeat(3, axis=2)

    def draw(number):
        across = 24 * np.sin(np.pi * number / (FRAMES - 1)) ** 2
        return cv2.getRectSubPix(wall, (SIDE, SIDE), (SIDE / 2 + across, SIDE / 2))

    return draw


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    """The frames of a film whose left half is drawn finer, and those that went into it."""
    path, draw = tmp_path_factory.mktemp("film") / "film.mp4", film_of(1.2)
    frames = [draw(number) for number in range(FRAMES)]
    fineness = Fineness(26.0, ((0, 0, SIDE // 2, SIDE),))
    encode.encode(iter(frames), path, SIDE, SIDE, SECONDS, Origin("", "a test", "1"), fineness)
    return decoded(path), frames


def test_the_busier_a_film_the_more_coarsely_it_is_drawn():
    soft, busy = (budget.fineness(film_of(breadth), FRAMES, SECONDS, ()).quality for breadth in (6.0, 0.5))
    assert encode.FINEST <= soft < busy - 3
    assert busy <= encode.COARSEST


def test_a_quiet_film_is_weighed_again_before_it_is_drawn_far_finer(monkeypatch):
    asked, weigh = [], budget._weights

    def remembered(words, content):
        asked.append(float(words[words.index("-crf") + 1]))
        return weigh(words, content)

    monkeypatch.setattr(budget, "_weights", remembered)
    monkeypatch.setattr(budget, "BYTES", 4 * budget.BYTES)  # so much that no bound is met
    coarse = budget.fineness(film_of(0.5), FRAMES, SECONDS, ()).quality
    assert asked == [budget.TRIAL]
    wanted = budget.TRIAL - budget.FAR - 1
    monkeypatch.setattr(budget, "BYTES", budget.BYTES * 2 ** ((coarse - wanted) / budget.HALF_AS_LARGE))
    fine = budget.fineness(film_of(0.5), FRAMES, SECONDS, ()).quality
    assert asked[1:] == pytest.approx([budget.TRIAL, wanted], abs=0.1)
    assert 0.2 < abs(fine - wanted) < 3


def test_faces_are_drawn_finer_than_the_rest(seen):
    halves = np.s_[8:-8, 8 : SIDE // 2 - 8], np.s_[8:-8, SIDE // 2 + 8 : -8]
    face, rest = (
        np.mean([np.abs(a[half].astype(int) - b[half]).mean() for a, b in zip(*seen, strict=True)])
        for half in halves
    )
    assert face < 0.75 * rest


def test_no_frame_is_drawn_from_both_sides_and_softer_for_it():
    frames = b"".join(film_of(1.2)(number).tobytes() for number in range(FRAMES))
    words = encode.command(SIDE, SIDE, SECONDS, Fineness())
    run = subprocess.run([*words, "-f", "framecrc", "-"], input=frames, capture_output=True, check=True)
    packets = [line.split(b",") for line in run.stdout.splitlines() if not line.startswith(b"#")]
    shown = [int(packet[2]) for packet in packets]
    assert len(shown) == FRAMES
    assert shown == sorted(shown)


def test_detail_comes_and_goes_by_steps_that_are_not_seen():
    shares = [1.0, *encode.ENDS]
    assert max(more / less for less, more in pairwise(shares)) < 1.15
    assert encode._zones(125).split("/")[-1].startswith("122,124,b=2.08")
