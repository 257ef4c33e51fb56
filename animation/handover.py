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

from animation.models import Animation, State

logger = logging.getLogger(__name__)
QUEUE = "animation"
TASK = "animation.tasks.animate"
#: A message that nobody took for so long is dropped by the worker; the sweeper has sent another by then.
EXPIRES = 600.0
#: How a broker says that it is away or refuses; the last is RabbitMQ's own way.
BROKER_AWAY = (OperationalError, OSError, AMQPError)

_waiting: queue.Queue[int] = queue.Queue()
_starting = threading.Lock()
_sender: threading.Thread | None = None


def hand_over(pk: int) -> None:
    """Wake the sender. Returns at once and raises nothing: the row is what counts."""
    global _sender
    _waiting.put(pk)
    with _starting:
        if _sender is None or not _sender.is_alive():  # also after a fork, which copies no threads
            _sender = threading.Thread(target=_send_waiting, name="hand-over", daemon=True)
            _sender.start()


def _send_waiting() -> None:
    while True:
        pk = _waiting.get()
        try:
            send(pk)
        except DatabaseError as error:  # sent but not marked: the sweeper sends once more, which is harmless
            logger.warning("animation %s: the sending was not written down: %s", pk, type(error).__name__)
        finally:
            connection.close()
            _waiting.task_done()


def settle() -> None:
    """Wait until all that was handed over in this process is sent, or left to the sweeper."""
    _waiting.join()


def send(pk: int) -> bool:
    """Publish the wake-up for a queued row and mark it as sent. False when the broker refuses."""
    try:  # by name: the task's own module brings the engine along, which the site must not load
        current_app.send_task(TASK, args=[pk], task_id=uuid.uuid4().hex, expires=EXPIRES)
    except BROKER_AWAY as error:
        logger.warning("animation %s waits: the broker does not take it (%s)", pk, type(error).__name__)
        return False
    Animation.objects.filter(pk=pk, status=State.QUEUED).update(sent_at=timezone.now())
    return True


def messages_waiting() -> int:
    """How many wake-ups lie in the broker. Raises one of BROKER_AWAY when it cannot be asked."""
    with current_app.connection_for_write() as broker:
        channel: Any = broker.default_channel
        # As Celery itself declares it: RabbitMQ refuses everybody who comes later and says otherwise.
        declared = channel.queue_declare(queue=QUEUE, durable=True, auto_delete=False)
        return int(declared.message_count)
