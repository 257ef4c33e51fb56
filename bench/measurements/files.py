"""Reading files that come in: the worst of the corpus, ten photographs at once, and a minute of film."""

import io
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import django
import imageio_ffmpeg
import numpy as np
from PIL import Image

from bench import processes
from bench.figures import BrokenPromise, Figure, Measurement
from bench.sites import Keeper, measured_site

AT_ONCE = 10
PHOTO_MB = 5
MOST_SECONDS, MOST_MEMORY = 45.0, 1200.0  # what the decoder of photographs is given at most
#: As telephones film: noise in the pictures, and sound. The one is taken as it is, the other encoded anew.
MINUTE = ("-f", "lavfi", "-i", "testsrc2=s=1920x1080:r=30:d=60,noise=alls=6:allf=t", "-f", "lavfi", "-i",
    "sine=d=60", "-c:a", "aac", "-pix_fmt", "yuv420p", "-preset", "ultrafast", "-b:v", "17M")  # fmt: skip
CODECS = {"H.264": "libx264", "HEVC": "libx265"}


def measure() -> Measurement:
    slowest, heaviest = _worst_files()
    seconds, of_web, of_all = _ten_at_once()
    return Measurement(
        "files",
        (
            Figure(f"slowest file ({slowest[1]})", slowest[0], "s", MOST_SECONDS),
            Figure(f"heaviest file ({heaviest[1]})", heaviest[0], "MB", MOST_MEMORY),
            Figure(f"{AT_ONCE} photographs of {PHOTO_MB} MB at once", seconds, "s"),
            Figure("its largest process", of_web, "MB"),
            Figure("whole site's peak", of_all, "MB"),
            *(_minute(name, codec) for name, codec in CODECS.items()),
        ),
    )


def _worst_files() -> tuple[tuple[float, str], tuple[float, str]]:
    """Each file of the corpus in a process of its own, so that the memory of its decoder is known."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from tests.corpus import CORPUS

    measured = [(*_examined(odd.make()), name) for name, odd in CORPUS.items()]
    return max((seconds, name) for seconds, _, name in measured), max((mb, name) for _, mb, name in measured)


def _examined(content: bytes) -> tuple[float, float]:
    """Seconds, and the most that one process of the decoder held, in MB."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        with processes.watching(lambda: processes.peak_of_programs_mb(os.getpid()), 0.005) as held:
            seconds = _examine(content)
        os.write(write, f"{seconds} {max(held)}".encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as answer:
        told = answer.read().split()
    os.waitpid(child, 0)
    if len(told) != 2:
        raise BrokenPromise("a file of the corpus ended the process that examined it")
    return float(told[0]), float(told[1])


def _examine(content: bytes) -> float:
    from memorials.decoding import examine
    from memorials.errors import FileRefused

    with tempfile.TemporaryDirectory(prefix="rodnik-bench-") as folder:
        path = Path(folder) / "original"
        path.write_bytes(content)
        began = time.monotonic()
        try:
            examine(path, Path(folder))
        except FileRefused:
            sys.stdout.flush()  # a refusal takes its time too
        return time.monotonic() - began


def _ten_at_once() -> tuple[float, float, float]:
    """Wall time until all are kept, the peak of the largest process of the web, and of all together."""
    photos = [_noise(number) for number in range(AT_ONCE)]
    with measured_site(DEMO="off") as site:
        site.start()
        keeper = Keeper(site)
        launcher = site.by_part()["launcher"][0]
        began = time.monotonic()
        with (
            processes.watching(lambda: processes.held_mb(launcher), 0.1) as held,
            ThreadPoolExecutor(AT_ONCE) as senders,
        ):
            kept = list(senders.map(lambda photo: keeper.add_media(keeper.memorial, photo), photos))
            seconds = time.monotonic() - began
        if len(set(kept)) != AT_ONCE:
            raise BrokenPromise("not all of the photographs were kept")
        return seconds, processes.peak_mb(site.by_part()["web"]), max(held)


def _noise(seed: int) -> bytes:
    """A photograph that packs badly: about five megabytes at twelve megapixels."""
    grain = np.random.default_rng(seed).normal(128, 14, (3000, 4000, 1))
    image = Image.fromarray(np.clip(grain, 0, 255).astype("u1").repeat(3, axis=2))
    file = io.BytesIO()
    image.save(file, "JPEG", quality=90)
    return file.getvalue()


def _minute(name: str, codec: str) -> Figure:
    """Seconds that a worker takes for the copy of a minute of 1080p."""
    from memorials.decoding import prepare

    with tempfile.TemporaryDirectory(prefix="rodnik-bench-") as folder:
        film = Path(folder) / "original.mp4"
        command = [
            str(imageio_ffmpeg.get_ffmpeg_exe()),
            "-loglevel",
            "error",
            *MINUTE,
            "-c:v",
            codec,
            str(film),
        ]
        subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
        began = time.monotonic()
        if not prepare(film, Path(folder), "video").copies:
            raise BrokenPromise(f"a minute of {name} was not prepared")
        return Figure(f"a minute of 1080p {name} prepared", time.monotonic() - began, "s")
