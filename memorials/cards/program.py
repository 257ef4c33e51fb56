"""Draws one card: a program, for it reads a picture that came from outside.

    python -I program.py FOLDER < WANTED > card.jpg

WANTED is JSON: `name`, `years`, `font` (a path), `colours` by name, and `box`, the square to be cut from the
file `portrait` in the folder, where there is one. It imports nothing of the
project, because it must not be able to reach it.
"""

import io
import json
import re
import sys
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont, features

WIDTH, HEIGHT = 1200, 630  # what the services that show cards ask for
MOST_BYTES = 300_000  # above that some of them show none
QUALITIES = (90, 80, 65, 50)
#: The mat with its window on the left, as on the page: the card's edge, the mat, the air in it.
EDGE, MAT, AIR, BEVEL = 64, 502, 32, 8
#: Without a portrait the name stands as on the board of a book: within two lines.
BOARD, TWIN, MARGIN = 34, 8, 110
SIZES = (92, 80, 70, 62, 54, 46, 40, 34)  # of the name, in pixels
LEADING, AIR_ABOVE_YEARS = 1.12, 20
BASELINE = 0.91  # so many sizes below the top of its line: the capitals of Literata are 0.7 high
#: Figures as in the text of the page; without the library for it Pillow knows no features.
OLD_FIGURES = ["onum"] if features.check("raqm") else None
NO_LETTER = "\uffff"
PIECE = re.compile(r" ?[^ -]+-*| ?-+")


@dataclass(frozen=True)
class Words:
    """The name in its lines, and the years below it."""

    lines: list[str]
    font: ImageFont.FreeTypeFont
    years: str
    years_font: ImageFont.FreeTypeFont

    @property
    def leading(self) -> int:
        return round(self.font.size * LEADING)

    @property
    def height(self) -> int:
        below = AIR_ABOVE_YEARS + round(self.years_font.size) if self.years else 0
        return self.leading * len(self.lines) + below


def card(wanted: dict[str, Any], folder: Path) -> Image.Image:
    """The whole picture, RGB."""
    colours = wanted["colours"]
    image = Image.new("RGB", (WIDTH, HEIGHT), colours["paper"])
    brush = ImageDraw.Draw(image)
    portrait = read_portrait(folder / "portrait", wanted["box"])
    if portrait:
        left = EDGE + MAT + EDGE
        image.paste(in_mat(portrait, colours), (EDGE, (HEIGHT - MAT) // 2))
    else:
        left = MARGIN
        draw_board(brush, colours)
    right = WIDTH - (EDGE if portrait else MARGIN)
    write(brush, words_for(wanted, right - left), left, colours)
    return image


def read_portrait(path: Path, box: list[int]) -> Image.Image | None:
    """The square of it at its final size; None where there is no file, or none that can be read."""
    left, top, side = box
    inner = MAT - 2 * AIR
    try:
        with Image.open(path, formats=["JPEG", "PNG", "WEBP"]) as picture:
            cut = picture.convert("RGB").crop((left, top, left + side, top + side))
    except (OSError, SyntaxError, ValueError):
        return None
    return cut.resize((inner, inner), Image.Resampling.LANCZOS)


def in_mat(portrait: Image.Image, colours: dict[str, str]) -> Image.Image:
    mat = Image.new("RGB", (MAT, MAT), colours["sheet"])
    brush = ImageDraw.Draw(mat)
    brush.rectangle((0, 0, MAT - 1, MAT - 1), outline=colours["line"], width=2)
    brush.rectangle((AIR - BEVEL, AIR - BEVEL, MAT - 1 - AIR + BEVEL, MAT - 1 - AIR + BEVEL),
                    outline=colours["line"], width=2)  # fmt: skip
    mat.paste(portrait, (AIR, AIR))
    return mat


def draw_board(brush: ImageDraw.ImageDraw, colours: dict[str, str]) -> None:
    for inset, width in ((BOARD, 3), (BOARD + TWIN, 1)):
        edge = (inset, inset, WIDTH - 1 - inset, HEIGHT - 1 - inset)
        brush.rectangle(edge, outline=colours["line"], width=width)


def write(brush: ImageDraw.ImageDraw, words: Words, left: int, colours: dict[str, str]) -> None:
    """In the middle of the height."""
    top = (HEIGHT - words.height) // 2
    for line in words.lines:
        write_line(brush, (left, top), line, words.font, colours["ink"])
        top += words.leading
    write_line(brush, (left, top + AIR_ABOVE_YEARS), words.years, words.years_font, colours["ink-2"])


def write_line(
    brush: ImageDraw.ImageDraw, place: tuple[int, int], line: str, font: ImageFont.FreeTypeFont, colour: str
) -> None:
    on = (place[0], place[1] + round(font.size * BASELINE))
    brush.text(on, line, fill=colour, font=font, features=OLD_FIGURES, anchor="ls")


def words_for(wanted: dict[str, Any], width: int) -> Words:
    """As large as the place allows; the smallest size leaves out what does not fit."""
    name, years = plain(wanted["name"]), plain(wanted["years"])
    fonts = [ImageFont.truetype(wanted["font"], size) for size in SIZES]
    if not can_write(fonts[0], name):
        name = ""
    for font in fonts:
        below = ImageFont.truetype(wanted["font"], max(32, round(font.size * 0.48)))
        words = Words(in_lines(name, font, width), font, years, below)
        if words.height <= MAT and all(font.getlength(line) <= width for line in words.lines):
            return words
    return Words(shortened(words, width), font, years, below)


def plain(text: str) -> str:
    """Without signs that are not seen, such as those that turn the direction of writing."""
    seen = (
        sign for sign in unicodedata.normalize("NFC", text) if unicodedata.category(sign) not in ("Cc", "Cf")
    )
    return " ".join("".join(seen).split())


def can_write(font: ImageFont.FreeTypeFont, text: str) -> bool:
    """A name in a script that the font lacks would be a row of gaps: no name is better, the link says it."""
    gap = bytes(font.getmask(NO_LETTER))
    return all(bytes(font.getmask(sign)) != gap for sign in set(text) - {" "})


def in_lines(text: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """Broken between words and after hyphens, as much to a line as fits; what is longer alone juts out."""
    lines: list[str] = []
    for piece in PIECE.findall(text):
        if lines and font.getlength(lines[-1] + piece) <= width:
            lines[-1] += piece
        else:
            lines.append(piece.lstrip())
    return lines


def shortened(words: Words, width: int) -> list[str]:
    """What of the lines has room, with a sign that there was more."""
    room = max(1, (MAT - (words.height - words.leading * len(words.lines))) // words.leading)
    kept = words.lines[:room]
    if len(words.lines) > room:
        kept[-1] += " …"
    return [cut_off(line, words.font, width) for line in kept]


def cut_off(line: str, font: ImageFont.FreeTypeFont, width: int) -> str:
    if font.getlength(line) <= width:
        return line
    while line and font.getlength(line + "…") > width:
        line = line[:-1]
    return line + "…"


def encoded(image: Image.Image) -> bytes:
    """As good as fits into MOST_BYTES."""
    content = b""
    for quality in QUALITIES:
        file = io.BytesIO()
        image.save(file, "JPEG", quality=quality, subsampling=0, optimize=True, progressive=True)
        content = file.getvalue()
        if len(content) < MOST_BYTES:
            break
    return content


if __name__ == "__main__":
    sys.stdout.buffer.write(encoded(card(json.load(sys.stdin), Path(sys.argv[1]))))
