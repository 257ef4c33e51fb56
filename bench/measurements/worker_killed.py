"""Every process of the site killed in the middle of a render: from the next ready line to the clip."""

import os
import signal
import time
from pathlib import Path

from bench.figures import BrokenPromise, Figure, Measurement
from bench.sites import Keeper, MeasuredSite, measured_site, wait_for

LONGEST = 60.0  # s
DRAWING = "Drawing the frames"


def measure() -> Measurement:
    with measured_site(DEMO="off") as site:
        keeper = Keeper(site.start())
        keeper.ask()
        wait_for(
            lambda: DRAWING in keeper.reads(f"{keeper.photo}living/"), "the frames are drawn", pause=0.05
        )
        _kill(site)
        if _clips(site):
            raise BrokenPromise("the clip was finished before the site could be killed")
        site.start()
        ready = time.monotonic()
        keeper.wait_for_clips(1)
        waited = time.monotonic() - ready
        clips = len(_clips(site))
    if clips != 1:
        raise BrokenPromise(f"one request has left {clips} clips in the storage")
    return Measurement(
        "worker_killed",
        (
            Figure("clip after the ready line", waited, "s", LONGEST),
            Figure("clips in the storage", clips, "", 1),
        ),
    )


def _clips(site: MeasuredSite) -> list[Path]:
    return list((site.data_dir / "media" / "living").glob("*.mp4"))


def _kill(site: MeasuredSite) -> None:
    for pid in site.processes():
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:  # it went with its parent
            continue
    site.wait_end()
    wait_for(lambda: not site.processes(), "every process is gone")
