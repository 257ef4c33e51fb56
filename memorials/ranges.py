"""A stored file through Django, whole or in part: Django's own FileResponse ignores Range (RFC 9110)."""

import re

from django.core.files.base import File
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from memorials.files import StoredFile

CHUNK = 64 * 2**10
#: No file has a place with more digits; Python refuses to read numbers of thousands of them.
_RANGE = re.compile(r"\s*bytes\s*=\s*([0-9]{0,18})\s*-\s*([0-9]{0,18})\s*", re.IGNORECASE)
_UNSATISFIABLE = (-1, -1)


def whole_or_part(request: HttpRequest, stored: StoredFile) -> HttpResponseBase:
    """The file whole (200), a part of it (206), or an unsatisfiable range (416)."""
    try:
        file = stored.file.storage.open(stored.name)
    except FileNotFoundError:
        raise Http404 from None
    size = file.size
    wanted = _range(request, stored.etag, size)
    if wanted is None:
        response: HttpResponseBase = FileResponse(file, content_type=stored.content_type)
        response["Content-Length"] = str(size)
    elif wanted == _UNSATISFIABLE:
        file.close()
        response = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{size}"
    else:
        response = _part(file, wanted, size, stored.content_type)
    response["Accept-Ranges"] = "bytes"  # here, since nginx says it of its own answers
    return response


def _range(request: HttpRequest, etag: str, size: int) -> tuple[int, int] | None:
    """First and last byte that were asked for (RFC 9110, one range only), None for the whole file."""
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    if asked is None or request.headers.get("If-Range", etag) != etag:
        return None
    first, last = asked.groups()
    if not first:
        return _last_bytes(last, size)
    start, end = int(first), min(int(last), size - 1) if last else size - 1
    if last and int(last) < start:
        return None
    return (start, end) if start < size else _UNSATISFIABLE


def _last_bytes(count: str, size: int) -> tuple[int, int] | None:
    if not count:
        return None
    return (max(0, size - int(count)), size - 1) if int(count) and size else _UNSATISFIABLE


def _part(file: File, wanted: tuple[int, int], size: int, content_type: str) -> FileResponse:
    start, end = wanted
    file.seek(start)
    length = end - start + 1
    response = FileResponse(_Slice(file, length), status=206, content_type=content_type)
    response["Content-Range"] = f"bytes {start}-{end}/{size}"
    response["Content-Length"] = str(length)
    return response


class _Slice:
    """The next `left` bytes of a file, read in chunks."""

    def __init__(self, file: File, left: int) -> None:
        self.file, self.left = file, left

    def read(self, count: int = CHUNK) -> bytes:
        piece: bytes = self.file.read(min(count, self.left) if count >= 0 else self.left)
        self.left -= len(piece)
        return piece

    def close(self) -> None:
        self.file.close()
