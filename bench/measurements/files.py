"""Reading files that come in: the worst of the corpus, and ten photographs of five megabytes at once."""

import io
import os
import resource
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import django
import numpy as np
from PIL import Image

from bench import processes
from bench.figures import BrokenPromise, Figure, Measurement
from bench.sites import Keeper, measured_site

AT_ONCE = 10
PHOTO_MB = 5
MOST_SECONDS, MOST_MEMORY = 45.0, 1200.0  # what the decoder of photographs is given at most


def measure() -> Measurement:
    slowest, heaviest = _worst_files()
    seconds, peak = _ten_at_once()
    return Measurement(
        "files",
        (
            Figure(f"slowest file ({slowest[1]})", slowest[0], "s", MOST_SECONDS),
            Figure(f"heaviest file ({heaviest[1]})", heaviest[0], "MB", MOST_MEMORY),
            Figure(f"{AT_ONCE} photographs of {PHOTO_MB} MB at once", seconds, "s"),
            Figure("web's peak meanwhile", peak, "MB"),
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
        os.write(write, f"{_examine(content)} {_peak_of_children()}".encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as answer:
        seconds, peak = answer.read().split()
    os.waitpid(child, 0)
    return float(seconds), float(peak)


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


def _peak_of_children() -> float:
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 / processes.MB


def _ten_at_once() -> tuple[float, float]:
    """Wall time until all are kept, and the peak of the largest process of the web."""
    photos = [_noise(number) for number in range(AT_ONCE)]
    with measured_site(DEMO="off") as site:
        site.start()
        keeper = Keeper(site)
        began = time.monotonic()
        with ThreadPoolExecutor(AT_ONCE) as senders:
            kept = list(senders.map(lambda photo: keeper.add_media(keeper.memorial, photo), photos))
        seconds = time.monotonic() - began
        if len(set(kept)) != AT_ONCE:
            raise BrokenPromise("not all of the photographs were kept")
        return seconds, processes.peak_mb(site.by_part()["web"])


def _noise(seed: int) -> bytes:
    """A photograph that packs badly: about five megabytes at twelve megapixels."""
    grain = np.random.default_rng(seed).normal(128, 14, (3000, 4000, 1))
    image = Image.fromarray(np.clip(grain, 0, 255).astype("u1").repeat(3, axis=2))
    file = io.BytesIO()
    image.save(file, "JPEG", quality=90)
    return file.getvalue()
