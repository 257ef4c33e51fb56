from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from memorials import second_factor
from memorials.viewer import GRANTS, viewer_of

Answer = Callable[[HttpRequest], HttpResponse]


class ViewerMiddleware:
    """`request.viewer`: who is asking. Made when a view first looks, so that other pages read no session."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.viewer = SimpleLazyObject(lambda: viewer_of(request.user, request.session.get(GRANTS, ())))  # type: ignore[attr-defined]
        return self.get_response(request)


class OneTimePasswordMiddleware:
    """Who signed in with a printed password chooses their own before anything else.

    Under /api/ a cookie says nothing, and a page to go to would be none of its answers: who asks there is
    judged by `memorials.api.authentication`.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.open = {
            reverse(name) for name in ("account_change_password", "account_logout", "set_language", "theme")
        }

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path in self.open or request.path.startswith("/api/"):
            return self.get_response(request)
        if getattr(request.user, "password_is_one_time", False):
            return redirect("account_change_password")
        return self.get_response(request)


class SecondFactorMiddleware:
    """No page of the admin for staff whose session has shown a password alone."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: object) -> HttpResponse | None:
        """By the view that answers, not by the address: an address can be written in several ways."""
        match = request.resolver_match
        if match is None or "admin" not in match.app_names or not getattr(request.user, "is_staff", False):
            return None
        return None if second_factor.was_used(request) else redirect(second_factor.way_to(request))
