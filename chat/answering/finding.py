"""From a question to quotations, or to the word that nobody has told this yet."""

from collections.abc import Hashable

import numpy as np

from chat.answering.confidence import MEANING, WORDS, features, mode_of, sure_enough, usual_cosine
from chat.answering.index import Index
from chat.answering.protocol import Answer, Embedder, EmbedderError, Vectors
from chat.answering.quoting import choose
from chat.answering.scoring import Scored, score

LONGEST_QUESTION = 1_000  # characters; more is no question, and costs time
LOOKED_AT = 12  # of the best sentences


def find(question: str, index: Index, embedder: Embedder | None) -> Answer:
    """The best passage decides whether there is an answer; its neighbours in rank may be quoted too.

    Memories in the script of the question come first. Only where they do not tell it the others are looked
    at: their scores are no measure for each other.
    """
    question = question[:LONGEST_QUESTION]
    if _nothing_to_compare(question, index):
        return Answer((), 0.0, MEANING if embedder else WORDS)
    name, scored = _scored(question, index, embedder)
    own = _answer(question, index, scored, name, ranking(scored, same_script=True))
    if own.told or not scored.by_meaning:
        return own
    other = _answer(question, index, scored, name, ranking(scored, same_script=False))
    return other if other.told else own


def rank(question: str, index: Index, embedder: Embedder | None) -> list[Hashable]:
    """The keys of all sources, the nearest to the question first, whether they answer it or not."""
    question = question[:LONGEST_QUESTION]
    if _nothing_to_compare(question, index):
        return []
    _, scored = _scored(question, index, embedder)
    best = np.argsort(-scored.total, kind="stable")
    return list(dict.fromkeys(index.passages[place][0].key for place in best))


def _nothing_to_compare(question: str, index: Index) -> bool:
    return not index.passages or not any(letter.isalnum() for letter in question)


def _scored(question: str, index: Index, embedder: Embedder | None) -> tuple[str, Scored]:
    """And the name of the embedder that took part; "" where words alone did."""
    vector = _vector(question, index, embedder)
    name = embedder.name if embedder and vector is not None else ""
    return name, score(question, index, vector, usual_cosine(name))


def ranking(scored: Scored, *, same_script: bool) -> list[int]:
    """Sentences, the best first; without vectors only those in whose passage a word of the question is."""
    findable = scored.same_script if same_script else ~scored.same_script
    if not scored.by_meaning:
        findable = findable & (scored.words > 0)
    sentences = np.flatnonzero(findable[scored.owner])
    best = np.argsort(-scored.sentence_total[sentences], kind="stable")[:LOOKED_AT]
    return [int(sentence) for sentence in sentences[best]]


def _answer(question: str, index: Index, scored: Scored, embedder: str, ranked: list[int]) -> Answer:
    if not ranked:
        return Answer((), 0.0, MEANING if scored.by_meaning else WORDS)
    mode = mode_of(scored, index.passage_of(ranked[0]))
    sure, enough = sure_enough(embedder, mode, features(question, index, scored, ranked[0]))
    return Answer(choose(index, scored, ranked) if enough else (), sure, mode)


def _vector(question: str, index: Index, embedder: Embedder | None) -> Vectors | None:
    """None where words must do: no embedder, none that answers, or not the one of the index."""
    if embedder is None or not index.dimensions:
        return None
    try:
        vector: Vectors = embedder.questions([question])[0]
    except EmbedderError:
        return None
    return vector if len(vector) == index.dimensions else None
