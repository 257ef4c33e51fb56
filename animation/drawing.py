"""Where faces are drawn over their photograph: SVG in pixels of the upright photograph."""

from dataclasses import dataclass

#: The frame's distance from the face, and the length of its corners, in shares of the face's width.
MARGIN, CORNER = 0.08, 0.22
#: What is cut out to show whose face it is, in face widths around its middle.
ROOM = 0.85
#: Height of a number, as a share of the photograph's longer side, but never larger than so much of the
#: smallest face; and the radius of the ground under it, in such heights.
NUMBER, OF_A_FACE, GROUND = 0.045, 0.6, 0.7
#: How far below the middle of its ground a number stands, in such heights: digits have no descenders.
BASELINE = 0.36


@dataclass(frozen=True)
class Outline:
    """One face: x, y, width, height."""

    x: int
    y: int
    width: int
    height: int

    @property
    def frame(self) -> str:
        """All round it."""
        left, top, right, bottom = self.sides
        return f"M{left} {top}H{right}V{bottom}H{left}Z"

    @property
    def corners(self) -> str:
        """The same frame, of which only the corners are drawn."""
        left, top, right, bottom = self.sides
        arm = round(self.width * CORNER)
        turns = ((left, top, arm, arm), (right, top, -arm, arm), (right, bottom, -arm, -arm),
                 (left, bottom, arm, -arm))  # fmt: skip
        return "".join(f"M{x} {y + down}V{y}H{x + along}" for x, y, along, down in turns)

    @property
    def cut(self) -> str:
        """The viewBox of the face and a little around it: a square."""
        reach = round(max(self.width, self.height) * ROOM)
        x, y = round(self.x + self.width / 2), round(self.y + self.height / 2)
        return f"{x - reach} {y - reach} {2 * reach} {2 * reach}"

    @property
    def sides(self) -> tuple[int, int, int, int]:
        gap = round(self.width * MARGIN)
        return self.x - gap, self.y - gap, self.x + self.width + gap, self.y + self.height + gap


@dataclass(frozen=True)
class Number:
    """A face's number on its ground, at the upper left corner of the frame."""

    x: int
    y: int
    size: int

    @property
    def ground(self) -> int:
        return round(self.size * GROUND)

    @property
    def baseline(self) -> int:
        return round(self.y + self.size * BASELINE)


@dataclass(frozen=True)
class Drawing:
    """One face over a photograph of this size, on which the narrowest of all faces is `narrowest` wide."""

    width: int
    height: int
    narrowest: int
    outline: Outline

    @property
    def number(self) -> Number:
        size = min(NUMBER * max(self.width, self.height), OF_A_FACE * self.narrowest)
        left, top, _, _ = self.outline.sides
        return Number(left, top, max(1, round(size)))
