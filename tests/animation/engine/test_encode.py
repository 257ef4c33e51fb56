import subprocess
import threading
import time

import imageio_ffmpeg
import numpy as np
import pytest

from animation.engine import TemporaryEngineError, encode


def test_a_film_carries_the_machine_s_confession_and_plays_anywhere(made):
    run = subprocess.run(
        [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-i", str(made.clip)],
        capture_output=True,
        text=True,
    )
    assert "Made by a machine from a photograph" in run.stderr
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
        encode.encode(frames(), tmp_path / "a.mp4", 64, 64, 2)
    assert list(tmp_path.iterdir()) == []
    assert encoders() == []


def test_a_failing_encoder_says_why(tmp_path):
    frames = (np.zeros((64, 64, 3), np.uint8) for _ in range(500))
    with pytest.raises(TemporaryEngineError) as failure:
        encode.encode(frames, tmp_path / "nowhere" / "a.mp4", 64, 64, 2)
    assert failure.value.code == "encoder_failed"
    assert "No such file" in failure.value.detail


def test_a_stuck_encoder_is_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr(encode, "SLOWEST", 0.05)

    def frames():
        while True:
            time.sleep(0.01)
            yield np.zeros((64, 64, 3), np.uint8)

    with pytest.raises(TemporaryEngineError) as failure:
        encode.encode(frames(), tmp_path / "a.mp4", 64, 64, 2)
    assert failure.value.code == "encoder_too_slow"
    assert list(tmp_path.iterdir()) == []


def encoders():
    """Timers of encoders still running in this process."""
    return [thread for thread in threading.enumerate() if isinstance(thread, threading.Timer)]
