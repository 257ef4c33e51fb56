"""python -m bench.chat.public FILE.json: the product's answers, with its own weights, on a public set.

The file has the form of SQuAD or XQuAD (data, paragraphs, context, qas); it is only read, and nothing is
fitted on it. Its paragraphs are the approved texts of one memorial, or with --per-article those of an article
are. Each question is asked with its own paragraph there, and without it: then it is one about this very
article that nobody has told. Questions that the file calls impossible are asked with all paragraphs there.
"""

import argparse
import json
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bench.chat import judging
from bench.chat.sets import Question, Text, Told
from bench.chat.trials import Examiner, Surroundings, Trial
from chat.answering.confidence import WORDS, fitted_for, logistic
from chat.answering.local_embedder import LocalEmbedder
from chat.answering.protocol import Embedder
from chat.answering.words import is_cyrillic

TOLD, IMPOSSIBLE = "told", "impossible"
FALSE = 0.05


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.chat.public", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--language", choices=("en", "ru"), help="of the questions; otherwise all of them")
    around = parser.add_mutually_exclusive_group()
    around.add_argument("--per-article", action="store_true", help="a memorial for each article")
    around.add_argument("--together", action="store_true", help="all in one memorial, which is usual")
    asked = parser.parse_args()
    try:
        articles = read(asked.file, asked.language)
    except (OSError, ValueError) as fault:
        parser.error(str(fault))
    begun = time.monotonic()
    trials = list(ask(articles if asked.per_article else [together(articles)], LocalEmbedder()))
    texts = sum(len(article.texts) for article in articles)
    sys.stdout.write(f"{len(articles)} articles, {texts} paragraphs, {len(trials)} trials")
    sys.stdout.write(f" in {time.monotonic() - begun:.0f} s\n")
    sys.stdout.writelines(f"{name:36} {value:.3f}\n" for name, value in figures(trials).items())
    return 0


def read(path: Path, language: str | None = None) -> list[Told]:
    """One memorial an article; ValueError where the file has another form, or nothing in this language."""
    try:
        articles = [_article(article, language) for article in json.loads(path.read_text("utf-8"))["data"]]
    except (KeyError, TypeError, IndexError) as fault:
        raise ValueError(f"{path} has not the form of SQuAD: {fault!r}") from fault
    if not any(article.questions for article in articles):
        raise ValueError(f"{path} has no question to ask")
    return articles


def _article(article: dict[str, Any], language: str | None) -> Told:
    name, paragraphs = str(article.get("title", "")).replace("_", " "), article["paragraphs"]
    texts = tuple(
        Text(f"{name}/{number}", "", paragraph["context"]) for number, paragraph in enumerate(paragraphs)
    )
    asked = tuple(
        Question(each["question"].strip(), {} if each.get("is_impossible") else {text.key: _answer(each)})
        for text, paragraph in zip(texts, paragraphs, strict=True)
        for each in paragraph["qas"]
        if language is None or is_cyrillic(each["question"]) == (language == "ru")
    )
    return Told(name, (name,), texts, asked, of_family=False)


def _answer(question: dict[str, Any]) -> str:
    return str(question["answers"][0]["text"]).strip()


def together(articles: Sequence[Told]) -> Told:
    """No name is left out of the words then: it tells one article from another."""
    texts = tuple(text for article in articles for text in article.texts)
    asked = tuple(question for article in articles for question in article.questions)
    return Told("", (), texts, asked, of_family=False)


def ask(memorials: Sequence[Told], embedder: Embedder | None) -> Iterator[Trial]:
    examiner = Examiner(embedder)
    for memorial in memorials:
        for question in memorial.questions:
            name = TOLD if question.answers else IMPOSSIBLE
            yield from examiner.with_and_without(question, Surroundings(name, memorial.texts, memorial.names))


def figures(trials: Sequence[Trial]) -> dict[str, float]:
    """By name: of told questions how they are found, then how told and untold ones are told apart."""
    asked = [trial for trial in trials if trial.surroundings == TOLD]
    found = [trial for trial in asked if trial.told]
    told, sure = np.array([trial.told for trial in asked]), _sure(asked)
    threshold = judging.careful_threshold(sure[~told], np.ones((~told).sum()), FALSE)
    values = {
        "questions": len(found),
        "recall@1": judging.recall(found, 1),
        "recall@5": judging.recall(found, 5),
        "MRR": judging.reciprocal_rank(found),
        "one of three quotations has it": judging.quoted(found),
        "AUROC": judging.area(told.tolist(), sure),
        "answered at 5 % false": judging.answered(sure[told], threshold),
        "answered by the product": _answered(found),
        "untold and answered by it": _answered([trial for trial in asked if not trial.told]),
    }
    impossible = [trial for trial in trials if trial.surroundings == IMPOSSIBLE]
    if impossible:
        values |= {"impossible": len(impossible), "impossible and answered by it": _answered(impossible)}
    return values


def _fitted(trial: Trial) -> Mapping[str, Any]:
    return fitted_for(LocalEmbedder.name if trial.mode != WORDS else "", trial.mode) or {}


def _sure(trials: Sequence[Trial]) -> judging.Numbers:
    return np.array([logistic(_fitted(trial), trial.features) for trial in trials])


def _answered(trials: Sequence[Trial]) -> float:
    thresholds = np.array([_fitted(trial)["threshold"] for trial in trials])
    return float(np.mean(_sure(trials) >= thresholds))


if __name__ == "__main__":
    sys.exit(main())
