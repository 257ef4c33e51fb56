"""Frames into a film: H.264 that any browser plays, written by ffmpeg from a pipe."""

import contextlib
import subprocess
import tempfile
import threading
from collections.abc import Iterable
from pathlib import Path

import imageio_ffmpeg
import numpy as np
from PIL import Image

from animation.engine.gesture import FPS
from animation.engine.origin import Origin
from animation.engine.photo import Pixels
from animation.engine.refusals import TemporaryEngineError

# Measured on portraits: `veryfast` without macroblock trees keeps more of a moving face than `faster` with
# them, in two thirds of its time and the same size.
QUALITY, PRESET = 20.5, "veryfast"
# What is all grain or fine cracks would be twice as large as others: it is given less for each unit of it.
LESS_FOR_GRAIN = 1.2
# The first frame takes a far larger share of bits than usual: all others repeat most of it, and the still
# background then needs no repair. Macroblock trees would override that share. Bits go to where detail is
# a little less unevenly than x264 gives them, which helps soft skin beside hard edges.
SHARES = "mbtree=0:ipratio=2.8:aq-strength=0.6"
THREADS = "2"  # fixed: the encoder's output depends on it
SLOWEST = 30.0  # s of encoding for each second of film
MOST_BYTES = 4_000_000  # for each second of film: a run-away clip stops here
POSTER_QUALITY = 90


class Encoder:
    """A context that takes frames one by one; on any exception ffmpeg is stopped and the file removed."""

    def __init__(
        self, path: Path, width: int, height: int, seconds: float, origin: Origin, grain: float = 0.0
    ) -> None:
        self._path = path
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115  closed in _stop
        self._late = threading.Event()
        self._process = subprocess.Popen(  # noqa: S603  fixed program, no shell
            _command(path, width, height, seconds, QUALITY + LESS_FOR_GRAIN * grain, origin),
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=self._errors,
        )  # fmt: skip
        self._alarm = threading.Timer(SLOWEST * seconds, self._too_late)
        self._alarm.daemon = True
        self._alarm.start()

    def write(self, frame: Pixels) -> None:
        assert self._process.stdin  # noqa: S101  opened above
        try:
            self._process.stdin.write(np.ascontiguousarray(frame).data)
        except OSError as error:
            raise self._failure() from error

    def __enter__(self) -> "Encoder":
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                self._finish()
        except BaseException:
            kind = TemporaryEngineError
            raise
        finally:
            self._stop()
            if kind is not None:
                self._path.unlink(missing_ok=True)

    def _finish(self) -> None:
        assert self._process.stdin  # noqa: S101
        try:
            self._process.stdin.close()
        except OSError as error:
            raise self._failure() from error
        if self._process.wait() != 0:
            raise self._failure()

    def _stop(self) -> None:
        self._alarm.cancel()
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        if self._process.stdin:
            with contextlib.suppress(OSError):  # what was still buffered has no reader any more
                self._process.stdin.close()
        self._errors.close()

    def _too_late(self) -> None:
        self._late.set()
        self._process.kill()

    def _failure(self) -> TemporaryEngineError:
        if self._late.is_set():
            return TemporaryEngineError("encoder_too_slow")
        self._process.wait()
        self._errors.seek(0)
        said = self._errors.read(2000).decode(errors="replace").strip()
        return TemporaryEngineError("encoder_failed", said)


def encode(
    frames: Iterable[Pixels],
    path: Path,
    width: int,
    height: int,
    seconds: float,
    origin: Origin,
    grain: float = 0.0,
) -> None:
    """`grain`: 0 for most pictures, 1 for those that are nothing but it."""
    with Encoder(path, width, height, seconds, origin, grain) as encoder:
        for frame in frames:
            encoder.write(frame)


def save_poster(frame: Pixels, path: Path) -> None:
    Image.fromarray(frame).save(path, "WEBP", quality=POSTER_QUALITY, method=2)


def ffmpeg() -> str:
    try:
        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError as error:
        raise TemporaryEngineError("encoder_missing") from error


def _command(
    path: Path, width: int, height: int, seconds: float, quality: float, origin: Origin
) -> list[str]:
    # Colours are converted and marked as BT.709: players guess that for anything larger than television.
    marks = {"colorspace": "bt709", "color_primaries": "bt709", "color_trc": "bt709", "color_range": "tv"}
    colours = [word for name, value in marks.items() for word in (f"-{name}", value)]
    tags = [word for name, value in origin.tags.items() for word in ("-metadata", f"{name}={value}")]
    scaling = "scale=out_color_matrix=bt709:out_range=tv:flags=accurate_rnd+full_chroma_int+bicubic"
    return [
        ffmpeg(), "-nostdin", "-hide_banner", "-loglevel", "error", "-y",
        "-protocol_whitelist", "file,pipe", "-f", "rawvideo", "-pix_fmt", "rgb24",
        "-s", f"{width}x{height}", "-r", str(FPS), "-i", "pipe:0",
        "-an", "-vf", scaling, "-pix_fmt", "yuv420p", *colours,
        "-c:v", "libx264", "-crf", f"{quality:.1f}", "-preset", PRESET, "-threads", THREADS,
        "-x264-params", f"{SHARES}:keyint=infinite:scenecut=0",
        "-fs", str(int(MOST_BYTES * seconds)), "-movflags", "+faststart", "-fflags", "+bitexact",
        "-map_metadata", "-1", *tags,
        "-f", "mp4", f"file:{path}",
    ]  # fmt: skip
