"""`make run` from a fresh clone, and later starts on the same data, until the ready line."""

import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import processes
from bench.figures import BrokenPromise, Figure, Measurement
from bench.sites import MeasuredSite, bare_environment, measured_site, scratch, wait_for_examples
from tests.e2e.launched import BASE_DIR, wait_until

LONGEST_COLD, LONGEST_WARM = 90.0, 5.0  # s
INSTALLING = 900.0  # s: without any limit a mute network would hold everything
WARM_STARTS = 3
STARTING = "Rodnik is starting"


class ClonedSite(MeasuredSite):
    """Started by `make run` in a clone: PATH and HOME are all that its environment holds."""

    def __init__(self, clone: Path, data_dir: Path) -> None:
        super().__init__(data_dir, {})
        self.env, self.folder = bare_environment(), clone
        self.command = ("make", "run", f"PORT={self.port}", f"DATA={data_dir}")


def measure() -> Measurement:
    with scratch() as folder:
        _fill_package_cache(folder / "packages")
        with _cloned(folder) as site:
            installing, cold, stop = _cold_start_and_stop(site)
    with measured_site() as site:
        fresh = _seconds_to_start(site)
        wait_for_examples(site)
        restarts = [_restart(site) for _ in range(WARM_STARTS)]
    warm = [seconds for seconds, _ in restarts]
    return Measurement(
        "start",
        (
            Figure("cold, from a clone", cold, "s", LONGEST_COLD),
            Figure("new data folder", fresh, "s"),
            Figure("warm", statistics.median(warm), "s", LONGEST_WARM),
            Figure("warm, processor", statistics.median(used for _, used in restarts), "s"),
            Figure("stop of make", stop, "s"),
            Figure("cold: installing", installing, "s", detail=True),
            *(Figure(f"warm start {number}", each, "s", detail=True) for number, each in enumerate(warm, 1)),
        ),
    )


def _fill_package_cache(folder: Path) -> None:
    """pip keeps what it fetches: the bar of the cold start is for a machine that has it already."""
    words = ("download", "--quiet", "--quiet", "--require-hashes", "--no-deps", "--only-binary", ":all:")
    subprocess.run(
        [sys.executable, "-m", "pip", *words, "--dest", str(folder), "-r", "requirements.txt"],
        cwd=BASE_DIR, env=bare_environment(), check=True,
    )  # fmt: skip


@contextmanager
def _cloned(folder: Path) -> Iterator[ClonedSite]:
    """The last commit: what is not committed is not measured."""
    clone = folder / "clone"
    subprocess.run(["git", "clone", "--quiet", str(BASE_DIR), str(clone)], check=True)  # noqa: S607
    site = ClonedSite(clone, folder / "data")
    try:
        yield site
    finally:
        site.end()


def _cold_start_and_stop(site: ClonedSite) -> tuple[float, float, float]:
    """Seconds until the launcher speaks, until the site is ready, and from SIGTERM until make has ended."""
    began = time.monotonic()
    site.launch()
    wait_until(lambda: STARTING in site.output or site.code is not None, INSTALLING)
    installed = time.monotonic()
    site.wait_ready(INSTALLING)
    ready = time.monotonic()
    site.stop()
    stopped = time.monotonic()
    if site.wait_gone():
        raise BrokenPromise("SIGTERM to make has left processes behind")
    return installed - began, ready - began, stopped - ready


def _seconds_to_start(site: MeasuredSite) -> float:
    began = time.monotonic()
    site.start()
    return time.monotonic() - began


def _restart(site: MeasuredSite) -> tuple[float, float]:
    """Seconds until it is ready, and processor seconds that all its parts have taken by then."""
    site.stop()
    return _seconds_to_start(site), processes.cpu_seconds(site.processes())
