"""A language model may join the quotations; nothing of what it says is believed before it was checked.

Each sentence must cite, and must be supported by what it cites. At the first doubt all of it is thrown away,
and the quotations stand alone.
"""

import logging
import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from chat.answering.protocol import (
    CitedSentence,
    Embedder,
    EmbedderError,
    LanguageModel,
    LanguageModelError,
    Quotation,
)
from chat.answering.sentences import sentences
from chat.answering.support import supported
from chat.answering.words import is_cyrillic

logger = logging.getLogger(__name__)

PROMPTS = Path(__file__).resolve().parent / "prompts"
MOST_SENTENCES, LONGEST_SENTENCE = 4, 400
#: A sentence and its citations, before its stop or behind it.
CITED = re.compile(
    r"\s*(?P<said>[^\[\]]+?)\s*(?P<cited>(?:\[\d{1,2}(?:\s*,\s*\d{1,2})*\]\s*)+)(?P<stop>[.!?…]*)\s*"
)


def joined(
    question: str, quotations: Sequence[Quotation], model: LanguageModel, embedder: Embedder | None
) -> tuple[CitedSentence, ...] | None:
    """The model's sentences without their numbers, or None: then show the quotations alone."""
    if not quotations:
        return None
    instructions, request = prompt(question, quotations)
    try:
        said = tuple(_cited(model.reply(instructions, request), len(quotations)))
    except LanguageModelError as error:
        logger.warning("the language model did not join an answer: %s", error)
        return None
    except Doubt:
        return None
    try:
        sound = said and all(_stands(each, question, quotations, embedder) for each in said)
    except EmbedderError:
        return None
    return said if sound and len(said) <= MOST_SENTENCES else None


def prompt(question: str, quotations: Sequence[Quotation]) -> tuple[str, str]:
    """Instructions, and the request with its numbered quotations; in the language of the question."""
    russian = is_cyrillic(question)
    asked, told = ("Вопрос", "Цитаты") if russian else ("Question", "Quotations")
    lines = [f"[{number}] {' '.join(each.text.split())}" for number, each in enumerate(quotations, 1)]
    request = "\n".join([f"{told}:", *lines, "", f"{asked}: {' '.join(question.split())}"])
    return _instructions("ru" if russian else "en"), request


class Doubt(Exception):
    """Something in the reply is not what was asked for."""


def _cited(reply: str, number: int) -> Iterator[CitedSentence]:
    """Doubt where something stands without a citation, or cites what does not exist."""
    place = 0
    while place < len(reply):
        found = CITED.match(reply, place)
        if not found:
            raise Doubt
        numbers = {int(cited) for cited in re.findall(r"\d+", found["cited"])}
        text = found["said"].strip() + found["stop"]
        if not numbers <= set(range(1, number + 1)) or not _is_one_sentence(text):
            raise Doubt
        yield CitedSentence(text, tuple(sorted(cited - 1 for cited in numbers)))
        place = found.end()


def _is_one_sentence(text: str) -> bool:
    return len(text) <= LONGEST_SENTENCE and len(sentences(text)) == 1


def _stands(
    said: CitedSentence, question: str, quotations: Sequence[Quotation], embedder: Embedder | None
) -> bool:
    return supported(said.text, [quotations[place].text for place in said.quotations], question, embedder)


@cache
def _instructions(language: str) -> str:
    return (PROMPTS / f"{language}.txt").read_text("utf-8")
