"""How sure it is that a passage answers a question: a logistic function of what the scores say about it.

The weights lie in data/confidence.json, by embedder and mode; `python -m bench.chat.fit` writes that file.
Cosines of another embedder mean something else: where it was not fitted, the words decide.
"""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chat.answering.asking import lacks_name, lacks_number
from chat.answering.bm25 import FEWEST
from chat.answering.data import read
from chat.answering.index import Index
from chat.answering.scoring import Scored, Usual

MEANING, ACROSS, WORDS = "meaning", "across", "words"
MODES = (MEANING, ACROSS, WORDS)
MOST_LEAD = 8.0


def mode_of(scored: Scored, passage: int) -> str:
    if not scored.by_meaning:
        return WORDS
    return MEANING if scored.same_script[passage] else ACROSS


def sure_enough(embedder: str, mode: str, features: Mapping[str, float]) -> tuple[float, bool]:
    """The confidence, between 0 and 1, and whether it is enough for an answer."""
    fitted = fitted_for(embedder, mode)
    if fitted is None:
        return 0.0, False
    sure = logistic(fitted, features)
    return sure, sure >= float(fitted["threshold"])


def fitted_for(embedder: str, mode: str) -> Mapping[str, Any] | None:
    """None: across scripts there are no words to decide in place of an unknown embedder."""
    of_embedder: Mapping[str, Any] = read("confidence")["embedders"].get(embedder, {})
    if mode in of_embedder:
        found: Mapping[str, Any] = of_embedder[mode]
        return found
    words: Mapping[str, Any] = read("confidence")["words"]
    return None if mode == ACROSS else words


def usual_cosine(embedder: str) -> Usual | None:
    fitted = read("confidence")["embedders"].get(embedder)
    return (fitted["usual"][0], fitted["usual"][1]) if fitted else None


def logistic(fitted: Mapping[str, Any], features: Mapping[str, float]) -> float:
    logit = fitted["intercept"] + sum(weight * features[name] for name, weight in fitted["weights"].items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


def features(question: str, index: Index, scored: Scored, sentence: int) -> dict[str, float]:
    """What speaks for and against the passage of this sentence, each a number of about 0 to 20."""
    place = index.passage_of(sentence)
    return {
        **_by_meaning(index, scored, place),
        **_by_words(scored, place),
        **_by_kind(question, index, sentence, place),
        "margin": _margin(index, scored, place),
        "texts": math.log(_in_script_of(scored, place).sum()),
    }


def _by_meaning(index: Index, scored: Scored, place: int) -> dict[str, float]:
    """Cosines × 20, since they lie close together; `lead` is that over the memorial's mean."""
    group = scored.best[_in_script_of(scored, place)]
    lacking = max(0, FEWEST - len(group)) if scored.usual else 0
    absent = lacking * scored.usual[0] if scored.usual else 0.0
    usual = (group.sum() + absent) / (len(group) + lacking)
    return {
        "best_cosine": 20 * scored.best[place],
        "whole_cosine": 20 * scored.whole[place],
        "lead": 20 * (scored.best[place] - usual),
    }


def _by_words(scored: Scored, place: int) -> dict[str, float]:
    """What the passage has of the question's words and what it lacks, each word as heavy as it is rare: of a
    long question much may be there, and still what it asks for is not."""
    found = scored.found[place]
    return {
        "words": scored.words[place],
        "found": found,
        "missing": scored.asked - found,
        "coverage": found / scored.asked if scored.asked else 0.0,
    }


def _by_kind(question: str, index: Index, sentence: int, place: int) -> dict[str, float]:
    source, passage = index.passages[place]
    text, around = index.sentence(sentence)[1].of(source.text), passage.span.of(source.text)
    return {
        "lacks_number": float(lacks_number(question, around)) + float(lacks_number(question, text)),
        "lacks_name": float(lacks_name(question, around)) + float(lacks_name(question, text)),
        "length": math.log(max(1, passage.span.end - passage.span.start)),
    }


def _margin(index: Index, scored: Scored, place: int) -> float:
    """Over the best passage of another text in the same script: scores of the other are no measure for it.
    Over an ordinary one (0) where there is no other."""
    own, same = index.passages[place][0].key, _in_script_of(scored, place)
    others = (
        float(scored.total[each]) for each in np.flatnonzero(same) if index.passages[each][0].key != own
    )
    return min(MOST_LEAD, float(scored.total[place]) - max(others, default=0.0))


def _in_script_of(scored: Scored, place: int) -> NDArray[np.bool_]:
    """Which passages are in the script of this one, itself among them."""
    found: NDArray[np.bool_] = scored.same_script == scored.same_script[place]
    return found
