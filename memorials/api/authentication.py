"""Who asks, for the API: an app by the token of its sign-in, a program by a token that may only read."""

from typing import Any

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.headless.contrib.rest_framework.authentication import XSessionTokenAuthentication
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed, NotAuthenticated, PermissionDenied, Throttled
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request

from memorials import second_factor
from memorials.accounts import OWN_PASSWORD_FIRST
from memorials.limits import TOO_OFTEN, address_of, seconds_to_wait
from memorials.models import ApiToken, User
from memorials.services.api_tokens import use_token
from memorials.viewer import viewer_of

NOT_VALID = _("This token is not valid, or no longer.")
#: Wrong read-only tokens from one address. Whoever has a right one is not held up by them: 256 bits need no
#: other guard, and a neighbour behind the same address must not lock anybody out.
WRONG_TOKENS = "30/m"


class ReadOnlyToken(PermissionDenied):
    default_code = "read_only_token"
    default_detail = _("This token may only read. For this, sign in.")


class SecondStepFirst(PermissionDenied):
    default_code = "second_step_first"
    default_detail = _("An account with rights on this site signs in with two steps, also here.")


class ConfirmFirst(PermissionDenied):
    default_code = "confirm_first"
    default_detail = _("Nothing was changed. Please first confirm with your password or code that it is you.")


class SessionTokenAuthentication(XSessionTokenAuthentication):  # type: ignore[misc]
    """The token that /api/v1/auth/ gave, in the header X-Session-Token. A wrong one is 401, not a visitor."""

    def authenticate(self, request: Request) -> tuple[User, SessionBase] | None:
        token = self.get_session_token(request)
        if not token:
            return None
        found = super().authenticate(request)
        if found is None:
            raise AuthenticationFailed(NOT_VALID)
        user, session = found
        _refuse_one_time_password(user)
        if user.is_staff and not second_factor.was_used(_as_request(user, session)):
            raise SecondStepFirst
        request.viewer = viewer_of(user)  # type: ignore[attr-defined]
        return user, session

    def authenticate_header(self, request: Request) -> str:
        return "X-Session-Token"


class ReadOnlyTokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer rodnik_…`. Methods that change something are 403, a wrong token is 401."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        scheme, _space, given = request.headers.get("Authorization", "").strip().partition(" ")
        if scheme.lower() != "bearer":
            return None
        token = use_token(given.strip())
        if token is None:
            _count_wrong(request)
            raise AuthenticationFailed(NOT_VALID)
        _refuse_one_time_password(token.owner)
        if request.method not in SAFE_METHODS:
            raise ReadOnlyToken
        request.viewer = viewer_of(token.owner)  # type: ignore[attr-defined]
        return token.owner, token

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="rodnik"'


class CookieAuthentication(SessionAuthentication):
    """The site's own pages, by their cookie, and the token of their form in the header X-CSRFToken."""

    def authenticate(self, request: Request) -> tuple[User, None] | None:
        found = super().authenticate(request)
        if found:
            _refuse_one_time_password(found[0])
        return found

    def enforce_csrf(self, request: Request) -> None:
        try:
            super().enforce_csrf(request)
        except PermissionDenied:
            raise PermissionDenied(
                _("This page was open too long. Load it anew, and it goes on where it stopped.")
            ) from None


def signed_in_themselves(request: Request) -> User:
    """For what a read-only token must not even see."""
    if isinstance(request.auth, ApiToken):
        raise ReadOnlyToken
    if not isinstance(request.user, User):
        raise NotAuthenticated
    return request.user


def confirmed_just_now(request: Request) -> User:
    """For what outlives the session: whoever holds a stolen telephone has its token, but not the password."""
    user = signed_in_themselves(request)
    if not did_recently_reauthenticate(_as_request(user, request.auth)):
        raise ConfirmFirst
    return user


def _refuse_one_time_password(user: User) -> None:
    if user.password_is_one_time:
        raise AuthenticationFailed(OWN_PASSWORD_FIRST)


def _as_request(user: User, session: Any) -> HttpRequest:
    """What allauth asks about a session, it asks of a request."""
    asked = HttpRequest()
    asked.user, asked.session = user, session
    return asked


def _count_wrong(request: Request) -> None:
    if wait := seconds_to_wait("wrong-read-token", WRONG_TOKENS, address_of(request._request)):
        raise Throttled(wait, str(TOO_OFTEN))


class SessionTokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = SessionTokenAuthentication
    name = "sessionToken"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "apiKey", "in": "header", "name": "X-Session-Token"}


class ReadOnlyTokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = ReadOnlyTokenAuthentication
    name = "readOnlyToken"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "bearerFormat": "rodnik_…"}


class CookieScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = CookieAuthentication
    name = "cookie"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}
