import subprocess
import threading
import time
from dataclasses import replace

import imageio_ffmpeg
import numpy as np
import pytest

from animation.engine import TemporaryEngineError, encode, file_sha256
from animation.engine.origin import Origin

ORIGIN = Origin("ab" * 32, "some-engine", "7", "2026-11-25")
BLACK = np.zeros((64, 64, 3), np.uint8)


def tags(clip):
    """What the file says of itself, as any player reads it; without the brands of the format."""
    command = [
        imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", str(clip),
        "-fflags", "+bitexact", "-f", "ffmetadata", "-",
    ]  # fmt: skip
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    lines = run.stdout.replace("\\", "").splitlines()[1:]  # it escapes signs that mean something to it
    pairs = dict(line.split("=", 1) for line in lines)
    return {name: value for name, value in pairs.items() if "brand" not in name and name != "minor_version"}


def test_a_film_says_that_a_machine_made_it_from_which_photograph_and_when(tmp_path):
    encode.encode([BLACK] * 50, tmp_path / "a.mp4", 64, 64, 2, ORIGIN)
    assert tags(tmp_path / "a.mp4") == {
        "title": "A photograph brought to life by a machine",
        "comment": "Made by a machine from a photograph. The movement is invented; it was never filmed.",
        "description": f"photograph=sha256:{'ab' * 32} engine=some-engine version=7",
        "date": "2026-11-25",
    }


def test_another_day_changes_the_date_and_nothing_that_is_seen(tmp_path):
    films = [tmp_path / "one.mp4", tmp_path / "other.mp4"]
    for film, day in zip(films, ("2026-11-25", "2026-11-26"), strict=True):
        encode.encode([BLACK] * 50, film, 64, 64, 2, replace(ORIGIN, day=day))
    one, other = (film.read_bytes() for film in films)
    assert one.replace(b"2026-11-25", b"2026-11-26") == other != one


def test_the_clip_of_a_photograph_names_its_file_and_its_engine(made, hopper):
    facts = f"photograph=sha256:{file_sha256(hopper)} engine={made.engine} version={made.version}"
    assert tags(made.clip)["description"] == facts
    assert "date" not in tags(made.clip)  # nobody asked for one


def test_a_film_plays_anywhere(made):
    run = subprocess.run(
        [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-i", str(made.clip)],
        capture_output=True,
        text=True,
    )
    assert "h264" in run.stderr
    assert "yuv420p(tv, bt709" in run.stderr
    assert "Audio" not in run.stderr


def test_index_stands_before_the_pictures(made):
    content = made.clip.read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")


def test_an_exception_among_the_frames_leaves_no_file_and_no_process(tmp_path):
    def frames():
        yield np.zeros((64, 64, 3), np.uint8)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        encode.encode(frames(), tmp_path / "a.mp4", 64, 64, 2, ORIGIN)
    assert list(tmp_path.iterdir()) == []
    assert encoders() == []


def test_a_failing_encoder_says_why(tmp_path):
    frames = (np.zeros((64, 64, 3), np.uint8) for _ in range(500))
    with pytest.raises(TemporaryEngineError) as failure:
        encode.encode(frames, tmp_path / "nowhere" / "a.mp4", 64, 64, 2, ORIGIN)
    assert failure.value.code == "encoder_failed"
    assert "No such file" in failure.value.detail


def test_a_stuck_encoder_is_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr(encode, "SLOWEST", 0.05)

    def frames():
        while True:
            time.sleep(0.01)
            yield np.zeros((64, 64, 3), np.uint8)

    with pytest.raises(TemporaryEngineError) as failure:
        encode.encode(frames(), tmp_path / "a.mp4", 64, 64, 2, ORIGIN)
    assert failure.value.code == "encoder_too_slow"
    assert list(tmp_path.iterdir()) == []


def encoders():
    """Timers of encoders still running in this process."""
    return [thread for thread in threading.enumerate() if isinstance(thread, threading.Timer)]
