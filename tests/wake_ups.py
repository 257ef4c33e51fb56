"""What lies in the broker that a test has asked for."""

from typing import Any

from celery import current_app

from config.tasks import routed_queues


def empty_broker() -> None:
    """As if its files were lost. Celery's own purge knows only the default queue."""
    with current_app.connection_for_write() as link:
        channel: Any = link.default_channel
        for name in routed_queues():
            channel.queue_declare(queue=name, durable=True)
            channel.queue_purge(name)


def take_messages(queue: str) -> list[tuple[str, str, str, bool]]:
    """Takes all wake-ups of a queue: the task, its arguments, its id, whether each is dropped some day."""
    with current_app.connection_for_write() as link:
        channel: Any = link.default_channel
        taken = []
        while message := channel.basic_get(queue, no_ack=True):
            head = message.headers
            taken.append((head["task"], head["argsrepr"], head["id"], head["expires"] is not None))
        return taken
