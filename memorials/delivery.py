"""How a private file travels to a viewer who may have it. FILE_DELIVERY names one way of these."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from memorials.files import StoredFile
from memorials.ranges import whole_or_part

Delivery = Callable[[HttpRequest, StoredFile], HttpResponseBase]
#: A way answers with status, content type and body, or with the address where they are; `respond` adds the
#: headers that every private file has, whichever way it goes.
DELIVERIES: dict[str, Delivery] = {
    "django": whole_or_part,
}


def respond(request: HttpRequest, stored: StoredFile) -> HttpResponseBase:
    """The file by the chosen way, or 304 where the browser has it already."""
    if request.headers.get("If-None-Match") == stored.etag:
        response: HttpResponseBase = HttpResponse(status=304)
    else:
        response = DELIVERIES[settings.FILE_DELIVERY](request, stored)
    return _private(response, stored)


def _private(response: HttpResponseBase, stored: StoredFile) -> HttpResponseBase:
    response["Content-Disposition"] = disposition(stored)
    response["ETag"] = stored.etag
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def disposition(stored: StoredFile) -> str:
    return content_disposition_header(stored.as_attachment, stored.shown_name) or "inline"
