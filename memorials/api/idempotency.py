"""Idempotency-Key: a request that makes something and is sent again, because its answer was lost on the way,
makes nothing a second time. Keys hold for a day, for one person each, and for one request each.

After the idea of the IETF draft "The Idempotency-Key HTTP Header Field". Only what succeeded is kept: after a
refusal nothing was made, and the same key may be sent again once the cause is mended.
"""

import base64
import hashlib
import json
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from cryptography.fernet import Fernet
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from memorials.errors import Refusal
from memorials.models import KeptAnswer

HEADER = "Idempotency-Key"
#: On an answer that was given before.
REPLAYED = "Idempotent-Replayed"
SHORTEST, LONGEST = 16, 200


class KeyMisspelt(Refusal):
    code = "idempotency_key"
    status = 400
    sentence = _("The header Idempotency-Key must have 16 to 200 letters, digits or signs, without spaces.")


class KeyReused(Refusal):
    code = "idempotency_key_reused"
    status = 409
    sentence = _("This Idempotency-Key was sent with another request. Nothing was done.")


class StillAtWork(Refusal):
    code = "still_at_work"
    status = 409
    retry_after = 2
    sentence = _("The first request with this Idempotency-Key is still being worked on.")


Handler = Callable[..., Response]


def idempotent(make: Handler) -> Handler:
    """For POSTs that make something."""

    @wraps(make)
    def once(view: Any, request: Request, *args: Any, **named: Any) -> Response:
        key = request.headers.get(HEADER)
        if key is None:
            return make(view, request, *args, **named)
        slot = _Slot(view, request, key)
        return slot.replayed() or slot.kept(lambda: make(view, request, *args, **named))

    once.is_idempotent = True  # type: ignore[attr-defined]
    return once


class _Slot:
    """The place of one key of one asker."""

    def __init__(self, view: Any, request: Request, key: str) -> None:
        if not (SHORTEST <= len(key) <= LONGEST and key.isascii() and key.isprintable() and " " not in key):
            raise KeyMisspelt
        owner = view.viewer.user.pk if view.viewer.user else "nobody"
        self.name = f"{owner}:{key}"
        self.key_hash = hashlib.sha256(self.name.encode()).hexdigest()
        self.request = request

    def replayed(self) -> Response | None:
        """The answer that was given before; None for the first. Raises KeyReused, StillAtWork."""
        asked = fingerprint(self.request)
        known = KeptAnswer.objects.claim(key_hash=self.key_hash, asked=asked)
        if known is None:
            return None
        if known.asked != asked:
            raise KeyReused
        if known.status is None:
            raise StillAtWork
        data, headers = json.loads(self._seal.decrypt(bytes(known.answer)))
        return Response(data, status=known.status, headers={**headers, REPLAYED: "true"})

    def kept(self, make: Callable[[], Response]) -> Response:
        try:
            response = make()
            if response.status_code < 300:
                self._keep(response)
        finally:
            # Whatever was not kept leaves the key free.
            KeptAnswer.objects.filter(key_hash=self.key_hash, status=None).delete()
        return response

    def _keep(self, response: Response) -> None:
        told = {
            name: value for name, value in response.headers.items() if name in ("Location", "Retry-After")
        }
        written = json.loads(self.request.accepted_renderer.render(response.data) or b"null")
        sealed = self._seal.encrypt(json.dumps([written, told]).encode())
        KeptAnswer.objects.settle(key_hash=self.key_hash, status=response.status_code, answer=sealed)

    @property
    def _seal(self) -> Fernet:
        """Made of the key that the asker has, and of the site's own secret."""
        digest = salted_hmac("memorials.api.idempotency", self.name, algorithm="sha256").digest()
        return Fernet(base64.urlsafe_b64encode(digest))


def fingerprint(request: Request) -> str:
    """Of the address and of all that was sent. Files count by their bytes."""
    digest = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    for piece in _sent(request.data):
        digest.update(piece)
    return digest.hexdigest()


def _sent(data: Any) -> Iterator[bytes]:
    if not isinstance(data, QueryDict):
        yield json.dumps(data, sort_keys=True).encode()
        return
    for name, values in sorted(data.lists()):
        for value in values:
            yield f"\n{name}=".encode("utf-8", "surrogatepass")
            yield from _pieces(value)


def _pieces(value: Any) -> Iterator[bytes]:
    if not isinstance(value, UploadedFile):
        yield str(value).encode("utf-8", "surrogatepass")
        return
    yield from value.chunks()
    value.seek(0)
