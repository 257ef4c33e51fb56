"""From the row to the broker. A request never waits for this: a small thread does it after the commit,
and what it cannot send stays `queued` until the sweeper sends it."""

import logging
import queue
import threading
import uuid
from typing import Any

from amqp.exceptions import AMQPError
from celery import current_app
from django.db import DatabaseError, connection
from django.utils import timezone
from kombu.exceptions import OperationalError

from memorials.jobs.model import Job, State

logger = logging.getLogger(__name__)
#: A message that nobody took for so long is dropped by the worker; the sweeper has sent another by then.
EXPIRES = 600.0
#: How a broker says that it is away or refuses; the last is RabbitMQ's own way.
BROKER_AWAY = (OperationalError, OSError, AMQPError)

_waiting: queue.Queue[tuple[type[Job], int]] = queue.Queue()
_starting = threading.Lock()
_sender: threading.Thread | None = None


def hand_over(job: Job) -> None:
    """Wake the sender. Returns at once and raises nothing: the row is what counts."""
    global _sender
    _waiting.put((type(job), job.pk))
    with _starting:
        if _sender is None or not _sender.is_alive():  # also after a fork, which copies no threads
            _sender = threading.Thread(target=_send_waiting, name="hand-over", daemon=True)
            _sender.start()


def _send_waiting() -> None:
    while True:
        kind, pk = _waiting.get()
        try:
            send(kind, pk)
        except DatabaseError as error:  # sent but not marked: the sweeper sends once more, which is harmless
            logger.warning(
                "%s: the sending was not written down: %s", name_of(kind, pk), type(error).__name__
            )
        finally:
            connection.close()
            _waiting.task_done()


def settle() -> None:
    """Wait until all that was handed over in this process is sent, or left to the sweeper."""
    _waiting.join()


def send(kind: type[Job], pk: int) -> bool:
    """Publish the wake-up for a queued row and mark it as sent. False when the broker refuses."""
    try:  # by name: the task's own module brings along what the work needs, which the site must not load
        current_app.send_task(
            kind.TASK, args=[pk], task_id=uuid.uuid4().hex, expires=EXPIRES, priority=kind.PRIORITY
        )
    except BROKER_AWAY as error:
        logger.warning("%s waits: the broker does not take it (%s)", name_of(kind, pk), type(error).__name__)
        return False
    kind.objects.filter(pk=pk, status=State.QUEUED).update(sent_at=timezone.now())
    return True


def messages_waiting(kind: type[Job]) -> int:
    """How many wake-ups lie in its queue. Raises one of BROKER_AWAY when the broker cannot be asked."""
    with current_app.connection_for_write() as broker:
        channel: Any = broker.default_channel
        # As Celery itself declares it: RabbitMQ refuses everybody who comes later and says otherwise.
        declared = channel.queue_declare(queue=kind.QUEUE, durable=True, auto_delete=False)
        return int(declared.message_count)


def name_of(kind: type[Job], pk: int) -> str:
    """How a job is called in the logs."""
    return f"{kind._meta.model_name} {pk}"
