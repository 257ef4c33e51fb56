"""Which pages a browser may keep for the time without a connection: those that anybody may see, as anybody
sees them. The header is read by static/js/worker.js, which writes down nothing that lacks it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse

from memorials.models import Memorial
from memorials.requests import SiteRequest
from memorials.viewer import ANYBODY

HEADER = "Rodnik-Readable-Offline"
View = Callable[..., HttpResponse]


def readable_offline(view: View) -> View:
    """For pages of a memorial. What a signed-in person sees is theirs, and is kept nowhere."""

    @wraps(view)
    def shown(request: SiteRequest, memorial: Memorial, **arguments: Any) -> HttpResponse:
        response = view(request, memorial, **arguments)
        if request.viewer == ANYBODY and _is_open(memorial):
            mark(response)
        return response

    return shown


def mark(response: HttpResponse) -> None:
    if response.status_code == 200:
        response[HEADER] = "yes"


def _is_open(memorial: Memorial) -> bool:
    return Memorial.objects.visible_to(ANYBODY).filter(pk=memorial.pk).exists()
