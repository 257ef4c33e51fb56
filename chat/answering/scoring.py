"""How near each passage and each sentence is to a question.

Score of a passage = 0.5 · BM25 + cosine of the whole + cosine of its best sentence, each standardised over
the passages in the same script: cosines across languages are lower as a whole, and words cannot meet.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from chat.answering.bm25 import FEWEST, Scores
from chat.answering.index import Index
from chat.answering.protocol import Vectors
from chat.answering.words import is_cyrillic

WORDS, WHOLE, BEST = 0.5, 1.0, 1.0
#: What a sentence adds to the score of its passage when sentences are chosen.
SENTENCE_WORDS, SENTENCE_COSINE = 0.2, 0.75
#: Mean and spread of the cosine between a question and a text that does not answer it. They stand for the
#: texts that a small memorial lacks: over one text nothing can be standardised. None: not known.
Usual = tuple[float, float]
NO_WORDS: Usual = (0.0, 0.0)


@dataclass(frozen=True, eq=False)
class Scored:
    """Arrays with one row a passage, and with one row a sentence. Without vectors all cosines are 0."""

    terms: list[str]
    by_meaning: bool
    usual: Usual | None
    same_script: NDArray[np.bool_]
    owner: NDArray[np.intp]  # the passage of each sentence
    words: Scores
    found: Scores  # how rare the words of the question are that the passage has, together
    asked: float  # and all words of the question
    whole: Scores
    best: Scores  # the highest cosine among the passage's sentences
    sentence_words: Scores
    sentence_cosine: Scores

    @cached_property
    def total(self) -> Scores:
        """The score of each passage."""
        total = WORDS * standard(self.words, self.same_script, NO_WORDS)
        if self.by_meaning:
            total += WHOLE * standard(self.whole, self.same_script, self.usual)
            total += BEST * standard(self.best, self.same_script, self.usual)
        return total

    @cached_property
    def sentence_total(self) -> Scores:
        """The score of each sentence, that of its passage in it."""
        same = self.same_script[self.owner]
        total = self.total[self.owner] + SENTENCE_WORDS * standard(self.sentence_words, same, NO_WORDS)
        if self.by_meaning:
            total += SENTENCE_COSINE * standard(self.sentence_cosine, same, self.usual)
        return total


def score(question: str, index: Index, vector: Vectors | None, usual: Usual | None) -> Scored:
    """`vector` is the question's, by the embedder of the index; without it words alone decide."""
    terms = index.question_terms(question)
    cyrillic = is_cyrillic(question)
    owner = np.repeat(np.arange(len(index.passages)), np.diff(index.first))
    whole, cosine = _cosines(index, vector)
    return Scored(
        terms=terms,
        by_meaning=vector is not None,
        usual=usual,
        same_script=index.cyrillic == cyrillic,
        owner=owner,
        words=index.passage_words.scores(terms, cyrillic=cyrillic),
        found=index.passage_words.found(terms, cyrillic=cyrillic),
        asked=index.passage_words.asked(terms, cyrillic=cyrillic),
        whole=whole,
        best=np.maximum.reduceat(cosine, index.first[:-1]),
        sentence_words=index.sentence_words.scores(terms, cyrillic=cyrillic),
        sentence_cosine=cosine,
    )


def standard(values: Scores, same_script: NDArray[np.bool_], usual: Usual | None) -> Scores:
    """How many spreads above the mean of its script each value is."""
    found = np.zeros(len(values))
    for group in (same_script, ~same_script):
        rows = values[group]
        lacking = max(0, FEWEST - len(rows)) if usual else 0
        number, (usual_mean, usual_spread) = max(1, len(rows) + lacking), usual or (0.0, 0.0)
        mean = (rows.sum() + lacking * usual_mean) / number
        squares = ((rows - mean) ** 2).sum() + lacking * ((usual_mean - mean) ** 2 + usual_spread**2)
        found[group] = (rows - mean) / np.sqrt(squares / number) if squares > 0 else 0.0
    return found


def _cosines(index: Index, vector: Vectors | None) -> tuple[Scores, Scores]:
    """Of the passages, and of the sentences."""
    if vector is None or index.vectors is None or index.sentence_vectors is None:
        return np.zeros(len(index.passages)), np.zeros(int(index.first[-1]))
    return _dot(index.vectors, vector), _dot(index.sentence_vectors, vector)


def _dot(rows: Vectors, vector: Vectors) -> Scores:
    """In this thread alone: BLAS wakes all cores for it, and takes longer on a busy machine."""
    cosines: Scores = np.einsum("ij,j->i", rows, vector).astype(float)
    return cosines
