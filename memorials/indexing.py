"""Whether search engines may list a page. They may not, unless its view says otherwise; the header here and
the tag in base.html follow the same word, `request.indexed`."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from memorials.models import Memorial
from memorials.requests import SiteRequest

HEADER = "X-Robots-Tag"
Answer = Callable[[HttpRequest], HttpResponse]
View = Callable[..., HttpResponse]


class IndexingMiddleware:
    """The header stands on every answer: files and API have no place for a tag."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.indexed = False  # type: ignore[attr-defined]
        response = self.get_response(request)
        listed = request.indexed and response.status_code == 200  # type: ignore[attr-defined]
        response[HEADER] = "all" if listed else "noindex"
        return response


def indexed_if_allowed(view: View) -> View:
    """For the page of a memorial: its keeper decides."""

    @wraps(view)
    def asked(request: SiteRequest, memorial: Memorial, **arguments: Any) -> HttpResponse:
        request.indexed = Memorial.objects.indexed().filter(pk=memorial.pk).exists()
        return view(request, memorial, **arguments)

    return asked
