"""Whether a sentence says what a quotation says: by its words and their order, numbers, names, and meaning.

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
    """`overlap`: the share of the sentence's words that the quotation has; `order`: the share of them that
    stand there in the same order, so that who did it to whom is not turned round; `cosine`: with the nearest
    part of the quotation, 1 without an embedder."""

    overlap: float
    order: float
    cosine: float
    unknown: bool  # a number, a name, a denial, a him or her that the quotation does not have

    def reaches(self, overlap: float, order: float, cosine: float) -> bool:
        enough = self.overlap >= overlap and self.order >= order and self.cosine >= cosine
        return enough and not self.unknown


def supported(said: str, quoted: Sequence[str], question: str, embedder: Embedder | None) -> bool:
    """Whether one of the quotations alone supports it: a sentence that mixes two can turn round who did what.

    EmbedderError passes through.
    """
    least = read("support")["thresholds"]["with_vectors" if embedder else "words_only"]
    return any(support(said, each, question, embedder).reaches(**least) for each in quoted)


def support(said: str, quotation: str, question: str, embedder: Embedder | None) -> Support:
    """Of the question only what it calls the person may be taken over: all else in it could be false."""
    there = terms(quotation)
    called = {term for term in terms(question) if term.startswith(PROBABLY_KIN)} - set(there)
    words = [term for term in terms(said) if term not in called]
    return Support(
        overlap=sum(word in there for word in words) / len(words) if words else 0.0,
        order=_longest_common(words, there) / len(words) if words else 0.0,
        cosine=_cosine(said, quotation, embedder) if embedder else 1.0,
        unknown=_has_unknown(said, quotation, called | set(there)),
    )


def _longest_common(some: Sequence[str], others: Sequence[str]) -> int:
    """The length of the longest sequence that stands in both in this order, whatever stands between."""
    best = [0] * (len(others) + 1)
    for word in some:
        before = 0
        for place, other in enumerate(others, 1):
            above = best[place]
            best[place] = before + 1 if word == other else max(above, best[place - 1])
            before = above
    return best[-1]


def _has_unknown(said: str, quotation: str, known: set[str]) -> bool:
    numbers = set(NUMBER.findall(said)) - set(NUMBER.findall(quotation))
    names = {term for name in NAME_INSIDE.findall(said) for term in terms(name)} - known
    turned = any(_has(said, kind) and not _has(quotation, kind) for kind in ("denials", "of_her", "of_him"))
    return bool(numbers or names or turned)


def _has(text: str, kind: str) -> bool:
    """One of the words of a list; `of_her` and `of_him` tell «звала его» from «звал её»."""
    return not word_lists("support")[kind].isdisjoint(WORD.findall(folded(text).replace("’", "'")))


def _cosine(said: str, quotation: str, embedder: Embedder) -> float:
    parts = [quotation, *(span.of(quotation) for span in sentences(quotation))]
    vectors = embedder.passages([said, *parts])
    return float((vectors[1:] @ vectors[0]).max())
