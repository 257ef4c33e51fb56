"""Whether a film was cut off on its way: its container says how long it should be, its file how long it is.

ffmpeg plays what is there and says nothing, so that half a film would be kept for the whole one. Containers
that are written as a stream (WAV, MP3, Ogg) do not say it reliably, and are kept as far as they go.
"""

from pathlib import Path
from typing import IO

#: Boxes without which a film is no film. What stands behind them may be anything: telephones add to it.
NEEDED_BOXES = (b"ftyp", b"moov", b"mdat", b"moof")
MOST_BOXES = 100_000  # of three hours in fragments of a second there are 22,000
SEGMENT = 0x18538067


def ends_early(path: Path, demuxer: str) -> bool:
    size = path.stat().st_size
    with path.open("rb") as file:
        if demuxer == "mov":
            return _boxes_end_early(file, size)
        return demuxer == "matroska" and _segment_ends_early(file, size)


def _boxes_end_early(file: IO[bytes], size: int) -> bool:
    start = 0
    for _ in range(MOST_BOXES):
        file.seek(start)
        header = file.read(16)
        length, kind = int.from_bytes(header[:4], "big"), header[4:8]
        if length == 1:  # the length follows in 64 bits
            length = int.from_bytes(header[8:16], "big")
        if kind in NEEDED_BOXES and start + length > size:
            return True
        start += length
        if length < 8 or start >= size:  # up to the end of the file, or no box any more
            return False
    return False


def _segment_ends_early(file: IO[bytes], size: int) -> bool:
    file.read(4)  # the id of the EBML header, by which it was recognised
    file.seek(_length(file) or 0, 1)
    if int.from_bytes(file.read(4), "big") != SEGMENT:
        return False
    length = _length(file)
    return length is not None and file.tell() + length > size


def _length(file: IO[bytes]) -> int | None:
    """A number of EBML: its first one-bit says how many bytes it takes. None: not known when it was begun."""
    first = file.read(1)
    if not first or not first[0]:
        return None
    more = 8 - first[0].bit_length()
    bits = 7 * (more + 1)
    value = int.from_bytes(first + file.read(more), "big") & ((1 << bits) - 1)
    return None if value == (1 << bits) - 1 else value
