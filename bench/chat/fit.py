"""python -m bench.chat.fit: fits the confidence on the tuning set, and writes it beside the product's code.

Logistic regression with a ridge on standardised features; the set aside is not looked at. With --url and
--model it fits for an OpenAI-compatible embedder (its key in the variable EMBEDDINGS_KEY) and adds that.
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.optimize import minimize

from bench.chat.judging import Numbers, careful_threshold, weights
from bench.chat.sets import TUNING, memorials
from bench.chat.trials import Examiner, Trial
from chat.answering.confidence import ACROSS, MEANING, WORDS, logistic
from chat.answering.data import FOLDER
from chat.answering.local_embedder import LocalEmbedder
from chat.answering.outside import Endpoint
from chat.answering.protocol import Embedder
from chat.answering.remote_embedder import RemoteEmbedder
from chat.answering.words import is_cyrillic

FILE = FOLDER / "confidence.json"
BY_MEANING = ("best_cosine", "whole_cosine", "lead")
BY_WORDS = ("found", "missing", "coverage")
ALWAYS = ("lacks_number", "lacks_name", "length", "margin", "texts")
FEATURES = {
    MEANING: (*BY_MEANING, *BY_WORDS, *ALWAYS),
    ACROSS: (*BY_MEANING, "length", "texts"),
    WORDS: ("words", *BY_WORDS, *ALWAYS),
}
#: The share of untold questions that may be answered here, lest it be above 5 % elsewhere. Across scripts the
#: asker can judge a quotation less.
FALSE_ANSWERS = {MEANING: 0.04, ACROSS: 0.03, WORDS: 0.04}
RIDGE = 1.0


def main() -> int:
    kept = json.loads(FILE.read_text("utf-8"))
    embedder = _embedder()
    usual = usual_cosine(embedder)
    trials = list(Examiner(embedder, usual).trials(TUNING))
    by_mode = {mode: fit(trials, mode) for mode in (MEANING, ACROSS)}
    kept["embedders"][embedder.name] = {"usual": usual, **by_mode}
    kept["words"] = fit(list(Examiner(None).trials(TUNING)), WORDS)
    text = json.dumps(kept, indent=1, ensure_ascii=False)
    FILE.write_text(text + "\n", "utf-8")
    sys.stdout.write(text + "\n")
    return 0


def _embedder() -> Embedder:
    parser = argparse.ArgumentParser(prog="python -m bench.chat.fit", description=__doc__)
    parser.add_argument("--url", help="of an OpenAI-compatible embedder; without it the one of the wheel")
    parser.add_argument("--model", default="")
    asked = parser.parse_args()
    if not asked.url:
        return LocalEmbedder()
    return RemoteEmbedder(Endpoint(asked.url, os.environ.get("EMBEDDINGS_KEY", "")), asked.model)


def usual_cosine(embedder: Embedder) -> tuple[float, float]:
    """Mean and spread between questions and texts of the same memorial and script that do not answer them."""
    cosines: list[float] = []
    for memorial in memorials(TUNING):
        vectors = embedder.passages([text.text for text in memorial.texts])
        for question in memorial.questions:
            asked, script = embedder.questions([question.text])[0], is_cyrillic(question.text)
            others = [
                text.key not in question.answers and is_cyrillic(text.text) == script
                for text in memorial.texts
            ]
            cosines.extend(map(float, vectors[others] @ asked))
    return round(float(np.mean(cosines)), 4), round(float(np.std(cosines)), 4)


def fit(trials: Sequence[Trial], mode: str) -> dict[str, Any]:
    """A trial is a success where the best text or a quotation has the answer."""
    trials, names = [trial for trial in trials if trial.mode == mode], FEATURES[mode]
    rows = np.array([[trial.features[name] for name in names] for trial in trials], float)
    answers = np.array([trial.quoted or trial.rank == 0 for trial in trials], float)
    mean, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    found = _minimum((rows - mean) / spread, answers, weights(trials))
    slopes = found[1:] / spread
    fitted = {
        "intercept": round(float(found[0] - slopes @ mean), 4),
        "weights": {name: round(float(slope), 4) for name, slope in zip(names, slopes, strict=True)},
    }
    untold = [trial for trial in trials if not trial.told]
    sure = np.array([logistic(fitted, trial.features) for trial in untold])
    return {**fitted, "threshold": round(careful_threshold(sure, weights(untold), FALSE_ANSWERS[mode]), 4)}


def _minimum(rows: Numbers, answers: Numbers, weights: Numbers) -> Numbers:
    def loss(at: Numbers) -> tuple[float, Numbers]:
        logits = at[0] + rows @ at[1:]
        wrong = weights * (1 / (1 + np.exp(-logits)) - answers)
        value = weights @ (np.logaddexp(0, logits) - answers * logits) + RIDGE / 2 * at[1:] @ at[1:]
        return float(value), np.concatenate([[wrong.sum()], rows.T @ wrong + RIDGE * at[1:]])

    found: Numbers = minimize(loss, np.zeros(rows.shape[1] + 1), jac=True, method="L-BFGS-B").x
    return found


if __name__ == "__main__":
    sys.exit(main())
