"""How a private file travels to a viewer who may have it. FILE_DELIVERY names one way of these."""

from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.encoding import iri_to_uri
from django.utils.http import content_disposition_header

from memorials.files import PrivateFile, StoredFile, WrittenFile
from memorials.ranges import whole_or_part

#: Where nginx, and nobody else, finds the stored files: the internal location of config/nginx.
STORED = "/stored/"


def by_nginx(request: HttpRequest, stored: StoredFile) -> HttpResponseBase:
    """Tells nginx which file to send; parts of it, and one that is missing, are then its business."""
    response = HttpResponse(content_type=stored.content_type)
    response["X-Accel-Redirect"] = iri_to_uri(STORED + stored.name)
    return response


Delivery = Callable[[HttpRequest, StoredFile], HttpResponseBase]


def disposition(stored: PrivateFile) -> str:
    return content_disposition_header(stored.as_attachment, stored.shown_name) or "inline"


def signed_url(request: HttpRequest, stored: StoredFile) -> HttpResponseBase:
    """Leads on to the bucket, whose signature covers name, type and the few minutes for which it is valid."""
    storage: Any = stored.file.storage
    answered_with = {
        "ResponseContentDisposition": disposition(stored),
        "ResponseContentType": stored.content_type,
        "ResponseCacheControl": "private, no-store",
    }
    return HttpResponseRedirect(
        storage.url(
            stored.name,
            parameters=answered_with,
            expire=settings.SIGNED_URL_SECONDS,
            http_method=request.method,
        )
    )


#: A way answers with status, content type and body, or with the address where they are; `respond` adds the
#: headers that every private file has, whichever way it goes.
DELIVERIES: dict[str, Delivery] = {
    "django": whole_or_part,
    "signed-url": signed_url,
    "x-accel": by_nginx,
}


def respond(request: HttpRequest, stored: PrivateFile) -> HttpResponseBase:
    """The file by the chosen way, or 304 where the browser has it already."""
    if request.headers.get("If-None-Match") == stored.etag:
        response: HttpResponseBase = HttpResponse(status=304)
    elif isinstance(stored, WrittenFile):
        response = HttpResponse(stored.text, content_type=stored.content_type)
    else:
        response = DELIVERIES[settings.FILE_DELIVERY](request, stored)
    return _private(response, stored)


def _private(response: HttpResponseBase, stored: PrivateFile) -> HttpResponseBase:
    response["Content-Disposition"] = disposition(stored)
    response["ETag"] = stored.etag
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def as_archive(pieces: Iterator[bytes], name: str) -> StreamingHttpResponse:
    """A file that is made while it is sent, for one reader and no cache."""
    response = StreamingHttpResponse(pieces, content_type="application/zip")
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Cache-Control"] = "private, no-store"
    return response
