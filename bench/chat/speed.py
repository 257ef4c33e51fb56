"""python -m bench.chat.speed NUMBER: one memorial of so many passages, built and asked in a fresh process.

The texts are sentences of the sets, mixed; their vectors are random, because their time does not depend on
what they mean, and to embed them would take minutes. Questions are embedded truly.
"""

import json
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from bench.chat.sets import TUNING, memorials
from bench.processes import peak_mb
from chat.answering import Index, LocalEmbedder, Source, Vectors, find, prepare
from chat.answering.sentences import sentences

SENTENCES, ROUNDS = 5, 15
QUESTIONS = ("Где она работала после войны?", "What colour was the kitchen in which she cooked?")


class RandomVectors(LocalEmbedder):
    """Of the texts only."""

    def passages(self, texts: Sequence[str]) -> Vectors:
        rows = np.random.default_rng(1).normal(size=(len(texts), self.dimensions))
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def main() -> int:
    embedder = RandomVectors()
    embedder.questions(["?"])
    before = peak_mb([os.getpid()])
    sources = _sources(int(sys.argv[1]), embedder)
    built = time.monotonic()
    index = Index.of(sources, names=["Мария", "Mary"])
    built = time.monotonic() - built
    answers = [_seconds(partial(find, each, index, embedder)) for each in QUESTIONS * ROUNDS]
    asked = [_seconds(partial(embedder.questions, [each])) for each in QUESTIONS * ROUNDS]
    answer = {
        "build": built,
        "answer": statistics.median(wall for wall, _ in answers),
        "answer_cpu": statistics.median(cpu for _, cpu in answers),
        "embedding_cpu": statistics.median(cpu for _, cpu in asked),
        "mb": peak_mb([os.getpid()]) - before,
        "model_mb": before,
    }
    sys.stdout.write(json.dumps(answer) + "\n")
    return 0


def _sources(number: int, embedder: RandomVectors) -> list[Source]:
    told = [
        span.of(text.text)
        for each in memorials(TUNING)
        for text in each.texts
        for span in sentences(text.text)
    ]
    chance = random.Random(1)  # noqa: S311 — the same texts each time
    texts = [" ".join(chance.sample(told, SENTENCES)) for _ in range(number)]
    return [Source(place, text, prepare(text, embedder)) for place, text in enumerate(texts)]


def _seconds(act: Callable[[], object]) -> tuple[float, float]:
    """By the clock, and of the processor."""
    wall, cpu = time.monotonic(), time.process_time()
    act()
    return time.monotonic() - wall, time.process_time() - cpu


if __name__ == "__main__":
    sys.exit(main())
