"""An OpenAI-compatible chat model. Not streamed: nothing may be shown before the whole was checked."""

import re
from typing import Any

from chat.answering.outside import Endpoint, OutsideError
from chat.answering.protocol import LanguageModelError

LONGEST_REPLY = 2_000  # characters; three sentences are asked for
MOST_TOKENS = 300
TEMPERATURE = 0.1
#: Markup, and addresses: a model that writes them was led astray.
NO_PLAIN_TEXT = re.compile(r"<[/!a-zA-Z]|&#?\w+;|https?://|www\.|\]\(|[\x00-\x08\x0b-\x1f\x7f]")


class RemoteLanguageModel:
    def __init__(self, endpoint: Endpoint, model: str) -> None:
        self.name = model
        self._endpoint, self._model = endpoint, model

    def reply(self, instructions: str, request: str) -> str:
        said = [{"role": "system", "content": instructions}, {"role": "user", "content": request}]
        asked = {
            "model": self._model,
            "messages": said,
            "temperature": TEMPERATURE,
            "max_tokens": MOST_TOKENS,
            "stream": False,
        }
        try:
            return _plain(_content(self._endpoint.post("/chat/completions", asked)))
        except OutsideError as error:
            raise LanguageModelError(str(error)) from error


def _content(answer: Any) -> str:
    try:
        choice = answer["choices"][0]
        content, ended = choice["message"]["content"], choice.get("finish_reason")
    except (KeyError, IndexError, TypeError, AttributeError) as error:
        raise LanguageModelError("the answer holds no message") from error
    if not isinstance(content, str) or ended not in ("stop", None):
        raise LanguageModelError("the message is no text, or was cut off")
    return content


def _plain(text: str) -> str:
    text = text.strip()
    if not text or len(text) > LONGEST_REPLY:
        raise LanguageModelError("the message is empty or too long")
    if NO_PLAIN_TEXT.search(text):
        raise LanguageModelError("the message is no plain text")
    return text
