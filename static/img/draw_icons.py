"""The recipe of the icons beside it: what icon.svg shows, as pictures for the home screen of a telephone.

    python static/img/draw_icons.py [folder]

The one for masks keeps its drawing within the circle that every mask leaves.
"""

import sys
from pathlib import Path

from PIL import Image, ImageDraw

HERE = Path(__file__).parent
PAPER, SPRUCE = "#F6F8F7", "#23574A"
#: In thirty-seconds of the side, as in icon.svg: the frame, its line, the window.
SIDE, FRAME, LINE, WINDOW = 32, (2, 2, 30, 30), 2, (9, 7, 23, 23)


def draw(size: int, share: float) -> Image.Image:
    """Both squares, on a paper of this size; `share` of it is the drawing."""
    unit = size * share / SIDE
    edge = (size - unit * SIDE) / 2
    icon = Image.new("RGB", (size, size), PAPER)
    pen = ImageDraw.Draw(icon)
    pen.rectangle(_placed(FRAME, unit, edge), outline=SPRUCE, width=round(LINE * unit))
    pen.rectangle(_placed(WINDOW, unit, edge), fill=SPRUCE)
    return icon.quantize(16)


def _placed(box: tuple[int, int, int, int], unit: float, edge: float) -> tuple[float, float, float, float]:
    left, top, right, bottom = (round(edge + each * unit) for each in box)
    return left, top, right - 1, bottom - 1


def main(folder: Path) -> None:
    for name, size, share in (("icon-192", 192, 1), ("icon-512", 512, 1), ("icon-mask", 512, 0.7)):
        draw(size, share).save(folder / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
