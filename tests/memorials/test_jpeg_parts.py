"""How many parts a JPEG has is counted before anything of it is decoded."""

import io

import pytest
from PIL import Image

from memorials.decoding.program.scans import MOST_PARTS, MOST_SCANS, has_too_many_parts
from tests.corpus.jpegs import again_and_again, of_remarks
from tests.photos import encoded, jpeg

SCAN = b"\xff\xda\0\2"


def too_many(content: bytes) -> bool:
    return has_too_many_parts(io.BytesIO(content))


def test_the_most_scans_are_exact():
    own = encoded(Image.new("L", (4000, 4000), 90), "JPEG", progressive=True, quality=30).count(b"\xff\xda")
    assert not too_many(again_and_again(MOST_SCANS - own))
    assert too_many(again_and_again(MOST_SCANS - own + 1))


def test_the_most_parts_are_exact():
    own = 11  # of the photograph itself: beginning, JFIF, 2 quantisers, frame, 4 codes, scan, end
    assert not too_many(of_remarks(MOST_PARTS - own))
    assert too_many(of_remarks(MOST_PARTS - own + 1))


@pytest.mark.parametrize(
    "content",
    [
        jpeg(240, 160) + SCAN * 5000,  # a film or another picture behind its end
        jpeg(240, 160, comment=SCAN * 5000),  # in a remark
        jpeg(240, 160)[:-2] + b"\xff\0\xff\xd0" * 50_000,  # bytes of pixels, and counts between them
        jpeg(240, 160)[:-2] + b"\xff" * 200_000,  # what fills
        b"\xff\xd8\xff",
        b"",
    ],
)
def test_what_only_looks_like_a_part_is_none(content):
    assert not too_many(content)
