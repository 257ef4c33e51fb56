"""Figures of trials: how often found, how often quoted, and how well the told are told from the untold.

Where a question was asked in several surroundings, its trials together count as one.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from bench.chat.trials import Trial

Numbers = NDArray[np.float64]


def weights(trials: Sequence[Trial]) -> Numbers:
    """Each question counts once as told and once as untold."""
    times = Counter((trial.question, trial.told) for trial in trials)
    return np.array([1 / times[trial.question, trial.told] for trial in trials])


def recall(trials: Iterable[Trial], within: int) -> float:
    ranks = [trial.rank for trial in trials if trial.told]
    return float(np.mean([rank < within for rank in ranks]))


def reciprocal_rank(trials: Iterable[Trial]) -> float:
    return float(np.mean([1 / (1 + trial.rank) for trial in trials if trial.told]))


def quoted(trials: Iterable[Trial]) -> float:
    return float(np.mean([trial.quoted for trial in trials if trial.told]))


def area(told: Sequence[bool], sure: Numbers) -> float:
    """Of the ROC curve: how often a told question is surer than an untold one."""
    yes, no = sure[np.array(told)], sure[~np.array(told)]
    return float(np.mean((yes[:, None] > no) + 0.5 * (yes[:, None] == no)))


def careful_threshold(sure: Numbers, weights: Numbers, share: float) -> float:
    """The lowest at which at most this share of the untold is answered; they are given, weighted."""
    order = np.argsort(-sure, kind="stable")
    allowed = np.cumsum(weights[order]) <= share * weights.sum()
    first_refused = int(allowed.argmin()) if not allowed.all() else len(order) - 1
    return float(sure[order][first_refused]) + 1e-4


def answered(sure: Numbers, threshold: float, weights: Numbers | None = None) -> float:
    return float(np.average(sure >= threshold, weights=weights))
