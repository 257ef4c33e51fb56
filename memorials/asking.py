"""Asking to be let in: how often, and an answer that tells nothing, neither in its words nor in its time."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext_lazy as _

QUESTIONS = "10/h"
#: An answer takes at least so long, in seconds, so that its time does not tell whether there is such a page.
EVEN = 0.4
ASKED = _(
    "If there is such a memorial, its keepers read your request. Once you are let in, you find it here."
)
#: As people paste an address, whole or its last part.
LONGEST_ADDRESS = 300
NO_ADDRESS = _("This is not the address of a memorial.")
_CODE = re.compile(r"(?:^|/m/)([0-9a-z]{4,16})/?(?:[#?].*)?$")


def code_in(pasted: str) -> str | None:
    """The code of a memorial, alone or within its address."""
    found = _CODE.search(pasted.lower())
    return found[1] if found else None


@contextmanager
def even_time() -> Iterator[None]:
    until = time.monotonic() + EVEN
    yield
    time.sleep(max(0.0, until - time.monotonic()))
