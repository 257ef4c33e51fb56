"""Where somebody is signed in: browsers, and apps, whose session is their token."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession

from memorials.accounts import SIGNED_IN_BY_APP
from memorials.models import User

#: In this order: almost every browser also names some that it is not.
BROWSERS = (
    ("Edge", r"Edg(?:e|A|iOS)?/"),
    ("Opera", r"OPR/|Opera"),
    ("Yandex Browser", r"YaBrowser/"),
    ("Samsung Internet", r"SamsungBrowser/"),
    ("Firefox", r"Firefox/|FxiOS/"),
    ("Chrome", r"Chrome/|Chromium/|CriOS/"),
    ("Safari", r"Safari/"),
)
SYSTEMS = (
    ("Android", r"Android"),
    ("iPhone", r"iPhone"),
    ("iPad", r"iPad"),
    ("Windows", r"Windows"),
    ("macOS", r"Mac OS X|Macintosh"),
    ("Linux", r"Linux|X11"),
)


@dataclass(frozen=True)
class Device:
    """What is told of a session: nothing of the place, and nothing that would identify it to others."""

    pk: int
    since: datetime
    browser: str
    system: str
    is_app: bool
    is_this: bool


def devices_of(user: User, *, this: str | None) -> list[Device]:
    """The sessions that are still open, the latest first. `this` is the key of the asker's own."""
    kept = UserSession.objects.purge_and_list(user)
    return [_told(session, this) for session in sorted(kept, key=lambda each: each.created_at, reverse=True)]


def _told(session: UserSession, this: str | None) -> Device:
    return Device(
        pk=session.pk,
        since=session.created_at,
        browser=_named(BROWSERS, session.user_agent),
        system=_named(SYSTEMS, session.user_agent),
        is_app=bool(session._session_store(session.session_key).get(SIGNED_IN_BY_APP)),
        is_this=session.session_key == this,
    )


def _named(names: Iterable[tuple[str, str]], user_agent: str) -> str:
    return next((name for name, sign in names if re.search(sign, user_agent)), "")


def end_session(*, user: User, pk: int) -> bool:
    """One of somebody's own sessions, at once. False where there is none."""
    session = UserSession.objects.filter(user=user, pk=pk).first()
    if session is None:
        return False
    session.end()
    return True


def end_sessions(*, user: User, but: str | None = None) -> int:
    """All sessions and tokens of somebody, except the one with that key. How many there were."""
    sessions = list(UserSession.objects.filter(user=user).exclude(session_key=but or ""))
    for session in sessions:
        session.end()
    return len(sessions)
