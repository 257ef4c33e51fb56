"""What stands on a card, and for whom there is one."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass

from django.utils.translation import override

from memorials.crop import square
from memorials.models import Media, Memorial
from memorials.viewer import ANYBODY

#: One more whenever cards are drawn otherwise, so that those drawn before are asked for anew.
EDITION = 1


@dataclass(frozen=True)
class Card:
    """`portrait` is the stored name of a rendition, "" without one; `box` is left, top and side of the
    square that is cut from it, in pixels."""

    name: str
    years: str
    portrait: str = ""
    box: tuple[int, int, int] = (0, 0, 0)

    @property
    def title(self) -> str:
        return ", ".join(filter(None, (self.name, self.years)))

    @property
    def digest(self) -> str:
        """The same for the same picture; it tells nothing of what is on it."""
        told = json.dumps([EDITION, asdict(self)])
        return hashlib.sha256(told.encode()).hexdigest()[:24]


def card_of(code: str) -> Card | None:
    """None for whatever somebody unknown would not see: a card is looked at by everybody."""
    memorial = Memorial.objects.visible_to(ANYBODY).filter(code=code).first()
    if memorial is None:
        return None
    with override(memorial.language):
        return Card(memorial.name, memorial.years, *_portrait(memorial))


def _portrait(memorial: Memorial) -> tuple[str, tuple[int, int, int]] | tuple[()]:
    cover = Media.objects.visible_to(ANYBODY).filter(pk=memorial.cover_id or 0).first()
    shown = cover.rendition("view") if cover else None
    if shown is None or not shown.width or not shown.height:
        return ()
    box = square(shown.width, shown.height, memorial.cover_x, memorial.cover_y)
    return str(shown.file.name), box
