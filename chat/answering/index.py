"""Everything of a memorial that can be found by one asker, laid out for quick asking."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chat.answering.bm25 import ByScript
from chat.answering.protocol import Passage, Source, Span, Vectors
from chat.answering.words import is_cyrillic, names_of, terms


@dataclass(frozen=True, eq=False)
class Index:
    """Sentences are numbered through the whole memorial; those of passage p are first[p] to first[p + 1]."""

    sources: tuple[Source, ...]
    #: Words for the person of the memorial: every passage has them, hence they tell none from another.
    names: frozenset[str]
    passages: tuple[tuple[Source, Passage], ...]
    first: NDArray[np.intp]
    cyrillic: NDArray[np.bool_]  # one a passage
    passage_words: ByScript
    sentence_words: ByScript
    vectors: Vectors | None  # (passages, dimensions)
    sentence_vectors: Vectors | None  # (sentences, dimensions)

    @classmethod
    def of(cls, sources: Iterable[Source], *, names: Iterable[str] = ()) -> "Index":
        """ValueError where some passages have vectors and others none, or of another length."""
        sources, names = tuple(sources), names_of(names)
        passages = tuple((source, passage) for source in sources for passage in source.passages)
        vectors, sentence_vectors = _matrices([passage for _, passage in passages])
        first = np.cumsum([0, *(len(passage.sentences) for _, passage in passages)])
        cyrillic = np.array([is_cyrillic(passage.span.of(source.text)) for source, passage in passages], bool)
        return cls(
            sources=sources,
            names=names,
            passages=passages,
            first=first,
            cyrillic=cyrillic,
            passage_words=ByScript(
                [_words(source, passage, names) for source, passage in passages], cyrillic
            ),
            sentence_words=ByScript(
                [_told(terms(text), names) for text in _sentences(passages)],
                np.repeat(cyrillic, np.diff(first)),
            ),
            vectors=vectors,
            sentence_vectors=sentence_vectors,
        )

    @property
    def dimensions(self) -> int:
        """0 without vectors."""
        return 0 if self.vectors is None else int(self.vectors.shape[1])

    def question_terms(self, question: str) -> list[str]:
        return _told(terms(question), self.names)

    def passage_of(self, sentence: int) -> int:
        return int(np.searchsorted(self.first, sentence, side="right")) - 1

    def sentence(self, number: int) -> tuple[Source, Span]:
        place = self.passage_of(number)
        source, passage = self.passages[place]
        return source, passage.sentences[number - int(self.first[place])]


def _told(words: list[str], names: frozenset[str]) -> list[str]:
    return [word for word in words if word not in names]


def _words(source: Source, passage: Passage, names: frozenset[str]) -> list[str]:
    return _told(terms(f"{source.title}\n{passage.span.of(source.text)}"), names)


def _sentences(passages: Sequence[tuple[Source, Passage]]) -> Iterator[str]:
    return (span.of(source.text) for source, passage in passages for span in passage.sentences)


def _matrices(passages: Sequence[Passage]) -> tuple[Vectors | None, Vectors | None]:
    wholes = [passage.vector for passage in passages if passage.vector is not None]
    parts = [passage.sentence_vectors for passage in passages if passage.sentence_vectors is not None]
    if not wholes and not parts:
        return None, None
    if not len(wholes) == len(parts) == len(passages):
        raise ValueError("some passages have vectors and some have none")
    vectors, sentence_vectors = np.stack(wholes), np.concatenate(parts)
    if len(sentence_vectors) != sum(len(passage.sentences) for passage in passages):
        raise ValueError("not one vector a sentence")
    return vectors, sentence_vectors
