"""What was not read with its approval is read a moment later."""

import logging
import subprocess
import sys

from django.conf import settings

from chat.services.reading import waiting

logger = logging.getLogger(__name__)
#: Seconds after which a process that reads ends; what is left is read by the next one.
LONGEST = 30

_reader: "subprocess.Popen[bytes] | None" = None


def catch_up() -> bool:
    """Starts a process that reads what waits, unless one is at it. Whether one is.

    A process of its own, and not waited for: the model takes 100 MB that the housekeeping worker would never
    give back, and the sweeper of the jobs must have its turn every second.
    """
    global _reader
    if _reader is not None and _reader.poll() is None:
        return True
    if _reader is not None and _reader.returncode:
        logger.warning("some texts wait to be read: reindex ended with %s", _reader.returncode)
    _reader = None
    if next(waiting(), None) is None:
        return False
    program = [sys.executable, str(settings.BASE_DIR / "manage.py"), "reindex", "--waiting"]
    _reader = subprocess.Popen(  # noqa: S603 (our own program)
        [*program, "--seconds", str(LONGEST)], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    return True
