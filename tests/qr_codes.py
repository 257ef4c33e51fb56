"""What a camera reads from a QR code: OpenCV's reader, which has nothing to do with our writer."""

import re

import cv2
import numpy as np

PIXELS = 8  # to a module
_PICTURE = re.compile(r'<svg class="qr".*?</svg>', re.S)
_STEP = re.compile(r"([Mhvz])(-?\d+)?(?: (-?\d+))?")


def pictures_in(page: str) -> list[str]:
    """The codes that are drawn in a page."""
    return _PICTURE.findall(page)


def seen_in_png(png: bytes) -> str:
    return _read(pixels_of(png))


def pixels_of(png: bytes) -> np.ndarray:
    """Grey, (height, width)."""
    image = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_GRAYSCALE)
    assert image is not None
    return image


def seen_in_svg(svg: str) -> str:
    """Draws the last path of it, dark on light, and reads that."""
    found = re.search(r'viewBox="0 0 (\d+) \1"', svg)
    assert found
    side = int(found[1]) * PIXELS
    image = np.full((side, side), 255, np.uint8)
    cv2.fillPoly(image, [line * PIXELS for line in _lines(re.findall(r' d="([^"]+)"', svg)[-1])], 0)
    return _read(image)


def _lines(path: str) -> list[np.ndarray]:
    """The closed lines of a path of M, h, v and z, as their corners."""
    lines: list[list[tuple[int, int]]] = []
    for command, first, second in _STEP.findall(path):
        if command == "M":
            lines.append([(int(first), int(second))])
        elif command in "hv":
            x, y = lines[-1][-1]
            lines[-1].append((x + int(first), y) if command == "h" else (x, y + int(first)))
    return [np.array(line, np.int32) for line in lines]


def _read(image: np.ndarray) -> str:
    """OpenCV's other detector misses one faultless code in six, whatever its size."""
    return cv2.QRCodeDetectorAruco().detectAndDecode(image)[0]
