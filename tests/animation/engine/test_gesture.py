from dataclasses import fields, replace

import numpy as np
import pytest

from animation.engine import STRENGTHS, figures
from animation.engine.gesture import FPS, SCRIPTS, Motion, Reach, perform
from animation.engine.glances import CLOSING, OPENING
from animation.engine.protocol import limiting
from animation.engine.script import Phrase, read_all

CURVES = [each.name for each in fields(Motion)]
LENGTHS = (2, 3, 5, 8, 12)
SEEDS = range(8)
TOLD = read_all()


@pytest.fixture(scope="module")
def motions():
    """Every gesture at every length, for some seeds."""
    return {
        (name, seconds, seed): play(seconds * FPS, seed, Reach())
        for name, play in SCRIPTS.items()
        for seconds in LENGTHS
        for seed in SEEDS
    }


def of(motions, name, seconds):
    return [motions[name, seconds, seed] for seed in SEEDS]


def shut(motion):
    return np.flatnonzero((motion.blink[1:] > 0.99) & (motion.blink[:-1] <= 0.99)) + 1


def test_every_curve_starts_and_ends_at_rest(motions):
    for asked, motion in motions.items():
        for name in CURVES:
            curve = getattr(motion, name)
            most = max(np.abs(curve).max(), 1e-9)
            assert np.isfinite(curve).all(), (asked, name)
            assert max(abs(curve[0]), abs(curve[-1])) < 1e-9, (asked, name)
            assert max(abs(curve[1]), abs(curve[-2])) < 0.15 * most, (asked, name)


@pytest.mark.parametrize("name", SCRIPTS)
def test_nothing_measurable_speaks_against_it(name):
    assert figures.faults(TOLD[name]) == []


def test_figures_find_what_is_too_far_or_too_quick(motions):
    wild = replace(TOLD["look"].phrases[0], tracks=dict.fromkeys(("yaw", "pitch"), ((0.2, 8.0), (0.5, -8.0))))
    silent = dict.fromkeys(("roll", "sway", "smile", "brow"), ())
    phrase = replace(wild, tracks={**wild.tracks, **silent})
    told = " ".join(figures.faults(replace(TOLD["look"], phrases=(phrase,))))
    assert "degrees a second, 30 are allowed" in told


@pytest.mark.parametrize("seed", range(20))
def test_turn_of_a_smile_stays_within_the_bars(seed):
    motion = SCRIPTS["smile"](125, seed, Reach())
    assert 13 < np.ptp(motion.yaw) < 18
    assert np.abs(motion.yaw).max() < 10
    assert 0.9 < motion.smile.max() < 1.15


def test_each_gesture_does_what_it_is_called(motions):
    for motion in of(motions, "look", 5):
        assert motion.yaw.max() > 5.5
        assert motion.yaw.min() < -5.5
    for motion in of(motions, "blink", 5):
        assert np.abs([motion.yaw, motion.pitch, motion.roll]).max() < 2
        assert motion.breath.max() > 1.3
    for motion in of(motions, "nod", 5):
        assert motion.pitch.max() > 4.5
        down = motion.pitch > 2
        assert (np.diff(down.astype(int)) == 1).sum() == 1  # one nod
        assert (motion.gaze_up[down] > 0.005).mean() > 0.9  # the eyes stay where they were
    for motion in of(motions, "up", 5):
        assert motion.pitch.min() < -4.5
        assert motion.gaze_up.max() > 0.05
        assert np.abs(motion.yaw).max() < 5


def test_a_longer_clip_has_more_of_it_and_not_slower(motions):
    """How often a threshold is crossed outwards, and how fast the head is at its fastest."""
    for name, track, threshold in (("look", "yaw", 4), ("nod", "pitch", 3), ("up", "pitch", 3)):
        counts, speeds = [], []
        for seconds in (3, 8, 12):
            curves = [np.abs(getattr(each, track)) for each in of(motions, name, seconds)]
            counts.append(max(int((np.diff((c > threshold).astype(int)) == 1).sum()) for c in curves))
            speeds.append(max(np.abs(np.diff(c)).max() * FPS for c in curves))
        assert counts[0] == 1 < counts[1] <= counts[2], name
        assert max(speeds) < 1.8 * min(speeds), name


def test_every_blink_has_the_same_shape_at_every_length(motions):
    takes = round((CLOSING + OPENING) * FPS)
    for asked, motion in motions.items():
        assert len(shut(motion)) >= 1, asked
        for frame in shut(motion):
            closing = np.argmax(motion.blink[frame::-1] < 0.01)
            opening = np.argmax(motion.blink[frame:] < 0.01)
            assert closing < opening
            assert takes - 1 <= closing + opening <= takes + 3, asked
        assert (np.diff(shut(motion)) > 0.6 * FPS).all(), asked


def test_blinks_grow_with_the_length(motions):
    for name in SCRIPTS:
        counts = [np.mean([len(shut(each)) for each in of(motions, name, s)]) for s in (3, 5, 8, 12)]
        assert counts == sorted(counts), name
        assert counts[-1] > counts[0]
    assert all(len(shut(each)) == 3 for each in of(motions, "smile", 5))


def test_a_lid_opens_ever_slower():
    blink = SCRIPTS["blink"](125, 1, Reach()).blink
    first = shut(Motion(*[blink] * len(CURVES)))[0]
    opening = -np.diff(blink[first + 1 : first + 9])
    assert opening[:4].sum() > 2 * opening[4:].sum()


def test_the_brow_sinks_with_the_lid(motions):
    motion = motions["blink", 5, 0]
    without = SCRIPTS["blink"](125, 0, Reach(blink=0))
    closed = motion.blink > 0.9
    assert (motion.brow[closed] < without.brow[closed] - 0.1).all()
    assert np.array_equal(motion.brow[motion.blink == 0], without.brow[motion.blink == 0])


def test_eyes_leap_and_the_head_comes_after_them(motions):
    """Where the eyes look is the head and the eyes in it together; a leap takes two frames, three at most."""
    for motion in of(motions, "look", 3):
        side = np.sign(motion.yaw[np.argmax(np.abs(motion.yaw))])
        eyes, head = motion.gaze * side, motion.yaw * side
        arrived = int(np.argmax(eyes > 0.9 * eyes.max()))
        assert head[arrived] < 0.3 * head.max()
        assert np.argmax(head > 0.5 * head.max()) - arrived >= 0.2 * FPS
        leaping = np.flatnonzero(np.diff(eyes[: arrived + 2]) > 0.1 * eyes.max())
        assert np.ptp(leaping) <= 2


def test_eyes_hold_their_mark_while_the_head_moves(motions):
    motion = motions["nod", 5, 0]
    down = np.flatnonzero(motion.pitch > 3)
    in_step = np.corrcoef(motion.pitch[down], motion.gaze_up[down])[0, 1]
    assert in_step > 0.8


def test_seed_changes_the_motion_and_nothing_else_does():
    for play in SCRIPTS.values():
        one, same, other = play(125, 1, Reach()), play(125, 1, Reach()), play(125, 2, Reach())
        assert all(np.array_equal(getattr(one, name), getattr(same, name)) for name in CURVES)
        for name in ("yaw", "pitch", "blink", "gaze"):
            assert not np.array_equal(getattr(one, name), getattr(other, name))


@pytest.mark.parametrize("name", ["smile", "look", "blink", "nod", "up"])
def test_faces_turn_to_either_side(name):
    turned = [SCRIPTS[name](75, seed, Reach()).roll for seed in range(12)]
    assert {float(np.sign(each[np.argmax(np.abs(each))])) for each in turned} == {-1.0, 1.0}


@pytest.mark.parametrize("name", ["smile", "look", "blink", "nod", "up"])
def test_less_strength_moves_less_but_blinks_fully(name):
    full = SCRIPTS[name](125, 3, Reach())
    for share in STRENGTHS.values():
        less = SCRIPTS[name](125, 3, Reach().scaled(share))
        for track in CURVES:
            expected = getattr(full, track) * (1 if track == "blink" else share)
            assert np.allclose(getattr(less, track), expected), track


def test_a_phrase_without_anything_is_stillness():
    nothing = Phrase(2.0, (0.0, 0.0), (0.0, 0.0), 0.0, "either", dict.fromkeys(
        ("yaw", "pitch", "roll", "sway", "smile", "brow"), ()), (), ())  # fmt: skip
    still = perform(replace(TOLD["nod"], phrases=(nothing,), drift=0.0, glance=0.0), 125, 1, Reach())
    for name in ("yaw", "pitch", "roll", "sway", "smile", "gaze", "gaze_up"):
        assert not getattr(still, name).any(), name


def test_a_face_is_told_only_what_limits_this_gesture():
    codes = ("turned_away", "eyes_shut", "eyes_hidden", "mouth_open")
    assert limiting(codes, "smile") == codes
    assert limiting(codes, "look") == ("turned_away", "eyes_shut", "eyes_hidden")
