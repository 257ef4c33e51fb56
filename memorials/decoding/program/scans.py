"""How many parts a JPEG has. A small file can go over its whole picture thousands of times, or consist of
millions of remarks: each is read anew by whoever reads it."""

import re
from typing import IO

#: Of a photograph's progressive form there are about ten; a hundred of sixty megapixels take three seconds.
MOST_SCANS = 100
#: The largest profiles and remarks that programs write take some hundred.
MOST_PARTS = 10_000
#: A byte of ones is a marker, unless it stands for itself (00), counts (D0 to D7) or fills (FF).
MARKER = re.compile(rb"\xff([^\x00\xd0-\xd7\xff])")
END_OF_IMAGE, START_OF_SCAN, WITHOUT_LENGTH = 0xD9, 0xDA, (0x01, 0xD8)


def has_too_many_parts(file: IO[bytes]) -> bool:
    """Up to the end of the first picture; what stands behind it may be anything."""
    whole, at, scans = file.read(), 0, 0
    for _ in range(MOST_PARTS):
        found = MARKER.search(whole, at)
        if found is None or found[1][0] == END_OF_IMAGE:
            return False
        kind, at = found[1][0], found.end()
        if kind not in WITHOUT_LENGTH:
            at += int.from_bytes(whole[at : at + 2], "big")
        scans += kind == START_OF_SCAN
        if scans > MOST_SCANS:
            break
    return True
