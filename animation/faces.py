"""What is told of the faces on a photograph before a clip is asked for, and what cannot be asked of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from animation import failures, status
from animation.engine import limiting
from animation.models import FoundFaces, Gesture
from memorials.jobs.model import State

TOO_SMALL = "face_too_small"
#: The drawn corners: their distance from the face and their length, in shares of its width.
MARGIN, CORNER = 0.06, 0.24
#: The drawn number's distance below the face, in the same.
BELOW = 0.24
#: Height of the drawn numbers, as a share of the photograph's longer side.
NUMBER = 0.06


def refusal_of(search: FoundFaces | None, faces: str = "largest") -> str:
    """The code that says why this choice cannot move; empty where it can, or where nobody knows yet."""
    if search is None or not search.is_answered:
        return ""
    if search.status == State.FAILED:
        return search.failure
    if not search.faces:
        return "no_face"
    if faces == "all" or all(TOO_SMALL in face["problems"] for face in search.faces):
        return TOO_SMALL if all(TOO_SMALL in face["problems"] for face in search.faces) else ""
    return _refusal_of_one(search.faces, 0 if faces == "largest" else int(faces))


def _refusal_of_one(faces: list[dict[str, Any]], index: int) -> str:
    if index >= len(faces):
        return "no_such_face"
    return TOO_SMALL if TOO_SMALL in faces[index]["problems"] else ""


@dataclass(frozen=True)
class FaceTold:
    """One face; `box` is x, y, width, height on the upright photograph.

    A wish names it by `index`, and 0 is the largest; people by `number`, counted from the left from 1.
    """

    index: int
    number: int
    box: tuple[int, int, int, int]
    yaw: float
    problems: tuple[str, ...]

    @classmethod
    def of(cls, face: dict[str, Any], number: int) -> Self:
        return cls(face["index"], number, tuple(face["box"]), face["yaw"], tuple(face["problems"]))

    @property
    def choice(self) -> str:
        """As a wish names it."""
        return str(self.index)

    @property
    def can_move(self) -> bool:
        return TOO_SMALL not in self.problems

    @property
    def limits(self) -> list[str]:
        return failures.limits(self.problems)

    @property
    def hindered(self) -> list[str]:
        """The gestures of which something is left out; none where it is all of them, or where none is."""
        names = [str(each.label) for each in Gesture if limiting(self._of_gestures, each.value)]
        return names if len(names) < len(Gesture) else []

    @property
    def _of_gestures(self) -> tuple[str, ...]:
        return tuple(code for code in self.problems if code not in (TOO_SMALL, "likeness_uncertain"))

    @property
    def label_x(self) -> str:
        """Of the drawn number: under the middle of the face, where the lower corners leave room."""
        return str(round(self.box[0] + self.box[2] / 2))

    @property
    def label_y(self) -> str:
        return str(round(self.box[1] + self.box[3] + self.box[2] * BELOW))

    @property
    def outline(self) -> str:
        """Four corners round the face, as the path of a drawing."""
        left, top, width, height = self.box
        gap, arm = width * MARGIN, width * CORNER
        right, bottom = left + width + gap, top + height + gap
        left, top = round(left - gap), round(top - gap)
        corners = ((left, top, arm, arm), (right, top, -arm, arm), (right, bottom, -arm, -arm),
                   (left, bottom, arm, -arm))  # fmt: skip
        return "".join(f"M{x:.0f} {y + down:.0f}V{y:.0f}H{x + along:.0f}" for x, y, along, down in corners)


@dataclass(frozen=True)
class FacesTold:
    """How a search stands. `silent`: nobody is there to do it just now. `refusal`: no clip can be made."""

    looking: bool = False
    silent: bool = False
    known: bool = False
    width: int | None = None
    height: int | None = None
    each: tuple[FaceTold, ...] = ()
    refusal: str = ""

    @classmethod
    def of(cls, search: FoundFaces | None) -> Self:
        if search is None:
            return cls()
        if not search.is_answered:
            return cls(looking=search.is_active, silent=search.is_active and status.is_silent(search))
        from_the_left = sorted(search.faces, key=lambda face: float(face["box"][0]))
        found = tuple(FaceTold.of(face, number) for number, face in enumerate(from_the_left, 1))
        return cls(False, False, True, search.width, search.height, found, refusal_of(search))

    @property
    def words(self) -> failures.Words | None:
        return failures.words(self.refusal) if self.refusal else None

    @property
    def has_caption(self) -> bool:
        return not self.refusal and (self.looking or bool(self.each))

    @property
    def offered(self) -> str:
        """The choice that stands there first: the largest that can move."""
        able = [face.index for face in self.each if face.can_move]
        return str(min(able)) if able else "largest"

    @property
    def several(self) -> bool:
        return len(self.each) > 1

    @property
    def view_box(self) -> str:
        return f"0 0 {self.width} {self.height}"

    @property
    def number_size(self) -> str:
        """In pixels of the photograph, as a drawing has it: no language's own signs."""
        return str(round(max(self.width or 0, self.height or 0) * NUMBER))
