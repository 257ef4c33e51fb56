"""QR codes: an address as a picture that a camera reads. ISO/IEC 18004, by segno.

Dark on light with the standard's quiet zone around it, whatever the theme of the page.
"""

import io
import math
from collections.abc import Iterator
from typing import Literal

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString

Point = tuple[int, int]
Level = Literal["m", "h"]

#: Modules of quiet around the code: what the standard asks for.
QUIET = 4
#: A print of ten centimetres at 300 dots an inch has 1181.
PNG_SIDE = 1200
DARK, LIGHT = "#000", "#fff"


def as_element(text: str, label: str, *, level: Level = "h") -> SafeString:
    """For the middle of a page; css/qr.css colours it. `label` is what it is, for those who hear the page."""
    side, outline = _drawn(text, level)
    return format_html(
        '<svg class="qr" viewBox="0 0 {0} {0}" role="img" aria-label="{1}">'
        '<path class="qr__ground" d="M0 0h{0}v{0}h-{0}z"/><path d="{2}"/></svg>',
        side,
        label,
        outline,
    )


def as_svg(text: str) -> bytes:
    """A file for print and engraving: one outline around each dark field, so that it can be cut too."""
    side, outline = _drawn(text, "h")
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{side}mm" height="{side}mm" '
        f'viewBox="0 0 {side} {side}">'
        f'<path fill="{LIGHT}" d="M0 0h{side}v{side}h-{side}z"/><path fill="{DARK}" d="{outline}"/></svg>\n'
    ).encode()


def as_png(text: str) -> bytes:
    """A square of at least PNG_SIDE pixels, with a whole number of them to a module."""
    code = segno.make_qr(text, error="h", encoding="utf-8")
    side = code.symbol_size(border=QUIET)[0]
    file = io.BytesIO()
    code.save(
        file, kind="png", scale=math.ceil(PNG_SIDE / side), border=QUIET, dark=DARK, light=LIGHT, dpi=300
    )
    return file.getvalue()


def _drawn(text: str, level: Level) -> tuple[int, str]:
    """The side in modules, quiet zone and all, and the outline of what is dark, as the `d` of a path."""
    rows = list(segno.make_qr(text, error=level, encoding="utf-8").matrix_iter(border=QUIET))
    dark = {(x, y) for y, row in enumerate(rows) for x, module in enumerate(row) if module}
    return len(rows), "".join(_loops(_edges(dark)))


def _edges(dark: set[Point]) -> dict[Point, list[Point]]:
    """Where dark meets light: from each corner to the next, with the dark on the right hand."""
    edges: dict[Point, list[Point]] = {}
    for x, y in sorted(dark):
        sides = (
            ((x, y - 1), (x, y), (x + 1, y)),
            ((x + 1, y), (x + 1, y), (x + 1, y + 1)),
            ((x, y + 1), (x + 1, y + 1), (x, y + 1)),
            ((x - 1, y), (x, y + 1), (x, y)),
        )
        for beside, start, end in sides:
            if beside not in dark:
                edges.setdefault(start, []).append(end)
    return edges


def _loops(edges: dict[Point, list[Point]]) -> Iterator[str]:
    """Closed lines of whole sides, as SVG path commands. Uses the edges up."""
    while edges:
        start = point = next(iter(edges))
        line, way = f"M{start[0]} {start[1]}", (0, 0)
        length = 0
        while point != start or length == 0:
            ahead = edges[point].pop()
            if not edges[point]:
                del edges[point]
            turned = (ahead[0] - point[0], ahead[1] - point[1])
            if turned != way and length:
                line, length = line + _step(way, length), 0
            way, length, point = turned, length + 1, ahead
        yield line + "z"


def _step(way: Point, length: int) -> str:
    return f"h{way[0] * length}" if way[0] else f"v{way[1] * length}"
