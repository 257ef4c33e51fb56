"""The codes are read by a reader that is not ours."""

import re

import cv2
import pytest

from memorials import qr
from tests.qr_codes import pixels_of, seen_in_png, seen_in_svg

ADDRESSES = [
    "http://localhost:8000/m/23456789abcd/",
    "https://memory.example.org/m/abcdefghjkmn/",
    "https://родник.example/m/pqrstuvwxyz2/",
    "https://memory.example.org/invitations/" + "k7x9_-" * 8 + "/",
]


def side_of(svg: str) -> int:
    """In modules."""
    return int(re.findall(r'viewBox="0 0 (\d+) ', svg)[0])


@pytest.mark.parametrize("address", ADDRESSES)
def test_camera_reads_the_address_in_each_form(address):
    assert seen_in_png(qr.as_png(address)) == address
    assert seen_in_svg(qr.as_svg(address).decode()) == address
    assert seen_in_svg(qr.as_element(address, "")) == address


@pytest.mark.parametrize("address", ADDRESSES)
def test_png_can_be_printed_and_is_quiet_all_around(address):
    image = pixels_of(qr.as_png(address))
    height, width = image.shape
    assert height == width >= 1000
    modules = side_of(qr.as_svg(address).decode())
    quiet = width // modules * 4
    inner = image[quiet:-quiet, quiet:-quiet]
    assert width % modules == 0 and image.sum() == inner.sum() + 255 * (width**2 - inner.size)
    assert inner[0, 0] == 0


def test_scratch_over_the_middle_does_not_matter():
    address = ADDRESSES[1]
    image = pixels_of(qr.as_png(address)).copy()
    middle, half = image.shape[0] // 2, image.shape[0] // 9
    image[middle - half : middle + half, middle - half : middle + half] = 255
    assert seen_in_png(cv2.imencode(".png", image)[1].tobytes()) == address


def test_svg_is_outlines_that_can_be_cut():
    """A line around each dark field and each hole; a drawing row by row would have hundreds."""
    drawn = qr.as_svg(ADDRESSES[1]).decode()
    side = side_of(drawn)
    assert f'width="{side}mm" height="{side}mm"' in drawn
    code = re.findall(r' d="([^"]+)"', drawn)[-1]
    assert 30 < code.count("M") == code.count("z") < 60


def test_label_is_escaped():
    assert "<b>" not in qr.as_element(ADDRESSES[0], '"><b>')
