"""ffmpeg on a stranger's file: it is handed one open file, and can open nothing else.

The file comes as a descriptor (`fd:`), and `fd` is the only protocol that inputs may use: a playlist, a
data reference or a script inside the file has no way to name another file, let alone an address. The
demuxer is the one that we recognised ourselves, and the decoders are those of the list below.
"""

import contextlib
import os
import selectors
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import imageio_ffmpeg

from memorials.decoding.confinement import Limits
from memorials.decoding.run import SLOTS, confined

PICTURE_DECODERS = (
    "h264", "hevc", "vp8", "vp9", "libdav1d", "mpeg4", "msmpeg4v2", "msmpeg4", "h263", "theora", "mjpeg",
    "prores", "dvvideo", "mpeg1video", "mpeg2video", "svq1", "svq3", "cinepak",
)  # fmt: skip
SOUND_DECODERS = (
    "aac", "mp3float", "mp2float", "mp2", "mp3", "vorbis", "opus", "flac", "alac", "ac3", "amrnb", "amrwb",
    "speex", "pcm_u8", "pcm_s8", "pcm_s16le", "pcm_s16be", "pcm_s24le", "pcm_s24be", "pcm_s32le",
    "pcm_s32be", "pcm_f32le", "pcm_f32be", "pcm_f64le", "pcm_f64be", "pcm_alaw", "pcm_mulaw",
    "adpcm_ima_wav", "adpcm_ima_qt", "adpcm_ms", "gsm_ms", "qdm2",
)  # fmt: skip
DECODERS = ",".join(PICTURE_DECODERS + SOUND_DECODERS)
# 7680×4320, the largest that phones film; looked at by the decoders before they take memory for a frame.
MOST_PIXELS = 7680 * 4320
OVER_A_LIMIT = ("Cannot allocate memory", "exceeds specified max pixel count")
THREADS = "2"
NICENESS = 10  # pages come first
KEPT_OF_STDERR = 20_000
CHUNK = 2**16
QUICK = Limits(
    memory_bytes=3 * 2**30,  # address space, of which the program and the stacks of its threads take 0.5 GB
    cpu_seconds=60,
    wall_seconds=90,
    largest_file=2**26,
    may_multiply=True,
)


class Failed(Exception):
    """ffmpeg gave up: what it said last is for the log alone, since the file may have put words into it."""


class TooHeavy(Exception):
    """Stopped by one of the limits."""


def read_media(
    source: Path,
    demuxer: str,
    asked: Sequence[str],
    into: Path,
    *,
    take: Callable[[bytes], None] = lambda chunk: None,
    limits: Limits = QUICK,
) -> str:
    """Run ffmpeg on one file and answer with what it said (its last 20,000 bytes).

    `asked` stands behind the input; its files lie in the folder `into`, where it runs. What it writes to
    `pipe:1` goes to `take` bit by bit. Raises Failed and TooHeavy.
    """
    with source.open("rb") as file:
        command = _command(file.fileno(), demuxer, asked)
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "bufsize": 0}
        # Somebody waits for a quick one; a worker has one at a time anyway.
        slot = SLOTS if limits is QUICK else contextlib.nullcontext()
        with slot, confined(command, into, limits, pass_fds=[file.fileno()], **pipes) as process:
            said = _listen(process, take, limits.wall_seconds)
    if process.returncode < 0:
        raise TooHeavy(f"signal {-process.returncode}")
    if process.returncode:
        raise TooHeavy(said) if any(sign in said for sign in OVER_A_LIMIT) else Failed(said)
    return said


def longer(seconds: int, largest_file: int) -> Limits:
    """For a worker, which has the time; the processor's time counts for each of the threads."""
    return replace(QUICK, cpu_seconds=2 * seconds, wall_seconds=seconds, largest_file=largest_file)


def _command(file: int, demuxer: str, asked: Sequence[str]) -> list[str]:
    within = ["-protocol_whitelist", "fd", "-format_whitelist", demuxer, "-codec_whitelist", DECODERS]
    within += ["-max_pixels", str(MOST_PIXELS), "-threads", THREADS]
    program = ["nice", "-n", str(NICENESS), str(imageio_ffmpeg.get_ffmpeg_exe()), "-hide_banner", "-nostdin"]
    program += ["-nostats", "-y", "-filter_threads", THREADS, "-filter_complex_threads", THREADS]
    return [*program, *within, "-f", demuxer, "-fd", str(file), "-i", "fd:", *asked]


def _listen(process: "subprocess.Popen[bytes]", take: Callable[[bytes], None], seconds: float) -> str:
    """Hand on what it writes and keep the end of what it says, until it ends or time is over."""
    said, ends = b"", time.monotonic() + seconds
    with selectors.DefaultSelector() as open_pipes:
        for pipe in (process.stdout, process.stderr):
            open_pipes.register(pipe or -1, selectors.EVENT_READ)
        while open_pipes.get_map():
            for key, _ in open_pipes.select(max(0, ends - time.monotonic())):
                chunk = os.read(key.fd, CHUNK)
                if not chunk:
                    open_pipes.unregister(key.fileobj)
                elif key.fileobj is process.stdout:
                    take(chunk)
                else:
                    said = (said + chunk)[-KEPT_OF_STDERR:]
            if time.monotonic() >= ends:
                raise TooHeavy("time is over")
    try:
        process.wait(max(1, ends - time.monotonic()))
    except subprocess.TimeoutExpired:
        raise TooHeavy("it does not end") from None
    return said.decode(errors="replace")
