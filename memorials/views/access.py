"""How a view fetches a memorial: through `visible_to`, with the word that the view needs."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from memorials.appearance import speak_as
from memorials.models import Memorial
from memorials.permissions import Word, may
from memorials.requests import SiteRequest

View = Callable[..., HttpResponse]


def with_memorial(word: Word) -> Callable[[View], View]:
    """Replace the argument `code` by the memorial. 404 where it is invisible, 403 without the word.

    A visitor without an account who lacks the word is led to the sign-in.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def fetched(request: SiteRequest, code: str, **arguments: Any) -> HttpResponse:
            memorial = get_object_or_404(Memorial.objects.visible_to(request.viewer), code=code)
            speak_as(memorial, request)
            if may(request.viewer, word, memorial):
                return view(request, memorial, **arguments)
            if request.viewer.user:
                raise PermissionDenied
            return login_required(view)(request)

        fetched.needs = word  # type: ignore[attr-defined]
        return fetched

    return decorate
