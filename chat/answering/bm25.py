"""Okapi BM25 over short texts, by postings."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]

SATURATION, LENGTH = 1.2, 0.75  # the usual k1 and b
#: A memorial of fewer texts counts as one of so many, of which the absent ones hold none of the words:
#: otherwise every word of the only memory would be as common as can be.
FEWEST = 20


class BM25:
    def __init__(self, texts: Sequence[Sequence[str]]) -> None:
        """Each text is a list of terms."""
        self.number = len(texts)
        self._counted = max(self.number, FEWEST)
        self._postings = self._weigh(texts)

    def scores(self, terms: Iterable[str]) -> Scores:
        """One a text, 0 where it has none of the terms."""
        scores = np.zeros(self.number)
        for term in set(terms) & self._postings.keys():
            places, weights = self._postings[term]
            scores[places] += weights
        return scores

    def found(self, terms: Iterable[str]) -> Scores:
        """One a text: the rarity of those of the terms that it has, together."""
        found = np.zeros(self.number)
        for term in set(terms) & self._postings.keys():
            found[self._postings[term][0]] += self.rarity(term)
        return found

    def asked(self, terms: Iterable[str]) -> float:
        """What a text that has all of the terms would be given by `found`."""
        return sum(map(self.rarity, set(terms)))

    def rarity(self, term: str) -> float:
        places = self._postings.get(term)
        having = len(places[0]) if places else 0
        return math.log(1 + (self._counted - having + 0.5) / (having + 0.5))

    def _weigh(self, texts: Sequence[Sequence[str]]) -> dict[str, tuple[NDArray[np.int64], Scores]]:
        """Term -> the texts that have it, and what it adds to the score of each."""
        having: dict[str, list[tuple[int, int]]] = {}
        for place, text in enumerate(texts):
            for term, times in Counter(text).items():
                having.setdefault(term, []).append((place, times))
        self._postings = {
            term: (np.array([place for place, _ in rows]), np.array([times for _, times in rows], float))
            for term, rows in having.items()
        }
        lengths = np.array([len(text) for text in texts], float)
        relative = SATURATION * (
            1 - LENGTH + LENGTH * lengths / max(float(lengths.mean()) if len(lengths) else 1.0, 1.0)
        )
        return {
            term: (places, self.rarity(term) * times * (SATURATION + 1) / (times + relative[places]))
            for term, (places, times) in self._postings.items()
        }


class ByScript:
    """Texts in two scripts, each counted by itself: how rare a word is, how long a text usually is, and how
    many there are. Words of the two cannot meet; counted together, all words of the script in which less is
    told would be rare, and the others more common than they are."""

    def __init__(self, texts: Sequence[Sequence[str]], cyrillic: NDArray[np.bool_]) -> None:
        """`cyrillic` has one a text."""
        self._number = len(texts)
        self._rows = {script: np.flatnonzero(cyrillic == script) for script in (False, True)}
        self._words = {script: BM25([texts[int(row)] for row in rows]) for script, rows in self._rows.items()}

    def scores(self, terms: Iterable[str], *, cyrillic: bool) -> Scores:
        """One a text, 0 in the other script."""
        return self._placed(self._words[cyrillic].scores(terms), cyrillic)

    def found(self, terms: Iterable[str], *, cyrillic: bool) -> Scores:
        return self._placed(self._words[cyrillic].found(terms), cyrillic)

    def asked(self, terms: Iterable[str], *, cyrillic: bool) -> float:
        return self._words[cyrillic].asked(terms)

    def _placed(self, found: Scores, cyrillic: bool) -> Scores:
        placed = np.zeros(self._number)
        placed[self._rows[cyrillic]] = found
        return placed
