"""What the logs leave out."""

import logging
import re

#: A secret of `memorials.models.token` as a part of an address: 43 signs.
_SECRET = re.compile(r"(?<=/)[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])")


class WithoutSweeps(logging.Filter):
    """The sweeper runs every two seconds; that it ran once more is not an event."""

    def filter(self, record: logging.LogRecord) -> bool:
        routine = record.levelno < logging.WARNING and record.name.startswith("celery.")
        return not (routine and "animation.tasks.sweep" in record.getMessage())


class WithoutSecrets(logging.Filter):
    """An address that is itself a secret is written down without it."""

    def filter(self, record: logging.LogRecord) -> bool:
        told = record.getMessage()
        if _SECRET.search(told):
            record.msg, record.args = _SECRET.sub("…", told), None
        return True
