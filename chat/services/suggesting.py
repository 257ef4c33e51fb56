"""Questions that a visitor may begin with: titles of memories, of which each is really answered by its own.

The archive invents no question. What the family wrote over a memory is put to the archive, and is offered
only where the answer quotes that memory.
"""

from collections.abc import Iterator
from itertools import islice

from chat.kept import Kept
from chat.services.asking import ask, state_of
from memorials.models import Memorial, Memory, Status
from memorials.viewer import Viewer

MOST = 4
#: So many titles are tried; each costs a question.
MOST_TRIED = 8

_suggested: Kept[list[str]] = Kept(50)


def suggestions(viewer: Viewer, memorial: Memorial) -> list[str]:
    return _suggested.get(state_of(viewer, memorial), lambda: _suggestions(viewer, memorial))


def _suggestions(viewer: Viewer, memorial: Memorial) -> list[str]:
    titled = Memory.objects.visible_to(viewer).filter(memorial=memorial, status=Status.APPROVED)
    memories = list(titled.exclude(title="").in_order_of_life())
    return list(islice(_answered(viewer, memorial, _spread(memories)), MOST))


def _answered(viewer: Viewer, memorial: Memorial, memories: list[Memory]) -> Iterator[str]:
    for memory in memories:
        if any(quoted.text == memory for quoted in ask(viewer, memorial, memory.title).quotes):
            yield memory.title


def _spread(memories: list[Memory]) -> list[Memory]:
    """Some of them, from the whole of the life."""
    step = max(1, len(memories) // MOST_TRIED)
    return memories[::step][:MOST_TRIED]
