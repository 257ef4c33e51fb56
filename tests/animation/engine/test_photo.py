import struct
import zlib

import numpy as np
import pytest
from PIL import Image, ImageCms

from animation.engine import PermanentEngineError, photo

RED, GREY = (200, 40, 40), (128, 128, 128)


@pytest.fixture
def save(tmp_path):
    def saved(picture, name, **options):
        picture.save(tmp_path / name, **options)
        return tmp_path / name

    return saved


def code_of(path):
    with pytest.raises(PermanentEngineError) as refusal:
        photo.read(path)
    return refusal.value.code


def middle(read):
    height, width = read.pixels.shape[:2]
    return read.pixels[height // 2, width // 2].astype(int)


@pytest.mark.parametrize("mode", ["RGB", "P", "CMYK", "LAB", "RGBA", "HSV"])
def test_colour_of_every_mode_comes_out_as_srgb(save, mode):
    picture = Image.new("RGB", (40, 30), RED)
    picture = (
        ImageCms.profileToProfile(
            picture, ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), outputMode="LAB"
        )
        if mode == "LAB"
        else picture.quantize(8)  # a palette of its own, as any painter of GIFs makes one
        if mode == "P"
        else picture.convert(mode)
    )
    suffix = {"RGB": "png", "P": "gif", "RGBA": "png"}.get(mode, "tiff")
    read = photo.read(save(picture if mode != "HSV" else picture.convert("RGB"), f"a.{suffix}"))
    assert read.pixels.shape == (30, 40, 3)
    assert np.abs(middle(read) - RED).max() <= 6


@pytest.mark.parametrize("mode", ["L", "1", "LA"])
def test_grey_pictures_become_three_equal_channels(save, mode):
    picture = Image.new("L", (40, 30), 255).convert(mode)
    assert middle(photo.read(save(picture, "a.png"))).tolist() == [255, 255, 255]


def test_sixteen_bits_are_scaled_and_not_cut(save):
    picture = Image.fromarray(np.full((30, 40), 128 * 257, np.uint16))
    assert np.abs(middle(photo.read(save(picture, "a.png"))) - GREY).max() <= 1


def test_floats_are_scaled(save):
    picture = Image.fromarray(np.full((30, 40), 0.5, np.float32))
    assert np.abs(middle(photo.read(save(picture, "a.tiff"))) - GREY).max() <= 1


def test_transparent_pixels_show_white_paper(save):
    read = photo.read(save(Image.new("RGBA", (40, 30), (0, 0, 0, 0)), "a.png"))
    assert middle(read).tolist() == [255, 255, 255]


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_exif_orientation_stands_upright(save, orientation):
    upright = Image.fromarray(np.zeros((40, 64, 3), np.uint8))
    upright.paste((255, 255, 255), (0, 0, 32, 20))  # white in the upper left corner
    back = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # the transposition that undoes the orientation
    lying = upright if orientation == 1 else upright.transpose(Image.Transpose(back[orientation]))
    exif = Image.Exif()
    exif[0x0112] = orientation
    read = photo.read(save(lying, "a.jpg", exif=exif, quality=95))
    assert (read.width, read.height) == (64, 40)
    assert read.pixels[5, 5].min() > 200
    assert [int(read.pixels[y, x].max()) < 60 for y, x in ((35, 5), (5, 60), (35, 60))] == [True] * 3


def test_a_profile_is_converted_and_a_broken_one_ignored(save):
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture = Image.new("RGB", (40, 30), RED)
    for icc in (profile, b"not a profile"):
        assert np.abs(middle(photo.read(save(picture, "a.png", icc_profile=icc))) - RED).max() <= 2


@pytest.mark.parametrize("suffix", ["jpg", "png"])
def test_large_pictures_are_capped_and_remember_their_size(save, suffix):
    read = photo.read(save(Image.new("RGB", (5200, 1300), RED), f"a.{suffix}"))
    assert (read.width, read.height) == (5200, 1300)
    assert read.pixels.shape == (640, 2560, 3)
    assert read.scale == pytest.approx(5200 / 2560)


def test_single_pixels_are_pictures(save):
    assert photo.read(save(Image.new("L", (1, 1)), "a.png")).pixels.shape == (1, 1, 3)


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.4"]
)
def test_other_files_are_not_pictures(tmp_path, content):
    (tmp_path / "a.jpg").write_bytes(content)
    assert code_of(tmp_path / "a.jpg") == "not_a_picture"


def test_postscript_is_not_a_picture(save):
    assert code_of(save(Image.new("RGB", (40, 30)), "a.eps")) == "not_a_picture"


def test_half_a_file_is_broken(hopper, tmp_path):
    content = hopper.read_bytes()
    (tmp_path / "half.jpg").write_bytes(content[: len(content) // 2])
    assert code_of(tmp_path / "half.jpg") == "broken_picture"


def test_a_missing_file_is_broken(tmp_path):
    assert code_of(tmp_path / "nowhere.jpg") == "broken_picture"


@pytest.mark.parametrize("size", [(20_001, 1), (8000, 8000), (40_000, 40_000)])
def test_sides_and_pixels_are_limited_before_decoding(tmp_path, size):
    (tmp_path / "a.png").write_bytes(png_header(*size))
    assert code_of(tmp_path / "a.png") == "too_large"


def png_header(width, height):
    """A PNG that promises a huge picture and holds almost nothing."""

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 9))
        + chunk(b"IEND", b"")
    )
