"""Private files over HTTP. There is one view for all of them; each kind of file has a finder.

A finder starts from `visible_to`, so that a file is open to exactly those who see its row.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.core.files.base import File
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from memorials.viewer import Viewer

CHUNK = 64 * 2**10
#: No file has a place with more digits; Python refuses to read numbers of thousands of them.
_RANGE = re.compile(r"\s*bytes\s*=\s*([0-9]{0,18})\s*-\s*([0-9]{0,18})\s*", re.IGNORECASE)


@dataclass(frozen=True)
class StoredFile:
    """A file that the viewer may have: where it is stored, and how it is named to them."""

    file: FieldFile
    content_type: str
    shown_name: str
    as_attachment: bool = False

    @property
    def name(self) -> str:
        """The random name under which it is stored."""
        return str(self.file.name)


Finder = Callable[[Viewer, str, str], StoredFile | None]
_finders: dict[str, Finder] = {}


def serve_kind(kind: str, finder: Finder) -> None:
    _finders[kind] = finder


def find(viewer: Viewer, kind: str, code: str, name: str) -> StoredFile:
    finder = _finders.get(kind)
    found = finder(viewer, code, name) if finder else None
    if found is None:
        raise Http404
    return found


def respond(request: HttpRequest, stored: StoredFile) -> HttpResponseBase:
    """The file whole (200), a part of it (206), an unsatisfiable range (416), or unchanged (304)."""
    etag = f'"{stored.name.rsplit("/", 1)[-1]}"'  # names are random and files never change
    if request.headers.get("If-None-Match") == etag:
        return _private(HttpResponse(status=304), stored, etag)
    try:
        file = stored.file.storage.open(stored.name)
    except FileNotFoundError:
        raise Http404 from None
    size = stored.file.size
    wanted = _range(request, etag, size)
    if wanted is None:
        response: HttpResponseBase = FileResponse(file, content_type=stored.content_type)
        response["Content-Length"] = str(size)
    elif wanted == _UNSATISFIABLE:
        file.close()
        response = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{size}"
    else:
        response = _part(file, wanted, size, stored.content_type)
    return _private(response, stored, etag)


_UNSATISFIABLE = (-1, -1)


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


def _private(response: HttpResponseBase, stored: StoredFile, etag: str) -> HttpResponseBase:
    named = content_disposition_header(stored.as_attachment, stored.shown_name)
    response["Content-Disposition"] = named or "inline"
    response["ETag"] = etag
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
