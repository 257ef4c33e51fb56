"""The finished film read back from its file: a dozen frames, and how far all are from one another."""

import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

from animation.engine.encode import ffmpeg
from animation.engine.photo import Pixels
from animation.engine.refusals import TemporaryEngineError

LOOKS = 12  # frames
SLOWEST = 60.0  # s to decode a clip of seconds
SMALL = 144  # px, the side of the grey frames: a jump of a whole face shows on stamps as well


@dataclass(frozen=True)
class Footage:
    """`frames` are RGB, the first and the last of the film among them; `numbers` are their places in it.

    `steps`: for every frame of the film but the first, the mean difference of its brightness from the frame
    before, of 255.
    """

    frames: list[Pixels]
    numbers: list[int]
    steps: NDArray[np.float32]


def worth_seeing(frames: int, moments: list[int]) -> list[int]:
    """A dozen places: both ends, these moments, and those evenly between."""
    special = {0, frames - 1, *moments}
    even = [round(each) for each in np.linspace(0, frames - 1, max(2, LOOKS - len(special) + 2))]
    return sorted(special | set(even))


def read(clip: Path, width: int, height: int, frames: int, numbers: list[int]) -> Footage:
    """One pass of the decoder; raises TemporaryEngineError where the file does not hold what it should."""
    with tempfile.TemporaryFile() as stamps:
        whole = _decoded(clip, numbers, stamps)
        stamps.seek(0)
        small = np.frombuffer(stamps.read(), np.uint8)
    if whole.size != len(numbers) * width * height * 3 or small.size != frames * SMALL * SMALL:
        raise TemporaryEngineError("clip_unreadable", f"{whole.size} bytes for {len(numbers)} frames")
    stack = small.reshape(frames, -1).astype(np.int16)
    steps = np.abs(np.diff(stack, axis=0)).mean(1, dtype=np.float32)
    return Footage(list(whole.reshape(-1, height, width, 3)), numbers, steps)


def _decoded(clip: Path, numbers: list[int], stamps: IO[bytes]) -> NDArray[np.uint8]:
    """The chosen frames; the small grey ones go to the file, because two pipes could block each other."""
    chosen = "+".join(f"eq(n,{each})" for each in numbers)
    graph = (
        f"[0:v]split[a][b];[a]select='{chosen}'[whole];[b]scale={SMALL}:{SMALL}:flags=area,format=gray[small]"
    )
    raw = ["-fps_mode", "passthrough", "-f", "rawvideo"]
    command = [
        ffmpeg(), "-nostdin", "-hide_banner", "-loglevel", "error",
        "-protocol_whitelist", "file,pipe", "-format_whitelist", "mov", "-i", f"file:{clip}",
        "-filter_complex_threads", "1", "-filter_complex", graph,
        "-map", "[whole]", *raw, "-pix_fmt", "rgb24", "pipe:1",
        "-map", "[small]", *raw, f"pipe:{stamps.fileno()}",
    ]  # fmt: skip
    try:
        run = subprocess.run(  # noqa: S603  fixed program, no shell
            command, capture_output=True, timeout=SLOWEST, check=True, pass_fds=(stamps.fileno(),)
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise TemporaryEngineError("clip_unreadable", str(error)) from error
    return np.frombuffer(run.stdout, np.uint8)
