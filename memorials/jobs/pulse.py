"""Signs of life. A worker's main process leaves one every few seconds in the shared cache, so that a
page can say honestly whether anybody is there to do the work, without asking the broker."""

import logging
import time
from typing import Any

from celery import bootsteps
from django.core.cache import cache
from django.db import DatabaseError, connection

INTERVAL = 5.0  # seconds
SILENT_AFTER = 30.0  # seconds
logger = logging.getLogger(__name__)


def leave(name: str) -> None:
    try:
        cache.set(f"pulse:{name}", time.time(), timeout=None)
    except DatabaseError as error:  # a busy or vanished database must not stop the worker
        logger.warning("the pulse of %s could not be written: %s", name, error)
    finally:
        connection.close()


def age(name: str) -> float | None:
    """Seconds since the last sign of a queue's worker (or of "beat"); None if there never was one."""
    last = cache.get(f"pulse:{name}")
    return None if last is None else max(0.0, time.time() - last)


def is_alive(name: str) -> bool:
    last = age(name)
    return last is not None and last < SILENT_AFTER


class PulseStep(bootsteps.StartStopStep):
    """A part of the worker that leaves a pulse for each queue it consumes."""

    requires = ("celery.worker.components:Timer",)

    def start(self, worker: Any) -> None:
        self.timer = worker.timer.call_repeatedly(INTERVAL, self.beat, (worker,))
        self.beat(worker)

    def stop(self, worker: Any) -> None:
        self.timer.cancel()

    @staticmethod
    def beat(worker: Any) -> None:
        for queue in worker.app.amqp.queues.consume_from:
            leave(queue)
