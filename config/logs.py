"""What the logs leave out."""

import logging


class WithoutSweeps(logging.Filter):
    """The sweeper runs every two seconds; that it ran once more is not an event."""

    def filter(self, record: logging.LogRecord) -> bool:
        routine = record.levelno < logging.WARNING and record.name.startswith("celery.")
        return not (routine and "animation.tasks.sweep" in record.getMessage())
