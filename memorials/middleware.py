from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

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
    """Who signed in with a printed password chooses their own before anything else."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.open = {
            reverse(name) for name in ("account_change_password", "account_logout", "set_language", "theme")
        }

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path not in self.open and getattr(request.user, "password_is_one_time", False):
            return redirect("account_change_password")
        return self.get_response(request)
