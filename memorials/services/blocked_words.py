"""The host's list of words that make a text wait for somebody to read it, whoever wrote it."""

import re
import unicodedata

from memorials.models import BlockedWord
from memorials.models.derived import fold


def blocked_words_in(*texts: str) -> set[str]:
    """The words of the list that stand in the texts: whole words, whatever their letter case, ё as е."""
    text = _plain(" ".join(texts))
    listed = {_plain(word) for word in BlockedWord.objects.values_list("word", flat=True)}
    return {word for word in listed if word and re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text)}


def _plain(text: str) -> str:
    """Folded, in one form of each letter, without the signs that nobody sees and that would split a word."""
    composed = unicodedata.normalize("NFKC", text)
    return fold("".join(sign for sign in composed if unicodedata.category(sign) != "Cf"))
