import cv2
import numpy as np
import pytest
from PIL import Image

from animation.engine import AnimationSpec, PermanentEngineError, footage, judge
from animation.engine.contract import decoded
from animation.engine.faces import find
from animation.engine.film import Film
from animation.engine.framing import frame
from animation.engine.origin import Origin
from animation.engine.photo import Photo
from animation.engine.scene import build
from tests.animation.engine.test_faces import group


def silent(stage, share):
    pass


def psnr(one, other):
    return 10 * np.log10(255**2 / max(1e-9, np.mean((one.astype(float) - other) ** 2)))


def test_report_tells_what_the_file_holds(made, film, spec):
    assert (made.mode, made.fps, made.frames, made.seed) == ("portrait", 25, 50, spec.seed)
    assert len(film) == 50
    assert film[0].shape == (made.height, made.width, 3)
    assert max(made.width, made.height) == 512
    assert made.width % 2 == made.height % 2 == 0
    assert made.clip_bytes == made.clip.stat().st_size < 400_000
    assert made.seconds.total == pytest.approx(
        made.seconds.faces + made.seconds.build + made.seconds.render, abs=0.1
    )
    assert (made.problems, made.amplitude) == ((), 1.0)


def test_the_face_is_found_in_every_frame_and_moves(film, models):
    faces = [find(frame, models) for frame in film]
    assert [len(found) for found in faces] == [1] * len(film)
    yaw = [found[0].pose.yaw for found in faces]
    assert 5 < max(yaw) - min(yaw) < 20


def test_first_frame_is_the_photograph_and_the_last_returns_to_it(film, scene):
    away_from_mark = np.s_[: int(0.85 * scene.picture.shape[0])]
    assert psnr(film[0][away_from_mark], scene.picture[away_from_mark]) > 36
    assert psnr(film[-1], film[0]) > 38  # in two seconds there is little time to return


def test_background_stays(film):
    sky = np.s_[20:200, 380:430]
    assert max(np.abs(frame[sky].astype(int) - film[0][sky]).mean() for frame in film) < 0.2


@pytest.mark.parametrize("stage", ["reading", "faces", "building", "rendering", "checking"])
def test_a_job_called_off_stops_at_once_and_leaves_nothing(engine, hopper, spec, tmp_path, stage):
    class CalledOff(Exception):
        pass

    def report(now, share):
        if now == stage and (stage != "rendering" or share > 0.3):
            raise CalledOff

    with pytest.raises(CalledOff):
        engine.animate(hopper, spec, tmp_path, report)
    assert list(tmp_path.iterdir()) == []


def test_faces_of_the_whole_file_are_told_in_its_own_pixels(engine, hopper, tmp_path):
    with Image.open(hopper) as picture:
        picture.resize((3072, 3600)).save(tmp_path / "large.jpg")
    small, large = engine.find_faces(hopper), engine.find_faces(tmp_path / "large.jpg")
    assert (large.width, large.height) == (3072, 3600)
    assert np.array(large.faces[0].box) / 6 == pytest.approx(np.array(small.faces[0].box), rel=0.05)


@pytest.fixture
def refused(engine, tmp_path):
    def code_of(pixels, **asked):
        path = tmp_path / "photo.png"
        Image.fromarray(pixels).save(path)
        with pytest.raises(PermanentEngineError) as refusal:
            engine.animate(path, AnimationSpec(size=512, seconds=2.0, **asked), tmp_path, silent)
        assert [each.name for each in tmp_path.iterdir()] == ["photo.png"]
        return refusal.value.code

    return code_of


def test_a_landscape_is_refused(refused):
    land = np.tile(np.linspace(60, 200, 240, dtype=np.uint8)[:, None, None], (1, 320, 3))
    assert refused(land) == "no_face"


def test_a_face_that_is_not_there_is_refused(refused, portrait):
    assert refused(portrait.pixels, face=1) == "no_such_face"


def test_a_tiny_face_is_refused(refused, portrait):
    tiny = cv2.resize(portrait.pixels, (90, 106), interpolation=cv2.INTER_AREA)
    assert refused(tiny) == "face_too_small"


def test_a_group_is_a_group_and_its_seeds_differ(engine, portrait, tmp_path):
    Image.fromarray(group(portrait.pixels, 2, 1, 220)).save(tmp_path / "two.png")
    asked = AnimationSpec(size=512, seconds=2.0, face="all", seed=3)
    made = engine.animate(tmp_path / "two.png", asked, tmp_path, silent)
    assert (made.mode, made.faces) == ("group", 2)


@pytest.mark.parametrize(
    ("disliked", "open_eyes", "amplitude", "blinks"),
    [
        (("turned_too_far",), frozenset(), 0.6, 1.0),
        (("eyes_stay_open",), frozenset({0}), 1.0, 0.0),
        (("turned_too_far", "eyes_stay_open"), frozenset({0}), 0.6, 0.0),
    ],
)
def test_the_second_try_moves_less_but_not_for_lids_alone(
    scene, models, tmp_path, monkeypatch, disliked, open_eyes, amplitude, blinks
):
    shot = []
    monkeypatch.setattr(Film, "_shoot", lambda film, motions, report, *, lit: shot.append(motions[0]))
    monkeypatch.setattr(footage, "read", lambda *_: None)
    verdicts = iter([judge.Verdict(disliked, open_eyes), judge.Verdict(())])
    monkeypatch.setattr(judge, "judge", lambda *_: next(verdicts))
    origin = Origin("00" * 32, "rodnik-warp", "3")
    film = Film(scene, AnimationSpec(size=512, seconds=2.0, seed=7), origin, tmp_path, [()], models)
    made = film.make(silent)
    assert (made.mode, made.amplitude, made.disliked) == ("portrait", amplitude, disliked)
    full, again = shot
    assert np.abs(again.yaw).max() == pytest.approx(amplitude * np.abs(full.yaw).max(), rel=0.01)
    assert np.abs(again.pitch).max() == pytest.approx(amplitude * np.abs(full.pitch).max(), rel=0.01)
    assert (full.blink.max(), again.blink.max()) == pytest.approx((1.0, blinks), abs=0.05)


def test_of_a_group_only_whose_lids_did_not_close_blinks_no_more(portrait, models, tmp_path, monkeypatch):
    shot = []
    monkeypatch.setattr(Film, "_shoot", lambda film, motions, report, *, lit: shot.append(motions))
    monkeypatch.setattr(footage, "read", lambda *_: None)
    verdicts = iter([judge.Verdict(("eyes_stay_open",), frozenset({1})), judge.Verdict(())])
    monkeypatch.setattr(judge, "judge", lambda *_: next(verdicts))
    asked = AnimationSpec(size=512, seconds=2.0, face="all", seed=7)
    pixels = group(portrait.pixels, 2, 1, 220)
    two = build(frame(Photo(pixels, *pixels.shape[1::-1]), find(pixels, models), [], 512, models), models)
    origin = Origin("00" * 32, "rodnik-warp", "3")
    Film(two, asked, origin, tmp_path, [(), ()], models).make(silent)
    first, second = shot[1]
    assert (first.blink.max(), second.blink.max()) == (pytest.approx(1.0, abs=0.05), 0.0)


def test_a_disliked_clip_is_tried_smaller_and_then_gently(
    engine, hopper, spec, tmp_path, monkeypatch, models
):
    """An honest gentle clip beats a rubber face."""
    verdicts = iter([("face_lost",), ("turned_too_far",), ()])
    monkeypatch.setattr(judge, "judge", lambda *_: judge.Verdict(next(verdicts)))
    made = engine.animate(hopper, spec, tmp_path, silent)
    assert (made.mode, made.amplitude) == ("gentle", 0.0)
    assert made.problems == ("face_lost", "turned_too_far")
    frames = decoded(made.clip)
    yaw = [find(frame, models)[0].pose.yaw for frame in frames]
    assert max(yaw) - min(yaw) < 4
    assert np.abs(frames[25].astype(int) - frames[0]).mean() > 0.2
    assert psnr(frames[-1], frames[0]) > 36
