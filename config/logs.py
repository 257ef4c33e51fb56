"""What the logs leave out."""

import logging
import re

#: Addresses whose last part opens a door: an invitation, a secret link, what somebody has left, the end of
#: letters, and allauth's links for a new password and a confirmed address.
#: And tokens that may read, wherever somebody has written one.
_SECRET = re.compile(
    r"(\brodnik_(?=[\w-]{43})|/(?:invitations|l|t|letters/stop|api/v1/(?:tributes|links)"
    r"|accounts/password/reset/key|accounts/confirm-email)/)[^/\s&\"']+"
)


class WithoutSweeps(logging.Filter):
    """The sweeper runs every two seconds; that it ran once more is not an event."""

    def filter(self, record: logging.LogRecord) -> bool:
        routine = record.levelno < logging.WARNING and record.name.startswith("celery.")
        return not (routine and "memorials.tasks.sweep" in record.getMessage())


class WithoutSecrets(logging.Filter):
    """Django names the address of a request that failed; what is secret in it is left out."""

    def filter(self, record: logging.LogRecord) -> bool:
        told = record.getMessage()
        if _SECRET.search(told):
            record.msg, record.args = _SECRET.sub(r"\1…", told), ()
        return True
