"""While a run lasts: its lease is renewed, and it is stopped when the row is no longer its own."""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType, TracebackType

from celery.exceptions import SoftTimeLimitExceeded
from django.db import DatabaseError, connection

from memorials.jobs import pulse
from memorials.jobs.handover import name_of
from memorials.jobs.model import Job

logger = logging.getLogger(__name__)


class NotOurs(Exception):
    """The row was cancelled, removed, or given to another run: stop, and leave nothing behind."""


class Lease:
    """Renews the lease of a run from a thread of its own, however long a stage is silent."""

    def __init__(self, job: Job) -> None:
        self.kind, self.pk, self.token = type(job), job.pk, job.token
        self.stage, self.progress = "reading", 0
        self.lost = False
        self._pulse_left = time.monotonic()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="lease", daemon=True)

    def report(self, stage: str, share: float) -> None:
        """The progress of the work: kept for the next renewal. Raises NotOurs to stop it."""
        if self.lost:
            raise NotOurs
        self.stage, self.progress = stage, min(99, round(100 * share))

    def _keep(self) -> None:
        # A second is how fresh a progress bar must be; the lease itself needs a third of its length.
        pause = min(1.0, self.kind.lease_seconds() / 3)
        try:
            while not self._over.wait(pause):
                self._renew()
                self._leave_pulse()
        finally:
            connection.close()

    def _renew(self) -> None:
        try:
            self.lost = not self.kind.objects.renew(
                self.pk, self.token, stage=self.stage, progress=self.progress
            )
        except DatabaseError as error:  # the next renewal may succeed; if none does, the lease runs out
            logger.warning("%s: the lease was not renewed: %s", name_of(self.kind, self.pk), error)
            connection.close()

    def _leave_pulse(self) -> None:
        """A worker without a pool does nothing else while it works, but it is there."""
        if time.monotonic() - self._pulse_left > pulse.INTERVAL:
            self._pulse_left = time.monotonic()
            pulse.leave(self.kind.QUEUE)

    def __enter__(self) -> Lease:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()


@contextmanager
def watched(lease: Lease, *, every: float = 1.0) -> Iterator[None]:
    """Work that waits long for another program, and reports nothing, is stopped all the same.

    With NotOurs once the row is lost, and with SoftTimeLimitExceeded when its time is over: a worker with
    the pool `solo` has no time limits of Celery's. Of the main thread only; the other program ends with it.
    """
    deadline = time.monotonic() + lease.kind.time_limit()

    def look(number: int, frame: FrameType | None) -> None:
        if lease.lost or time.monotonic() > deadline:
            signal.setitimer(signal.ITIMER_REAL, 0)  # said once; what follows must be able to tidy up
            raise NotOurs if lease.lost else SoftTimeLimitExceeded

    before = signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, every, every)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
