"""Every question of a set asked in several surroundings, with the text that answers it and without.

A question whose answer was taken away is the hardest untold one: it is about this very person, and somebody
could have told it.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from bench.chat.sets import Question, Text, Told, memorials
from chat.answering.confidence import features, mode_of, usual_cosine
from chat.answering.finding import ranking
from chat.answering.index import Index
from chat.answering.passages import prepare
from chat.answering.protocol import Embedder, Source, Vectors
from chat.answering.quoting import choose
from chat.answering.scoring import Usual, score
from chat.answering.words import is_cyrillic

#: How many texts a young memorial has.
FEW = (1, 4)


@dataclass(frozen=True)
class Surroundings:
    """What a question is asked of. A crowd is everything else in
    the same language beside it."""

    name: str
    texts: tuple[Text, ...]
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Trial:
    question: str
    surroundings: str
    mode: str
    features: dict[str, float]
    told: bool
    rank: int  # of the text that answers, from 0; -1 where nobody has told
    quoted: bool  # one of the quotations holds the answer

    @property
    def cyrillic(self) -> bool:
        return is_cyrillic(self.question)


class Examiner:
    """Asks; texts are embedded once."""

    def __init__(self, embedder: Embedder | None, usual: Usual | None = None) -> None:
        """`usual` is that of chat.answering.scoring; without it the fitted one."""
        self.embedder = embedder
        self.usual = usual or usual_cosine(embedder.name if embedder else "")
        self._sources: dict[str, Source] = {}
        # A question is asked in several surroundings, one after the other; a set asks much of the same texts.
        self._index = lru_cache(maxsize=8)(self._built)
        self._vector = lru_cache(maxsize=1)(self._embedded)

    def trials(self, folder: str) -> Iterator[Trial]:
        for memorial in memorials(folder):
            for question in memorial.questions:
                for around in surroundings(folder, memorial, question, across=self.embedder is not None):
                    yield from self.with_and_without(question, around)

    def with_and_without(self, question: Question, around: Surroundings) -> Iterator[Trial]:
        others = tuple(text for text in around.texts if text.key not in question.answers)
        if len(others) < len(around.texts):
            yield from self.ask(question, around)
        if others:
            yield from self.ask(question, Surroundings(around.name, others, around.names))

    def ask(self, question: Question, around: Surroundings) -> Iterator[Trial]:
        """One trial, or none where nothing can be ranked."""
        index = self._index(around)
        scored = score(question.text, index, self._vector(question.text), self.usual)
        ranked = ranking(scored, same_script=bool(scored.same_script.any()))
        if not ranked:
            return
        quotations = choose(index, scored, ranked)
        order = [index.passages[place][0].key for place in np.argsort(-scored.total, kind="stable")]
        places = [order.index(key) for key in question.answers if key in order]
        yield Trial(
            question=question.text,
            surroundings=around.name,
            mode=mode_of(scored, index.passage_of(ranked[0])),
            features=features(question.text, index, scored, ranked[0]),
            told=bool(places),
            rank=min(places, default=-1),
            quoted=any(question.answers.get(str(said.key), "\0") in said.text for said in quotations),
        )

    def _built(self, around: Surroundings) -> Index:
        return Index.of(map(self.source, around.texts), names=around.names)

    def _embedded(self, question: str) -> Vectors | None:
        return self.embedder.questions([question])[0] if self.embedder else None

    def source(self, text: Text) -> Source:
        if text.key not in self._sources:
            passages = prepare(text.text, self.embedder, title=text.title)
            self._sources[text.key] = Source(text.key, text.text, passages, text.title)
        return self._sources[text.key]


def surroundings(folder: str, memorial: Told, question: Question, *, across: bool) -> Iterator[Surroundings]:
    """With `across` those in the other script too."""
    script = is_cyrillic(question.text)
    for name, wanted in (("", script), ("across ", not script))[: 1 + across]:
        own = _in_script(memorial.texts, cyrillic=wanted)
        if not own:
            continue
        yield Surroundings(name + "own", own, memorial.names)
        yield from (Surroundings(f"{name}{size}", _few(own, question, size), memorial.names) for size in FEW)
        names = memorial.names if memorial.of_family else ()  # a crowd of articles is about nobody
        yield Surroundings(f"{name}crowd", _in_script(_crowd(folder, memorial), cyrillic=wanted), names)


def _crowd(folder: str, memorial: Told) -> list[Text]:
    """No other family beside a family: its memories would answer «Где она работала?» too."""
    around = [
        each for each in memorials(folder) if each == memorial or not (each.of_family and memorial.of_family)
    ]
    return [text for each in around for text in each.texts]


def _in_script(texts: Sequence[Text], *, cyrillic: bool) -> tuple[Text, ...]:
    return tuple(text for text in texts if is_cyrillic(text.text) == cyrillic)


def _few(texts: Sequence[Text], question: Question, size: int) -> tuple[Text, ...]:
    """The answer, if there is one, among others; so many together."""
    answering = [text for text in texts if text.key in question.answers]
    others = [text for text in texts if text.key not in question.answers]
    chance = random.Random(question.text)  # noqa: S311 — the same each time
    return (*answering, *chance.sample(others, min(size - bool(answering), len(others))))
