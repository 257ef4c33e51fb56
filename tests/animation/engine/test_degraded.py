"""Photographs as they come: whatever was done to the file, the same face is found in the same place, or the
engine says why not."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from animation.engine import AnimationSpec, Face, PermanentEngineError
from animation.engine.framing import frame
from animation.engine.gesture import Moment
from animation.engine.photo import read
from animation.engine.render import Renderer
from animation.engine.scene import build
from animation.engine.search import find_all

Save = Callable[[Image.Image, Path], object]


def as_sixteen_bits(picture: Image.Image, path: Path) -> None:
    grey = np.asarray(picture.convert("L")).astype(np.uint16)
    Image.fromarray(grey * 257).save(path.with_suffix(".png"))


def on_nothing(picture: Image.Image, path: Path) -> None:
    """Cut out, as from a drawing program: nothing at all beside the head."""
    alpha = np.full((picture.height, picture.width), 255, np.uint8)
    alpha[:, :60] = alpha[:, 460:] = 0
    Image.merge("RGBA", (*picture.split(), Image.fromarray(alpha))).save(path.with_suffix(".png"))


def lying(orientation: int, back: Image.Transpose) -> Save:
    def save(picture: Image.Image, path: Path) -> None:
        exif = Image.Exif()
        exif[0x0112] = orientation
        picture.transpose(back).save(path.with_suffix(".jpg"), exif=exif, quality=95)

    return save


def saved_as(mode: str, suffix: str, **options: Any) -> Save:
    return lambda picture, path: picture.convert(mode).save(path.with_suffix(suffix), **options)


#: What is done to the file, and how far (in pixels of 600) the face may then seem to be elsewhere.
READABLE: dict[str, tuple[Save, float]] = {
    "grey": (saved_as("L", ".jpg"), 6),
    "CMYK": (saved_as("CMYK", ".tiff"), 6),
    "alpha": (on_nothing, 6),
    "16 bits": (as_sixteen_bits, 6),
    "palette": (saved_as("P", ".gif"), 8),
    "hardly any bytes": (saved_as("RGB", ".jpg", quality=4), 10),
    "rotated left": (lying(6, Image.Transpose.ROTATE_90), 6),
    "rotated right": (lying(8, Image.Transpose.ROTATE_270), 6),
    "upside down": (lying(3, Image.Transpose.ROTATE_180), 6),
    "mirrored": (lying(2, Image.Transpose.FLIP_LEFT_RIGHT), 6),
}


@pytest.fixture(scope="module")
def picture(hopper: Path) -> Image.Image:
    return Image.open(hopper).convert("RGB")


@pytest.fixture(scope="module")
def usual(engine, hopper) -> Face:
    [face] = engine.find_faces(hopper).faces
    return face


@pytest.mark.parametrize("what", READABLE)
def test_the_same_face_is_found_in_the_same_place(engine, picture, usual, tmp_path, what):
    save, near = READABLE[what]
    save(picture, tmp_path / "photo")
    found = engine.find_faces(next(tmp_path.iterdir()))
    assert (found.width, found.height) == (512, 600)
    [face] = found.faces
    assert face.box == pytest.approx(usual.box, abs=near)
    assert face.problems == ()


@pytest.mark.parametrize("what", ["grey", "16 bits"])
def test_what_was_grey_stays_grey_in_motion(picture, models, tmp_path, what):
    READABLE[what][0](picture, tmp_path / "photo")
    photo = read(next(tmp_path.iterdir()))
    scene = build(frame(photo, find_all(photo.pixels, models), [], 512, models), models)
    renderer = Renderer(scene)
    assert np.array_equal(renderer.frame([Moment()]), scene.picture)
    moved = renderer.frame([Moment(yaw=7, smile=1, blink=0.5)])
    assert abs(moved.mean() - scene.picture.mean()) < 3
    assert np.ptp(moved.astype(int), axis=-1).max() <= 1


def half(picture: Image.Image, path: Path) -> None:
    picture.save(path, "JPEG")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


REFUSED: dict[str, tuple[Save, str]] = {
    "tiny": (lambda picture, path: picture.resize((90, 106)).save(path, "PNG"), "face_too_small"),
    "one pixel": (lambda picture, path: picture.resize((1, 1)).save(path, "PNG"), "no_face"),
    "huge": (lambda picture, path: Image.new("1", (8000, 7600)).save(path, "PNG"), "too_large"),
    "endless": (lambda picture, path: Image.new("1", (20_001, 2)).save(path, "PNG"), "too_large"),
    "truncated": (half, "broken_picture"),
    "empty": (lambda picture, path: path.write_bytes(b""), "not_a_picture"),
    "text": (lambda picture, path: path.write_text("a photograph"), "not_a_picture"),
    "nobody": (lambda picture, path: picture.crop((350, 0, 512, 140)).save(path, "PNG"), "no_face"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_used_is_refused_by_its_code_before_any_film(engine, picture, tmp_path, what):
    save, code = REFUSED[what]
    photo, work = tmp_path / "photo", tmp_path / "work"
    save(picture, photo)
    work.mkdir()
    stages = []
    with pytest.raises(PermanentEngineError) as refusal:
        engine.animate(photo, AnimationSpec(size=512), work, lambda stage, share: stages.append(stage))
    assert refusal.value.code == code
    assert "building" not in stages
    assert list(work.iterdir()) == []
