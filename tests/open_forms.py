"""Forms that anybody may send, as a person sends them: some time after they were opened."""

import re
import time
from typing import Any

from django.core import signing
from django.utils.http import urlencode

from memorials.forms.tributes import SIGNER
from memorials.models.token import new_token


class _Earlier(signing.TimestampSigner):
    seconds = 60

    def timestamp(self) -> str:
        return signing.b62_encode(int(time.time()) - self.seconds)


def stamp(seconds: int = 60) -> str:
    """The stamp of a form that was opened so long ago."""
    signer = _Earlier(salt=SIGNER.salt)
    signer.seconds = seconds
    return signer.sign(new_token())


def filled(**fields: Any) -> dict[str, Any]:
    return {"stamp": stamp(), "subject": "", **fields}


def leave(client: Any, memorial: Any, kind: str = "word", **fields: Any) -> Any:
    words = (
        {"name": "Ольга", "text": "Дорогая Анна,\nспасибо за песни."} if kind == "word" else {"name": "Ольга"}
    )
    return client.post(f"/m/{memorial.code}/tributes/new/?kind={kind}", filled(**{**words, **fields}))


def report(client: Any, memorial: Any, about: str = "", **fields: Any) -> Any:
    asked = f"?{urlencode({'about': about})}" if about else ""
    return client.post(f"/m/{memorial.code}/report/{asked}", filled(**{"reason": "hurtful", **fields}))


def text_of(answer: Any) -> str:
    text: str = answer.content.decode()
    return text


def private_link(answer: Any) -> str:
    """The address that the page shows once."""
    [token] = set(re.findall(r"/t/([\w-]{43})/", text_of(answer)))
    return f"/t/{token}/"
