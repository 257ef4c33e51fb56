"""How long an app stays signed in. Its token is the key of a session, so that it ends at once where it is
ended, and so that nothing else has to be kept of it."""

from datetime import timedelta

from allauth.core.internal.sessionkit import get_session_user
from allauth.headless.internal import sessionkit
from allauth.headless.tokens.strategies.sessions import SessionTokenStrategy
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.backends.base import VALID_KEY_CHARS, SessionBase
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string

from memorials.accounts import SIGNED_IN_BY_APP

#: The end of a session moves so often at most: not every request is to write a row.
EXTENDED_EVERY = timedelta(days=1)


class AppSessions(SessionTokenStrategy):  # type: ignore[misc]
    def lookup_session(self, session_token: str) -> SessionBase | None:
        """The session of a token, which now lasts APP_SIGN_IN_DAYS from today on; None where it is over."""
        session: SessionBase | None = sessionkit.lookup_session(session_token)
        if session and session.get(SIGNED_IN_BY_APP):
            _extend(session_token)
        return session

    def refresh_token(self, refresh_token: str) -> tuple[str, str] | None:
        """The same session under a new key. One statement, so that of two who give the same token, one
        gets a new one; from then on the old one opens nothing."""
        session = self.lookup_session(refresh_token)
        if not session or not session.get(SIGNED_IN_BY_APP) or get_session_user(session) is None:
            return None
        new = get_random_string(32, VALID_KEY_CHARS)
        with transaction.atomic():
            if not Session.objects.filter(session_key=refresh_token).update(session_key=new):
                return None
            UserSession.objects.filter(session_key=refresh_token).update(session_key=new)
        return new, new


def _extend(key: str) -> None:
    """The column alone: what else the session holds may be changing in another request."""
    end = timezone.now() + timedelta(days=settings.APP_SIGN_IN_DAYS)
    sessions = Session.objects.filter(session_key=key)
    kept = sessions.values_list("expire_date", flat=True).first()
    if kept and kept < end - EXTENDED_EVERY:
        sessions.update(expire_date=end)
