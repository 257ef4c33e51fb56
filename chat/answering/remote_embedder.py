"""An OpenAI-compatible address for embeddings: whatever it answers is checked before it is a vector."""

import threading
import time
from collections.abc import Sequence
from typing import Any

import numpy as np

from chat.answering.outside import Endpoint, OutsideAway, OutsideError
from chat.answering.protocol import EmbedderError, Vectors
from chat.answering.vectors import embeddable, of_length_one

BATCH = 32  # texts in one request
MOST_DIMENSIONS = 8_192
#: Seconds in which a machine that was away is not asked again: words decide meanwhile, and nobody waits.
PAUSE = 30.0


class RemoteEmbedder:
    """Models of the e5 family want a word before the text that says whether it asks or tells."""

    def __init__(self, endpoint: Endpoint, model: str) -> None:
        self.name = model
        self._endpoint, self._model = endpoint, model
        self._prefixes = ("query: ", "passage: ") if "e5" in model.lower() else ("", "")
        self._dimensions = 0
        self._away_until = 0.0  # by the monotonic clock
        self._lock = threading.Lock()

    @property
    def dimensions(self) -> int:
        """Learned from the first answer; asks for one if there was none yet."""
        if not self._dimensions:
            self.questions(["?"])
        return self._dimensions

    def questions(self, texts: Sequence[str]) -> Vectors:
        return self._embedded([self._prefixes[0] + text for text in texts])

    def passages(self, texts: Sequence[str]) -> Vectors:
        return self._embedded([self._prefixes[1] + text for text in texts])

    def _embedded(self, texts: list[str]) -> Vectors:
        batches = [self._batch(texts[at : at + BATCH]) for at in range(0, len(texts), BATCH)]
        return np.concatenate(batches) if batches else np.zeros((0, self.dimensions), np.float32)

    def _batch(self, texts: list[str]) -> Vectors:
        asked = {
            "model": self._model,
            "input": [embeddable(text) for text in texts],
            "encoding_format": "float",
        }
        if time.monotonic() < self._away_until:
            raise EmbedderError("it was away a moment ago")
        try:
            rows = _rows(self._endpoint.post("/embeddings", asked), len(texts))
        except OutsideError as error:
            if isinstance(error, OutsideAway):
                self._away_until = time.monotonic() + PAUSE
            raise EmbedderError(str(error)) from error
        except (ValueError, TypeError, KeyError, IndexError, OverflowError) as error:
            raise EmbedderError("the answer holds no vectors for what was asked") from error
        self._check_dimensions(rows.shape[1])
        return rows

    def _check_dimensions(self, found: int) -> None:
        with self._lock:
            self._dimensions = self._dimensions or found
        if found != self._dimensions:
            raise EmbedderError("the model now answers with vectors of another length")


def _rows(answer: Any, expected: int) -> Vectors:
    """In the order asked for. ValueError, TypeError, KeyError or IndexError where they are not there."""
    data = sorted(answer["data"], key=lambda entry: int(entry["index"]))
    if [entry["index"] for entry in data] != list(range(expected)):
        raise ValueError("not one vector a text")
    if any(type(number) not in (float, int) for entry in data for number in entry["embedding"]):
        raise ValueError("not numbers")
    rows = np.array([entry["embedding"] for entry in data], np.float64)
    if rows.ndim != 2 or not 1 < rows.shape[1] <= MOST_DIMENSIONS:
        raise ValueError("not rows of numbers")
    return of_length_one(rows)
