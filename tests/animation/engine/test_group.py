"""Several people: who is not chosen stays, and so does what lies behind them."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from animation.engine.backdrop import SURE_LOSS
from animation.engine.faces import find
from animation.engine.fine import detail
from animation.engine.framing import Cut, cut_out, cut_round, frame
from animation.engine.gesture import Moment
from animation.engine.matte import _attached
from animation.engine.photo import Photo
from animation.engine.render import Renderer
from animation.engine.scene import build

MOVED = Moment(yaw=8, roll=3, smile=1, sway=0.02, breath=1)


@pytest.fixture(scope="module")
def two(portrait):
    """She twice, and stripes on all sides, which would show any bend."""
    head = portrait.pixels[60:460, 130:390]
    fence = np.tile(np.repeat([60, 200], 6).astype(np.uint8)[None, :, None], (400, 10, 3))
    return np.hstack([fence, head, fence, head, fence])


@pytest.mark.parametrize("layers", [True, False], ids=["layers", "one layer"])
def test_beside_the_chosen_one_nothing_bends(two, models, monkeypatch, layers):
    if not layers:
        monkeypatch.setattr("animation.engine.backdrop.people", lambda *_: None)
    left, right = sorted(find(two, models), key=lambda face: face.centre[0])
    scene = build(frame(Photo(two, *two.shape[1::-1]), [left], [right], 720, models), models)
    assert (scene.backdrop is not None) == layers
    drawn = Renderer(scene).frame([MOVED])
    x, y, width, height = (int(each) for each in scene.faces[0].box)
    face = np.s_[y : y + height, x : x + width]
    assert np.abs(drawn[face].astype(int) - scene.picture[face]).mean() > 3
    beyond = np.s_[: y + height // 2, int(x + 2.2 * width) :]
    assert drawn[beyond].size
    assert np.abs(drawn[beyond].astype(int) - scene.picture[beyond]).mean() < 0.05


def test_scraps_of_the_matte_that_hang_on_nobody_are_dropped(scene):
    matte = np.zeros(scene.picture.shape[:2], np.float32)
    x, y, width, height = (int(each) for each in scene.faces[0].box)
    person = np.s_[y : y + height, x : x + width]
    matte[person], matte[:40, :40] = 1, 0.8
    kept = _attached(matte, list(scene.faces))
    assert not kept[:40, :40].any()
    assert np.array_equal(kept[person], matte[person])


@pytest.mark.parametrize(("width", "height", "size"), [(512, 600, 720), (1092, 1280, 720), (510, 504, 512)])
def test_a_cut_is_drawn_out_in_no_direction(face, width, height, size):
    cut = cut_round([face], width, height, size)
    assert cut.out_width % 2 == cut.out_height % 2 == 0
    assert max(cut.out_width, cut.out_height) == size
    across, down = cut.out_width / cut.width, cut.out_height / cut.height
    assert abs(across / down - 1) < 0.5 / cut.out_width  # half a pixel from side to side


def test_a_photograph_that_is_shrunk_by_a_little_keeps_its_detail(portrait):
    height, width = (side // 2 * 2 for side in portrait.pixels.shape[:2])
    small = (round(0.45 * width) * 2, round(0.45 * height) * 2)
    made = cut_out(portrait.pixels, Cut(0, 0, width, height, *small))
    averaged = cv2.resize(portrait.pixels[:height, :width], small, interpolation=cv2.INTER_AREA)
    assert np.abs(made.astype(int) - averaged).mean() < 3
    assert detail(made) > 1.2 * detail(averaged)


def test_where_the_matte_is_unsure_no_guess_is_shown(scene):
    """Glare on a print, or smoke: half in the matte everywhere, so that nothing is ever uncovered there."""
    magenta = np.full_like(scene.picture, (255, 0, 255))
    half = np.full(scene.picture.shape[:2], 128, np.uint8)
    unsure = replace(
        scene.backdrop,
        matte=half,
        plate=magenta,
        uncovered=np.zeros(half.shape, np.float32),
        lost=np.full(half.shape, SURE_LOSS / 128, np.float32),
    )
    drawn = Renderer(replace(scene, backdrop=unsure)).frame([MOVED])
    one_layer = Renderer(replace(scene, backdrop=None)).frame([MOVED])
    assert np.abs(drawn.astype(int) - one_layer).max() <= 1
