"""The protocol tus 1.0 (https://tus.io/protocols/resumable-upload): its headers, read and checked.

Extensions: creation, creation-with-upload, expiration, termination, checksum. Of a part whose connection is
cut all that came is kept, unless it has a checksum: without its end that cannot be checked.
"""

import base64
import binascii
import unicodedata
from collections.abc import Iterator

from django.http import HttpRequest
from django.utils.http import http_date
from django.utils.translation import gettext_lazy as _

from memorials.errors import FileRefused, Refusal, with_gaps
from memorials.models import Upload
from memorials.services.room import check_size, most_bytes
from memorials.services.uploads import Checksum

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,expiration,termination,checksum"
#: Algorithm to the bytes of its value.
ALGORITHMS = {"sha1": 20, "sha256": 32}
PART_TYPE = "application/offset+octet-stream"
#: More than that at once is not kept when the connection breaks at a proxy that waits for the whole of it.
MOST_IN_A_PART = 16 * 2**20
LONGEST_METADATA = 8000
CHUNK = 256 * 2**10
#: What may be told of a file at its creation, beside its name.
WORDS = ("caption", "taken", "people", "place", "credit")


class Misspoken(Refusal):
    """A request that is not as the protocol has it. `code` is one of SENTENCES."""

    SENTENCES = {
        "tus_version": (412, _("The header Tus-Resumable must be 1.0.0.")),
        "header": (400, _("The header %(name)s must be a whole number.")),
        "metadata": (400, _("The header Upload-Metadata cannot be read.")),
        "checksum": (400, _("The header Upload-Checksum cannot be read.")),
        "content_type": (415, _("The content type must be %(type)s.")),
        "length_required": (411, _("The length of the part must be told.")),
        "part_too_large": (413, _("The part is longer than what is missing, or than 16 MB.")),
    }

    def __init__(self, code: str, **values: object) -> None:
        self.status, sentence = self.SENTENCES[code]
        super().__init__(str(sentence) % values if values else sentence)
        self.code = code

    @classmethod
    def told(cls) -> Iterator[tuple[str, int, str]]:
        for code, (status, sentence) in cls.SENTENCES.items():
            yield code, status, with_gaps(sentence)


def speaks(request: HttpRequest) -> bool:
    return request.headers.get("Tus-Resumable") == VERSION


def capabilities() -> dict[str, str]:
    return {
        "Tus-Version": VERSION,
        "Tus-Extension": EXTENSIONS,
        "Tus-Max-Size": str(most_bytes()),
        "Tus-Checksum-Algorithm": ",".join(ALGORITHMS),
    }


def length_of(request: HttpRequest) -> int:
    """Upload-Length; how long a file will be must be known from the beginning."""
    return _number(request, "Upload-Length")


def check_first(length: int) -> None:
    try:
        check_size(length)
    except FileRefused as refusal:
        if refusal.code == "too_large":
            refusal.status = 413  # the status that the protocol has for it, before anything travels
        raise


def offset_of(request: HttpRequest) -> int:
    return _number(request, "Upload-Offset")


def _number(request: HttpRequest, name: str) -> int:
    said = request.headers.get(name, "")
    if not (said.isascii() and said.isdigit() and len(said) < 19):
        raise Misspoken("header", name=name)
    return int(said)


def metadata_of(request: HttpRequest) -> dict[str, str]:
    """Upload-Metadata: keys, each with its value in base64."""
    said = request.headers.get("Upload-Metadata", "")
    pairs = [pair.split() for pair in said.split(",") if pair.strip()]
    if len(said) > LONGEST_METADATA or any(len(pair) > 2 for pair in pairs):
        raise _metadata_wrong()
    return {key: _decoded(*value) for key, *value in pairs}


def _decoded(value: str = "") -> str:
    try:
        text = base64.b64decode(value, validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        raise _metadata_wrong() from None
    return unicodedata.normalize("NFC", text)


def _metadata_wrong() -> Misspoken:
    return Misspoken("metadata")


def checksum_of(request: HttpRequest) -> Checksum | None:
    """Upload-Checksum: an algorithm, and what the part must come to, in base64."""
    said = request.headers.get("Upload-Checksum")
    if said is None:
        return None
    algorithm, _space, value = said.partition(" ")
    try:
        expected = base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        expected = b""
    if len(expected) != ALGORITHMS.get(algorithm):
        raise Misspoken("checksum")
    return Checksum(algorithm, expected)


def part_of(request: HttpRequest, most: int) -> Iterator[bytes]:
    """The body, piece by piece; it ends early where the connection is cut.

    Its type and length are looked at now, and not when the first piece is asked for.
    """
    if request.content_type != PART_TYPE:
        raise Misspoken("content_type", type=PART_TYPE)
    said = request.headers.get("Content-Length", "")
    if not said.isdigit():
        raise Misspoken("length_required")
    if int(said) > min(most, MOST_IN_A_PART):
        raise Misspoken("part_too_large")
    return _pieces(request, int(said))


def _pieces(request: HttpRequest, left: int) -> Iterator[bytes]:
    while left:
        try:
            piece = request.read(min(CHUNK, left))
        except OSError:  # the connection was cut: what came before is there
            return
        if not piece:
            return
        left -= len(piece)
        yield piece


def headers_of(upload: Upload) -> dict[str, str]:
    """How an upload stands; Rodnik-Media is the code of what has become of it."""
    headers = {
        "Upload-Offset": str(upload.offset),
        "Upload-Expires": http_date(upload.expires_at.timestamp()),
    }
    if upload.media:
        headers["Rodnik-Media"] = upload.media.code
    return headers
