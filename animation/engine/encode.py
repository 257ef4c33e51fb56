"""Frames into a film: H.264 that any browser plays, written by ffmpeg from a pipe."""

import contextlib
import subprocess
import tempfile
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import imageio_ffmpeg
import numpy as np
from PIL import Image

from animation.engine.gesture import FPS
from animation.engine.origin import Origin
from animation.engine.photo import Pixels
from animation.engine.refusals import TemporaryEngineError

# Measured on portraits. `veryfast` without macroblock trees keeps more of a moving face than `faster` with
# them, in two thirds of its time and the same size. Without frames that are drawn from both sides no frame is
# softer than its neighbours: the worst one keeps a tenth more of the photograph's detail.
PRESET = "veryfast"
# Constant rate factors. Finer than the first is not seen; coarser than the last turns skin to wax.
FINEST, USUAL, COARSEST = 21.0, 23.0, 31.6
# The first frame takes a far larger share of bits than usual: all others repeat most of it, and the still
# background then needs no repair. Macroblock trees would override that share. Bits go to where detail is
# a little less unevenly than x264 gives them, which helps soft skin beside hard edges.
SHARES = "mbtree=0:bframes=0:ref=2:ipratio=5:aq-strength=0.6:deadzone-inter=10"
# Slow motion of less than a pixel softens most and is looked at longest, and the last frame must meet the
# first: there more bits are spent than on quick turns. By steps: at once, detail would be seen to come.
STARTS = (1.5, 1.4, 1.25, 1.1)  # times the usual bits, each for some frames from the first on
ENDS = (1.1, 1.25, 1.4, 1.6, 1.82, 2.08)  # and up to the last
STEP = 3  # frames
FINER = 6.0  # steps of quality by which faces are drawn better than the rest
QP_RANGE = 51  # what the encoder's offsets of quality are shares of
THREADS = "2"  # fixed: the encoder's output depends on it
SLOWEST = 30.0  # s of encoding for each second of film
MOST_BYTES = 4_000_000  # for each second of film: a run-away clip stops here
POSTER_QUALITY = 90

Region = tuple[int, int, int, int]  # left, top, right, bottom


@dataclass(frozen=True)
class Fineness:
    quality: float = USUAL  # constant rate factor: the lower the finer
    regions: tuple[Region, ...] = ()  # of the picture that are drawn better: faces


USUAL_FINENESS = Fineness()


class Encoder:
    """A context that takes frames one by one; on any exception ffmpeg is stopped and the file removed."""

    def __init__(
        self,
        path: Path,
        width: int,
        height: int,
        seconds: float,
        origin: Origin,
        fineness: Fineness = USUAL_FINENESS,
    ) -> None:
        self._path = path
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115  closed in _stop
        self._late = threading.Event()
        self._process = subprocess.Popen(  # noqa: S603  fixed program, no shell
            [*command(width, height, seconds, fineness), *_into(path, seconds, origin)],
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
    frames: Iterable[Pixels], path: Path, width: int, height: int, seconds: float, origin: Origin,
    fineness: Fineness = USUAL_FINENESS,
) -> None:  # fmt: skip
    with Encoder(path, width, height, seconds, origin, fineness) as encoder:
        for frame in frames:
            encoder.write(frame)


def save_poster(frame: Pixels, path: Path) -> None:
    Image.fromarray(frame).save(path, "WEBP", quality=POSTER_QUALITY, method=2)


def ffmpeg() -> str:
    try:
        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError as error:
        raise TemporaryEngineError("encoder_missing") from error


def command(width: int, height: int, seconds: float, fineness: Fineness) -> list[str]:
    """From raw frames on standard input to H.264; where it goes is yet to be said."""
    # Colours are converted and marked as BT.709: players guess that for anything larger than television.
    marks = {"colorspace": "bt709", "color_primaries": "bt709", "color_trc": "bt709", "color_range": "tv"}
    colours = [word for name, value in marks.items() for word in (f"-{name}", value)]
    scaling = "scale=out_color_matrix=bt709:out_range=tv:flags=accurate_rnd+full_chroma_int+bicubic"
    filters = ",".join([scaling, *map(_finer, fineness.regions)])
    return [
        ffmpeg(), "-nostdin", "-hide_banner", "-loglevel", "error", "-y",
        "-protocol_whitelist", "file,pipe", "-f", "rawvideo", "-pix_fmt", "rgb24",
        "-s", f"{width}x{height}", "-r", str(FPS), "-i", "pipe:0",
        "-an", "-vf", filters, "-pix_fmt", "yuv420p", *colours,
        "-c:v", "libx264", "-crf", f"{fineness.quality:.1f}", "-preset", PRESET, "-threads", THREADS,
        "-x264-params", f"{SHARES}:keyint=infinite:scenecut=0:zones={_zones(round(seconds * FPS))}",
    ]  # fmt: skip


def _into(path: Path, seconds: float, origin: Origin) -> list[str]:
    tags = [word for name, value in origin.tags.items() for word in ("-metadata", f"{name}={value}")]
    return [
        "-fs", str(int(MOST_BYTES * seconds)), "-movflags", "+faststart", "-fflags", "+bitexact",
        "-map_metadata", "-1", *tags,
        "-f", "mp4", f"file:{path}",
    ]  # fmt: skip


def _finer(region: Region) -> str:
    left, top, right, bottom = region
    return f"addroi=x={left}:y={top}:w={right - left}:h={bottom - top}:qoffset={-FINER / QP_RANGE:.4f}"


def _zones(frames: int) -> str:
    """Numbers of the first and the last frame of each stretch, and how many times the usual bits it gets."""
    end = max(1 + STEP * len(STARTS), frames - STEP * len(ENDS))
    starts = [(1 + STEP * step, more) for step, more in enumerate(STARTS)]
    ends = [(end + STEP * step, more) for step, more in enumerate(ENDS)]
    return "/".join(f"{first},{first + STEP - 1},b={more}" for first, more in starts + ends)
