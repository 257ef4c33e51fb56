"""Whether a sentence says what the quotations under it say: by their words, numbers, names, and meaning.

The thresholds lie in data/support.json with the figures behind them, which `python -m bench.chat.joinings`
writes.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from chat.answering.asking import NAME_INSIDE
from chat.answering.data import read, word_lists
from chat.answering.protocol import Embedder
from chat.answering.sentences import sentences
from chat.answering.words import WORD, folded, terms

NUMBER = re.compile(r"\d+")
PROBABLY_KIN = "="  # how words.terms marks kin and given names


@dataclass(frozen=True)
class Support:
    """`overlap`: the share of the sentence's words that the quotations have. `cosine`: with the nearest part
    of them, 1 without an embedder."""

    overlap: float
    cosine: float
    unknown: bool  # a number, a name or a denial that the quotations do not have


def supported(said: str, quoted: Sequence[str], question: str, embedder: Embedder | None) -> bool:
    """EmbedderError passes through."""
    least = read("support")["thresholds"]["with_vectors" if embedder else "words_only"]
    found = support(said, quoted, question, embedder)
    return not found.unknown and found.overlap >= least["overlap"] and found.cosine >= least["cosine"]


def support(said: str, quoted: Sequence[str], question: str, embedder: Embedder | None) -> Support:
    """Of the question only what it calls the person may be taken over: all else in it could be false."""
    whole = "\n".join(quoted)
    known = set(terms(whole)) | {term for term in terms(question) if term.startswith(PROBABLY_KIN)}
    words = set(terms(said))
    overlap = len(words & known) / len(words) if words else 0.0
    unknown = _has_unknown(said, whole, known)
    return Support(overlap, _cosine(said, quoted, embedder) if embedder else 1.0, unknown)


def _has_unknown(said: str, whole: str, known: set[str]) -> bool:
    numbers = set(NUMBER.findall(said)) - set(NUMBER.findall(whole))
    names = {term for name in NAME_INSIDE.findall(said) for term in terms(name)} - known
    return bool(numbers or names or (_denies(said) and not _denies(whole)))


def _denies(text: str) -> bool:
    return not word_lists("support")["denials"].isdisjoint(WORD.findall(folded(text).replace("’", "'")))


def _cosine(said: str, quoted: Sequence[str], embedder: Embedder) -> float:
    parts = [part for text in quoted for part in (text, *(span.of(text) for span in sentences(text)))]
    vectors = embedder.passages([said, *parts])
    return float((vectors[1:] @ vectors[0]).max())
