"""What of a text counts as a word when words are compared: folded, stemmed, without those that say nothing.

A word stands for its stem by the script in which it is written: «училась» and «учился» meet. Kin words and
short forms of given names stand for their group: «бабуля» is «бабушка», Molly is Mary; "taught" is "teach".
"""

import re
import threading
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache

import Stemmer

from chat.answering.data import read, word_lists

WORD = re.compile(r"\w+(?:['’]\w+)?")
CYRILLIC = re.compile(r"[а-яёіѣ]")
LETTER = re.compile(r"[^\W\d_]")
SHORTEST_STEM = 3  # of a name: with two letters it would meet other words
UNSEEN = dict.fromkeys(map(ord, "\u0301\u00ad\u200b\u2060\ufeff"))  # stress, soft hyphen, zero width
#: A stemmer keeps its state between calls, so that each thread has its own.
_own = threading.local()


def folded(text: str) -> str:
    """Letter case, ё and marks of stress do not tell words apart; й stays й."""
    return unicodedata.normalize("NFKC", text).translate(UNSEEN).casefold().replace("ё", "е")


def is_cyrillic(text: str) -> bool:
    """Whether most of its letters are."""
    small = text.lower()
    return 2 * len(CYRILLIC.findall(small)) > len(LETTER.findall(small))


def terms(text: str) -> list[str]:
    """In the order of the text, with repetitions."""
    return [_term(word) for word in _words(text) if word not in _stop_words()]


def names_of(names: Iterable[str]) -> frozenset[str]:
    """The terms of what a person is called, single letters left out."""
    return frozenset(term for name in names for term in terms(name) if len(term) > 1)


def _words(text: str) -> list[str]:
    return [word.replace("’", "'").removesuffix("'s") for word in WORD.findall(folded(text))]


@cache
def _stop_words() -> frozenset[str]:
    lists = word_lists("stop_words")
    return lists["ru"] | lists["en"]


@lru_cache(maxsize=50_000)
def _term(word: str) -> str:
    groups = _groups()
    return groups.get(word) or groups.get(_stem(word)) or _stem(word)


@cache
def _groups() -> dict[str, str]:
    """Word -> the group that it stands for."""
    kin = {word: f"={name}" for name, words in word_lists("kin").items() for word in words}
    irregular = {word: _stem(group[0]) for group in read("irregular")["groups"] for word in group[1:]}
    return irregular | _names() | kin


def _names() -> dict[str, str]:
    """By their stems too, for their cases."""
    names: dict[str, str] = {}
    for group in read("given_names")["groups"]:
        for name in group:
            names.setdefault(name, f"={group[0]}")
            if len(_stem(name)) >= SHORTEST_STEM:
                names.setdefault(_stem(name), f"={group[0]}")
    return names


def _stem(word: str) -> str:
    return str(_stemmers()["russian" if CYRILLIC.search(word) else "english"].stemWord(word))


def _stemmers() -> dict[str, Stemmer.Stemmer]:
    if not hasattr(_own, "stemmers"):
        _own.stemmers = {language: Stemmer.Stemmer(language) for language in ("russian", "english")}
    stemmers: dict[str, Stemmer.Stemmer] = _own.stemmers
    return stemmers
