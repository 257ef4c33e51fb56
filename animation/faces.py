"""What is told of the faces on a photograph before a clip is asked for, and what cannot be asked of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from django.utils.translation import ngettext

from animation import drawing, failures, status
from animation.models import FoundFaces
from memorials.jobs.model import State

TOO_SMALL = "face_too_small"


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
    drawn: drawing.Drawing

    @classmethod
    def of(cls, face: dict[str, Any], number: int, search: FoundFaces) -> Self:
        box, narrowest = tuple(face["box"]), min(each["box"][2] for each in search.faces)
        size = search.width or 0, search.height or 0
        drawn = drawing.Drawing(*size, narrowest, drawing.Outline(*box))
        return cls(face["index"], number, box, face["yaw"], tuple(face["problems"]), drawn)

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
    def in_brief(self) -> list[str]:
        return failures.briefly(self.problems)

    def left_out(self, gesture: str) -> list[str]:
        return failures.left_out(self.problems, gesture) if self.can_move else []


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
        found = tuple(FaceTold.of(face, number, search) for number, face in enumerate(from_the_left, 1))
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

    def left_out(self, gesture: str) -> list[tuple[str, str]]:
        """What of this gesture is not shown, in a few words, beside the choice that it is true of."""
        told = [(face.choice, ", ".join(face.left_out(gesture))) for face in self.each]
        return [(choice, words) for choice, words in [*told, ("all", self._of_all(gesture))] if words]

    def _of_all(self, gesture: str) -> str:
        """Which of them show less, each group of words with the numbers of its faces."""
        numbers: dict[str, list[str]] = {}
        for face in self.each if self.several else ():
            for words in face.left_out(gesture):
                numbers.setdefault(words, []).append(str(face.number))
        return "; ".join(
            ngettext("face %(numbers)s: %(words)s", "faces %(numbers)s: %(words)s", len(those))
            % {"numbers": ", ".join(those), "words": words}
            for words, those in numbers.items()
        )

    @property
    def view_box(self) -> str:
        """Of drawings over the photograph, in its pixels and in no language's own signs."""
        return f"0 0 {self.width} {self.height}"
