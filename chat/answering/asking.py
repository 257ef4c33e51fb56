"""What kind of thing a question asks for, and whether a text has anything of that kind.

«Когда она переехала?» is not answered by a sentence about the move in which there is no time. It is a hint
among others for the confidence, never a reason of its own.
"""

import re

from chat.answering.data import word_lists
from chat.answering.words import WORD, folded, terms

NAME_INSIDE = re.compile(r"(?<=[\w,;:»”)–—-]\s)[«“\"]?[A-ZА-ЯЁ][^\W\d_]*")
PROBABLY_KIN = "="  # how words.terms marks kin and given names


def lacks_number(question: str, text: str) -> bool:
    """A number or a time is asked for, and none is there."""
    return _asks(question, "asks_number") and not _has_number(text)


def lacks_name(question: str, text: str) -> bool:
    """A person or a place is asked for, and no name or word of kinship is there."""
    return _asks(question, "asks_name") and not (NAME_INSIDE.search(text) or _has_kin(text))


def _asks(question: str, kind: str) -> bool:
    return not word_lists("asking")[kind].isdisjoint(WORD.findall(folded(question)))


def _has_number(text: str) -> bool:
    begins = tuple(word_lists("asking")["number_begins"])
    return any(word[0].isdigit() or word.startswith(begins) for word in WORD.findall(folded(text)))


def _has_kin(text: str) -> bool:
    return any(term.startswith(PROBABLY_KIN) for term in terms(text))
