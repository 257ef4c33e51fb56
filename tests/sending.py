"""A file sent in parts, as tus has it, by somebody at the site's own address."""

import base64
import hashlib
from typing import Any

from django.test import Client

from memorials.models import Memorial

PART = "application/offset+octet-stream"
SPOKEN = {"Tus-Resumable": "1.0.0"}


def told(**words: str) -> str:
    """Upload-Metadata."""
    return ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in words.items())


def checksum(content: bytes, algorithm: str = "sha1") -> str:
    digest = hashlib.new(algorithm, content, usedforsecurity=False).digest()
    return f"{algorithm} {base64.b64encode(digest).decode()}"


def begin(client: Client, memorial: Memorial, length: Any, along: bytes | None = None, **said: Any) -> Any:
    """The answer to the creation; `along` comes with it. Words in capitals are further headers."""
    words = {key: said.pop(key) for key in list(said) if key.islower()}
    headers = {**SPOKEN, "Upload-Length": str(length), "Upload-Metadata": told(**words), **_named(said)}
    kind: dict[str, Any] = {} if along is None else {"data": along, "content_type": PART}
    return client.generic("POST", f"/api/v1/memorials/{memorial.code}/uploads/", headers=headers, **kind)


def begun(client: Client, memorial: Memorial, length: int, **said: Any) -> str:
    """The address of an upload that is there now."""
    answer = begin(client, memorial, length, **said)
    assert answer.status_code == 201, answer.content
    return str(answer["Location"])


def send(client: Client, where: str, content: bytes, offset: Any = 0, **said: str) -> Any:
    kind = said.pop("kind", PART)
    headers = {**SPOKEN, "Upload-Offset": str(offset), **_named(said)}
    more: dict[str, Any] = {} if content else {"CONTENT_TYPE": kind, "CONTENT_LENGTH": "0"}
    return client.generic("PATCH", where, content, content_type=kind, headers=headers, **more)


def ask(client: Client, where: str, method: str = "HEAD", **said: str) -> Any:
    return client.generic(method, where, headers={**SPOKEN, **_named(said)})


def _named(said: dict[str, str]) -> dict[str, str]:
    """UPLOAD_CHECKSUM="…" is the header Upload-Checksum."""
    return {key.replace("_", "-"): value for key, value in said.items() if key.isupper()}
