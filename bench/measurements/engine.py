"""The default clip at 512, 720 and 1080 px: in a fresh process, in a warm one, bent alone, encoded alone."""

import json
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from bench.figures import BrokenPromise, Figure, Measurement
from bench.sites import bare_environment, scratch
from tests.e2e.launched import BASE_DIR
from tests.e2e.visitor import PHOTO

#: size -> the most seconds in a fresh process and in a warm one, the most milliseconds to bend a frame, the
#: most kB. For 1080 px there are no bars: it is the size for a screen on a wall, and nobody's default.
BARS: dict[int, tuple[float | None, ...]] = {
    512: (2.5, 2.0, 6.0, 700.0),
    720: (4.0, 3.5, 12.0, 700.0),
    1080: (None, None, None, None),
}
MOST_MB = 350.0
ROUNDS = 3
STAGES = ("faces", "build", "render", "total")


def measure() -> Measurement:
    return Measurement("engine", tuple(figure for size in BARS for figure in _figures(size)))


def _figures(size: int) -> tuple[Figure, ...]:
    most_fresh, most_warm, most_frame, most_kb = BARS[size]
    with scratch() as folder:
        fresh = [_fresh(size, folder) for _ in range(ROUNDS)]
        warm = _warm(size, folder)
    again, clips = warm["clips"][1:], [*fresh, *warm["clips"]]
    total = _median(again, "total")
    return (
        Figure(f"{size} px: fresh", statistics.median(each["wall"] for each in fresh), "s", most_fresh),
        Figure(f"{size} px: fresh, processor", statistics.median(each["cpu"] for each in fresh), "s"),
        Figure(f"{size} px: warm", total, "s", most_warm),
        Figure(f"{size} px: bending a frame", 1000 * warm["frame"]["wall"], "ms", most_frame),
        Figure(f"{size} px: encoder alone", 100 * warm["encoder"] / total, "% of warm"),
        Figure(f"{size} px: peak", max(each["peak_rss_mb"] for each in clips), "MB", MOST_MB),
        Figure(f"{size} px: clip", max(each["clip_bytes"] for each in clips) / 1000, "kB", most_kb),
        Figure(
            f"{size} px: bending a frame, processor", 1000 * warm["frame"]["processor"], "ms", detail=True
        ),
        *(Figure(f"{size} px: fresh {each}", _median(fresh, each), "s", detail=True) for each in STAGES),
        *(Figure(f"{size} px: warm {each}", _median(again, each), "s", detail=True) for each in STAGES),
        Figure(f"{size} px: encoder alone, seconds", warm["encoder"], "s", detail=True),
    )


def _fresh(size: int, folder: Path) -> dict[str, Any]:
    """The command as anybody runs it: `wall` is from its start to its end, interpreter and all.

    `cpu` is the time of its processes, ffmpeg's too; others at work beside it disturb that much less.
    """
    words = ("manage.py", "animate", str(PHOTO), str(folder / "out.mp4"), "--size", str(size), "--json")
    began, used = time.monotonic(), _cpu_of_children()
    made = _run(folder, *words)
    return {**made, "wall": time.monotonic() - began, "cpu": _cpu_of_children() - used}


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _warm(size: int, folder: Path) -> dict[str, Any]:
    return _run(folder, "-m", "bench.warm_clips", str(PHOTO), str(folder), str(size), str(1 + ROUNDS))


def _run(folder: Path, *words: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, *words], cwd=BASE_DIR, capture_output=True, text=True, encoding="utf-8", check=False,
        env={**bare_environment(), "DATA_DIR": str(folder), "RODNIK_IGNORE_DOTENV": "1"},
    )  # fmt: skip
    if done.returncode != 0:
        raise BrokenPromise(f"no clip was made: {done.stdout}{done.stderr}")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _median(clips: list[dict[str, Any]], stage: str) -> float:
    return statistics.median(float(clip["seconds"][stage]) for clip in clips)
