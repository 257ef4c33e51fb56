"""Papers: PDF files. They are kept and given back as they came, and never opened here.

They travel as an attachment of their own type, in a sandbox, so that what a PDF can hold besides (scripts, a
second file behind its end) is nothing to this site. Refused is what is no PDF, or ends before its end.
"""

import re
from pathlib import Path

from memorials.decoding.found import Examined, Prepared
from memorials.errors import FileRefused

BEGINS, ENDS = b"%PDF-", b"%%EOF"
LOOKED_AT = 1024  # bytes at either end, as readers of PDF do
HTML = re.compile(rb"<\s*(!doctype|html|script|svg|body)", re.I)


def is_one(head: bytes) -> bool:
    return head.startswith(BEGINS)


def examine(path: Path, into: Path) -> Examined:
    """Raises FileRefused."""
    with path.open("rb") as file:
        begins = file.read(LOOKED_AT)
        file.seek(max(0, path.stat().st_size - LOOKED_AT))
        ends = file.read()
    if not is_one(begins) or ENDS not in ends or HTML.search(begins):
        raise FileRefused("broken_paper")
    return Examined(kind="document", content_type="application/pdf")


def prepare(path: Path, into: Path) -> Prepared:
    return Prepared()
