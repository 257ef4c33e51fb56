"""What a process keeps of its work, by the state it was made of: a changed state never meets the old work."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Work = TypeVar("Work")


class Kept(Generic[Work]):
    """At most `most` pieces; the one that was not asked for longest goes first."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._pieces: OrderedDict[Hashable, Work] = OrderedDict()
        self._lock = Lock()

    def get(self, state: Hashable, make: Callable[[], Work]) -> Work:
        """Two who come at once may both make it; that is harmless, and nobody waits under the lock."""
        with self._lock:
            if state in self._pieces:
                self._pieces.move_to_end(state)
                return self._pieces[state]
        made = make()
        with self._lock:
            self._pieces[state] = made
            while len(self._pieces) > self.most:
                self._pieces.popitem(last=False)
        return made
