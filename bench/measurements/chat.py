"""The archive's answers, found and refused, on the project's own sets; time and memory at three sizes."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from bench.chat import judging
from bench.chat.sets import ASIDE, CHOOSING, SEALED, TUNING
from bench.chat.trials import Examiner, Trial
from bench.figures import BrokenPromise, Figure, Measurement
from bench.sites import bare_environment
from chat.answering.confidence import MEANING, MODES, fitted_for, logistic
from chat.answering.local_embedder import LocalEmbedder
from tests.e2e.launched import BASE_DIR

SIZES = (20, 200, 1000)
MOST_MS = 40.0  # for an answer among the most passages
FALSE = 0.05
IN_THE_LINE = ("first", "quoted", "AUROC", "answered", "false")


def measure() -> Measurement:
    embedder = LocalEmbedder()
    figures: list[Figure] = []
    for folder in (SEALED, ASIDE, CHOOSING, TUNING):
        trials = [*Examiner(embedder).trials(folder), *Examiner(None).trials(folder)]
        figures.extend(_of_set(folder, trials))
    return Measurement("chat", (*figures, *(figure for size in SIZES for figure in _speed(size))))


def _of_set(folder: str, trials: Sequence[Trial]) -> Iterator[Figure]:
    """The line tells the sets aside in each language; the file has the rest."""
    for mode in MODES:
        for cyrillic, language in ((True, "ru"), (False, "en")):
            chosen = [trial for trial in trials if trial.mode == mode and trial.cyrillic is cyrillic]
            said = folder in (SEALED, ASIDE) and mode == MEANING
            yield from _figures(f"{folder} {mode} {language}", chosen, embedder=LocalEmbedder.name, said=said)


def _figures(name: str, trials: Sequence[Trial], *, embedder: str, said: bool) -> Iterator[Figure]:
    fitted = fitted_for(embedder, trials[0].mode) or {}
    sure = np.array([logistic(fitted, trial.features) for trial in trials])
    told, weights = np.array([trial.told for trial in trials]), judging.weights(trials)
    threshold = judging.careful_threshold(sure[~told], weights[~told], FALSE)
    own = [trial for trial in trials if trial.surroundings in ("own", "across own")]
    values = {
        "first": judging.recall(own, 1),
        "among five": judging.recall(own, 5),
        "MRR": judging.reciprocal_rank(own),
        "quoted": judging.quoted(own),
        "AUROC": judging.area(told.tolist(), sure),
        "answered at 5 % false": judging.answered(sure[told], threshold, weights[told]),
        "answered": judging.answered(sure[told], fitted["threshold"], weights[told]),
        "false": judging.answered(sure[~told], fitted["threshold"], weights[~told]),
    }
    for each, value in values.items():
        yield Figure(f"{name}: {each}", value, "", detail=not (said and each in IN_THE_LINE))


def _speed(size: int) -> Iterator[Figure]:
    found = _run(size)
    bar = MOST_MS if size == max(SIZES) else None
    yield Figure(f"{size}: answer", 1000 * found["answer"], "ms", bar)
    yield Figure(f"{size}: answer, processor", 1000 * found["answer_cpu"], "ms", bar)
    yield Figure(f"{size}: memory", found["mb"], "MB")
    yield Figure(f"{size}: build", found["build"], "s", detail=True)
    yield Figure(
        f"{size}: embedding of the question, processor", 1000 * found["embedding_cpu"], "ms", detail=True
    )
    yield Figure(f"{size}: process with its model", found["model_mb"], "MB", detail=True)


def _run(size: int) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.chat.speed", str(size)], cwd=BASE_DIR, env=bare_environment(),
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    if done.returncode != 0:
        raise BrokenPromise(f"no answer: {done.stderr}")
    found: dict[str, Any] = json.loads(done.stdout)
    return found
