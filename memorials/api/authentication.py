from allauth.headless.contrib.rest_framework.authentication import XSessionTokenAuthentication
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.request import Request

from memorials.accounts import OWN_PASSWORD_FIRST
from memorials.viewer import viewer_of


class SessionTokenAuthentication(XSessionTokenAuthentication):  # type: ignore[misc]
    """The token that /api/v1/auth/ gave, in the header X-Session-Token. A wrong one is 401, not a visitor."""

    def authenticate(self, request: HttpRequest) -> tuple[object, object] | None:
        token = self.get_session_token(request)
        if not token:
            return None
        found = super().authenticate(request)
        if found is None:
            raise AuthenticationFailed(_("This token is not valid, or no longer."))
        user, auth = found
        if user.password_is_one_time:
            raise AuthenticationFailed(OWN_PASSWORD_FIRST)
        request.viewer = viewer_of(user)  # type: ignore[attr-defined]
        return user, auth

    def authenticate_header(self, request: HttpRequest) -> str:
        return "X-Session-Token"


class CookieAuthentication(SessionAuthentication):
    """The site's own pages, by their cookie, and the token of their form in the header X-CSRFToken."""

    def enforce_csrf(self, request: Request) -> None:
        try:
            super().enforce_csrf(request)
        except PermissionDenied:
            raise PermissionDenied(
                _("This page was open too long. Load it anew, and it goes on where it stopped.")
            ) from None


class SessionTokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = SessionTokenAuthentication
    name = "sessionToken"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "apiKey", "in": "header", "name": "X-Session-Token"}


class CookieScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = CookieAuthentication
    name = "cookie"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}
