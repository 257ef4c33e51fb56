"""ETag, If-None-Match and If-Match (RFC 9110, 8.8 and 13): what has not changed is not sent again, and nobody
writes over what they have not read. The tag is made of the answer itself, so that it can never be stale."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from memorials.errors import Refusal

#: What an answer depends on beside its address.
VARIES = ("Accept-Language", "Authorization", "X-Session-Token", "X-Link-Token")


class ChangedMeanwhile(Refusal):
    code = "changed_meanwhile"
    status = 412
    sentence = _("This was changed after you read it. Nothing is saved; please read it again.")


def remember(request: Request, response: Response) -> None:
    """Give an answer to GET its ETag once it is written, and send 304 to whoever has it already."""
    if request.method in ("GET", "HEAD") and response.status_code == 200:
        patch_vary_headers(response, VARIES)
        response.add_post_render_callback(lambda written: _unless_known(request, written))


def _unless_known(request: Request, response: Any) -> HttpResponse | None:
    response["ETag"] = tag = _tag_of(response.content)
    if not _names(request.headers.get("If-None-Match", ""), tag):
        return None
    kept = ("ETag", "Cache-Control", "Vary", "Retry-After")
    return HttpResponse(status=304, headers={name: response[name] for name in kept if name in response})


def _tag_of(content: bytes) -> str:
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def _names(header: str, tag: str) -> bool:
    """Weak and strong are the same here: a proxy that packs the answer makes the tag weak."""
    told = {each.removeprefix("W/") for each in parse_etags(header)} if header else set()
    return "*" in told or tag in told


Handler = Callable[..., Response]


def if_unchanged(change: Handler) -> Handler:
    """For PATCH, PUT and DELETE of what can be read at the same address: with If-Match they do their work
    only on the state that was read.

    The look and the change are two steps; who writes in between is not seen.
    """

    @wraps(change)
    def guarded(view: Any, request: Request, *args: Any, **named: Any) -> Response:
        wanted = request.headers.get("If-Match", "")
        if wanted and not _names(wanted, _current_tag(view, request, *args, **named)):
            raise ChangedMeanwhile
        return change(view, request, *args, **named)

    guarded.is_guarded = True  # type: ignore[attr-defined]
    return guarded


def _current_tag(view: Any, request: Request, *args: Any, **named: Any) -> str:
    current = view.get(request, *args, **named)
    renderer: Any = request.accepted_renderer
    return _tag_of(renderer.render(current.data, request.accepted_media_type, view.get_renderer_context()))
