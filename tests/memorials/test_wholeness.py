"""Half a film is not kept for the whole one; what a telephone adds behind its film changes nothing."""

import pytest

from memorials.decoding.wholeness import MOST_BOXES, ends_early


def box(kind: bytes, body: bytes = b"", *, claimed: int | None = None) -> bytes:
    return (8 + len(body) if claimed is None else claimed).to_bytes(4, "big") + kind + body


WHOLE = box(b"ftyp", b"isom\0\0\0\0") + box(b"moov", bytes(40)) + box(b"mdat", bytes(100))
LONG_BOX = box(b"mdat", (116).to_bytes(8, "big") + bytes(100), claimed=1)  # its length in 64 bits


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (WHOLE, False),
        (WHOLE[:-1], True),
        (WHOLE[:30], True),
        (WHOLE + b"SEFD added by a telephone", False),
        (WHOLE + b"SEF", False),
        (WHOLE + box(b"free", claimed=1000), False),
        (WHOLE + box(b"mdat", bytes(9), claimed=0), False),  # up to the end of the file, it says
        (WHOLE + LONG_BOX, False),
        (WHOLE + LONG_BOX[:-1], True),
        (box(b"moov", claimed=7) + WHOLE[:-1], False),  # no box: ffmpeg says what it is
        (box(b"skip") * (MOST_BOXES + 1) + WHOLE[:-1], False),
        (b"", False),
    ],
)
def test_a_film_in_boxes_ends_where_they_say(tmp_path, content, expected):
    (tmp_path / "film").write_bytes(content)
    assert ends_early(tmp_path / "film", "mov") is expected


EBML = b"\x1aE\xdf\xa3\x84webm"
SEGMENT = b"\x18\x53\x80\x67"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (EBML + SEGMENT + b"\x85" + b"12345", False),
        (EBML + SEGMENT + b"\x85" + b"1234", True),
        (EBML + SEGMENT + b"\x01\0\0\0\0\0\0\x05" + b"12345", False),
        (EBML + SEGMENT + b"\x01\0\0\0\0\0\0\x05" + b"1234", True),
        (EBML + SEGMENT + b"\x01\xff\xff\xff\xff\xff\xff\xff" + b"12", False),  # begun by a browser
        (EBML + SEGMENT + b"\xff" + b"12", False),
        (EBML + b"\xec\x81\0" + SEGMENT + b"\x85", False),  # something else first: ffmpeg decides
        (EBML[:5], False),
        (EBML[:4], False),
        (EBML[:4] + b"\0", False),
    ],
)
def test_a_matroska_film_ends_where_its_segment_says(tmp_path, content, expected):
    (tmp_path / "film").write_bytes(content)
    assert ends_early(tmp_path / "film", "matroska") is expected


def test_sounds_that_are_written_as_a_stream_do_not_say_where_they_end(tmp_path):
    (tmp_path / "sound").write_bytes(b"RIFF\xff\xff\xff\xffWAVE")
    assert not ends_early(tmp_path / "sound", "wav")
