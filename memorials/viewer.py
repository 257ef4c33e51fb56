"""Who is asking. Every door to the rows takes a Viewer, never a request."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from memorials.models import User


@dataclass(frozen=True)
class Viewer:
    """A signed-in person, or nobody, with the links that their session has exchanged.

    It lives as long as one request, so it may remember roles.
    """

    user: User | None = None
    link_grants: frozenset[int] = (
        frozenset()
    )  # primary keys of LinkTokens; whether they still count, the rows say
    roles: dict[int, str | None] = field(default_factory=dict, compare=False)

    @property
    def member(self) -> User:
        """The signed-in person, where a view has let nobody else in."""
        if self.user is None:
            raise LookupError("nobody is signed in")
        return self.user

    @property
    def is_staff(self) -> bool:
        return bool(self.user and self.user.is_staff)


#: Somebody of whom nothing is known: what they see, everybody sees.
ANYBODY = Viewer()
#: Where a session keeps the links that it has exchanged, and how many of them, the newest last.
GRANTS = "link_grants"
MOST_GRANTS = 50


def with_grant(grants: Iterable[int], link: int) -> list[int]:
    """These grants and one more; the oldest drops out where there would be too many."""
    return [*(grant for grant in grants if grant != link), link][-MOST_GRANTS:]


def viewer_of(user: object, grants: Iterable[int] = ()) -> Viewer:
    """The viewer behind Django's request.user, who may be anonymous or switched off."""
    from memorials.models import User

    known = user if isinstance(user, User) and user.is_active else None
    return Viewer(known, frozenset(grants))
