"""The pictures of the engine's page: one of each stage, made by a command, and shown."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from animation.engine import stages
from animation.engine.captions import HEIGHT, MARGIN, STRIP, Captioned, save

DOCS = Path(__file__).parents[3] / "docs"
MOST_BYTES = 400_000
FILMS = ("7-frames", "8-film")  # whole clips: the pictures of the others suffice to see that drawing works


@pytest.fixture(scope="module")
def way(hopper):
    return stages.Way(hopper, size=512)


@pytest.mark.parametrize("name", [name for name in stages.STAGES if name not in FILMS])
def test_a_stage_is_drawn_with_its_words(way, tmp_path, name):
    row = stages.STAGES[name](way)
    with Image.open(save(row, tmp_path / "a.webp")) as drawn:
        assert drawn.height == HEIGHT + STRIP + 2 * MARGIN
        assert np.asarray(drawn.convert("L")).std() > 10
    assert [each.words for each in row if not each.words] == []
    assert all(each.picture.dtype == np.uint8 and each.picture.ndim == 3 for each in row)


def test_pictures_of_one_row_have_one_height(tmp_path):
    row = [Captioned(np.full((side, 2 * side, 3), 90, np.uint8), "x") for side in (40, 700)]
    with Image.open(save(row, tmp_path / "a.webp", 100)) as drawn:
        dark = np.asarray(drawn.convert("L"))[MARGIN + 4 : MARGIN + 96] < 120
    assert dark.all(0).sum() in range(396, 405)


def test_the_page_shows_every_stage_and_is_light():
    page = (DOCS / "engine.md").read_text("utf-8")
    pictures = [DOCS / "img" / "engine" / f"{name}.webp" for name in stages.STAGES]
    assert sorted((DOCS / "img" / "engine").iterdir()) == sorted(pictures)
    assert [each.name for each in pictures if f"](img/engine/{each.name})" not in page] == []
    assert sum(each.stat().st_size for each in pictures) <= MOST_BYTES
