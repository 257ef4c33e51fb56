"""Pictures side by side, of one height, each with its words under it."""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from animation.engine.photo import Pixels

HEIGHT, STRIP, GAP, MARGIN = 300, 30, 12, 14  # px
PAPER, INK, RULE = (250, 248, 244), (60, 56, 50), (224, 219, 210)
FONT_SIZE = 14
QUALITY = 76  # WebP: soft pictures with few colours

Colour = tuple[int, int, int]  # RGB


@dataclass(frozen=True)
class Captioned:
    picture: Pixels
    words: str


def save(row: list[Captioned], path: Path, height: int = HEIGHT) -> Path:
    """As one WebP picture on paper. Pictures become `height` pixels high."""
    scaled = [_scaled(each.picture, height) for each in row]
    width = sum(each.shape[1] for each in scaled) + GAP * (len(row) - 1) + 2 * MARGIN
    sheet = Image.new("RGB", (width, height + STRIP + 2 * MARGIN), PAPER)
    pen, x = ImageDraw.Draw(sheet), MARGIN
    font = ImageFont.load_default(FONT_SIZE)
    for picture, each in zip(scaled, row, strict=True):
        sheet.paste(Image.fromarray(picture), (x, MARGIN))
        pen.text((x, MARGIN + height + 9), each.words, INK, font)
        x += picture.shape[1] + GAP
    sheet.save(path, "WEBP", quality=QUALITY, method=6)
    return path


def _scaled(picture: Pixels, height: int) -> Pixels:
    width = max(1, round(picture.shape[1] * height / picture.shape[0]))
    how = cv2.INTER_AREA if height < picture.shape[0] else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(picture, (width, height), interpolation=how), np.uint8)


def grid(pictures: list[Pixels], columns: int) -> Pixels:
    """Pictures of one size in rows, a hair apart."""
    height, width = pictures[0].shape[:2]
    rows = -(-len(pictures) // columns)
    gap = max(2, width // 60)
    sheet = np.full((rows * (height + gap) - gap, columns * (width + gap) - gap, 3), PAPER, np.uint8)
    for number, picture in enumerate(pictures):
        y, x = number // columns * (height + gap), number % columns * (width + gap)
        sheet[y : y + height, x : x + width] = picture
    return sheet


def table(lines: list[tuple[str, str]], size: tuple[int, int], inks: list[Colour] | None = None) -> Pixels:
    """Words and figures on paper, (width, height) px; each line in an ink of its own, if there are any."""
    sheet = Image.new("RGB", size, PAPER)
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(FONT_SIZE + 1)
    step = size[1] / max(1, len(lines))
    for number, ((name, figure), ink) in enumerate(zip(lines, inks or [INK] * len(lines), strict=True)):
        y = int(number * step)
        pen.line([(0, y), (size[0], y)], RULE)
        pen.text((2, y + step / 2), name, ink, font, anchor="lm")
        pen.text((size[0] - 2, y + step / 2), figure, INK, font, anchor="rm")
    return np.asarray(sheet, np.uint8)
