"""What comes in and what goes out: texts cut into passages, an answer of quotations, and the two machines."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

#: One row a text, each of length 1: the dot product of two is their cosine.
Vectors = NDArray[np.float32]


@dataclass(frozen=True)
class Span:
    """A stretch of a text: always text[start:end]."""

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]


@dataclass(frozen=True)
class Passage:
    """A stretch of a text that is found as one, and the sentences in it that can be quoted.

    A memory of ordinary length is one passage. Vectors are None where there is no embedder: `vector` has the
    shape (dimensions,), `sentence_vectors` (number of sentences, dimensions).
    """

    span: Span
    sentences: tuple[Span, ...]
    vector: Vectors | None = field(default=None, compare=False)
    sentence_vectors: Vectors | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Source:
    """One approved text. The title, a date, a place help to find it and are never quoted."""

    key: Hashable
    text: str
    passages: tuple[Passage, ...]
    title: str = ""


@dataclass(frozen=True)
class Quotation:
    """Word for word: `text` is exactly source.text[start:end] of the source with this key."""

    key: Hashable
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Answer:
    """Quotations, the best first, or none: then nobody has told this yet.

    `confidence` is between 0 and 1. `mode` says how it was found: "meaning", "across" (question and memory in
    different scripts) or "words" (without vectors).
    """

    quotations: tuple[Quotation, ...]
    confidence: float
    mode: str

    @property
    def told(self) -> bool:
        return bool(self.quotations)


@dataclass(frozen=True)
class CitedSentence:
    """A sentence of a language model, and the places, in the list it was given, of what it stands on."""

    text: str
    quotations: tuple[int, ...]


class EmbedderError(Exception):
    """The machine that embeds did not answer, or not with what was asked for."""


class LanguageModelError(Exception):
    """The language model did not answer, or not with what was asked for."""


class Embedder(Protocol):
    """Turns texts into vectors. Both verbs answer with one row a text, each of length 1, or EmbedderError."""

    @property
    def name(self) -> str:
        """Model and its maker; vectors of different names are never compared."""
        ...

    @property
    def dimensions(self) -> int: ...

    def questions(self, texts: Sequence[str]) -> Vectors: ...

    def passages(self, texts: Sequence[str]) -> Vectors: ...


class LanguageModel(Protocol):
    @property
    def name(self) -> str: ...

    def reply(self, instructions: str, request: str) -> str:
        """The model's whole text, or LanguageModelError. Nothing is shown before all of it was checked."""
        ...
