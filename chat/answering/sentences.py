"""Cuts Russian and English text into sentences, each an exact stretch of it.

A stop ends a sentence unless something speaks against it: the next word is in lower case, an abbreviation or
an initial stands before it, or a short quotation or bracket is still open. Where it is not certain, the
sentence stays whole: a quotation that is too long harms less than one cut in the middle.
"""

import re
from collections.abc import Iterator

from chat.answering.data import word_lists
from chat.answering.protocol import Span

#: Characters after which a sentence without any stop is cut at the next best place.
LONGEST = 400
#: Lines at least this long that end in the middle of a sentence were wrapped by a program, not by a person.
WRAPPED = 55

STOP = re.compile(r"(?:[.!?]+|…)[.!?…]*[\"'»”’“)\]]*(?=\s|$)")
LINE_END = re.compile(r"[^\S\n]*\n\s*")
BULLET = re.compile(r"[-*•·‣]\s+")
NUMBERED = re.compile(r"(?:^|\n)[^\S\n]*\(?\d{1,3}$")
LIST_ITEM = re.compile(r"[-*•·‣–—]\s|\(?\d{1,3}[.)]\s")
OPENED = re.compile(r"«[^«»]{0,200}»|“[^“”]{0,200}”|„[^„“]{0,200}“|\([^()]{0,200}\)|\[[^\[\]]{0,200}\]")
LAST_WORD = re.compile(r"\b(?:[^\W\d_]{1,2}\.\s?)*[^\W_]+(?:[-/][^\W_]+)?$")
NUMBER_BEFORE = re.compile(r"(?:\d|\b[IVXLC]+)[^\S\n]*$")
SOLEMN = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")  # U.S, С.С.С.Р
LOOKED_BACK = 60  # characters; no abbreviation is longer
#: From the best place to the worst; the cut comes after what is matched.
PLACES = (
    re.compile(r"\n"),
    re.compile(r"[;:]\s"),
    re.compile(r"\s(?=[–—]\s)"),
    re.compile(r",\s"),
    re.compile(r"\s"),
)


def sentences(text: str) -> tuple[Span, ...]:
    """In order, without overlap, without white space at the edges, each with a letter or a digit."""
    found = []
    for start, end in _between(text, sorted(_ends(text))):
        for piece in _cut(text, start, end):
            span = _trimmed(text, *piece)
            if any(letter.isalnum() for letter in span.of(text)):
                found.append(span)
    return tuple(found)


def _between(text: str, ends: list[int]) -> Iterator[tuple[int, int]]:
    yield from zip([0, *ends], [*ends, len(text)], strict=True)


def _ends(text: str) -> set[int]:
    opened = [found.span() for found in OPENED.finditer(text)]
    stops = {found.end() for found in STOP.finditer(text) if _ends_a_sentence(text, found)}
    lines = {found.end() for found in LINE_END.finditer(text) if _ends_a_line(text, found)}
    return {end for end in stops if not any(start < end < stop for start, stop in opened)} | lines


def _ends_a_line(text: str, line_end: re.Match[str]) -> bool:
    line = text[text.rfind("\n", 0, line_end.start()) + 1 : line_end.start()]
    after = text[line_end.end() : line_end.end() + LOOKED_BACK]
    if line_end[0].count("\n") > 1 or LIST_ITEM.match(after) or line.rstrip()[-1:] in ".!?…:;»”":
        return True
    return not after[:1].islower() and len(line) < WRAPPED


def _ends_a_sentence(text: str, stop: re.Match[str]) -> bool:
    after = text[stop.end() : stop.end() + LOOKED_BACK].lstrip()
    if _goes_on(after):
        return False
    if stop[0][0] != "." or stop[0].startswith(".."):
        return True
    return not _is_abbreviated(text[max(0, stop.start() - LOOKED_BACK) : stop.start()], after)


def _goes_on(after: str) -> bool:
    """After a stop, a word in lower case; also behind a dash: «Куда?» — спросила она."""
    said = re.match(r"[–—-]\s*(?=(\S))", after)
    return (said[1] if said else after[:1]).islower() or after[:1] in (",", ";", ":")


def _is_abbreviated(before: str, after: str) -> bool:
    lists = word_lists("abbreviations")
    if NUMBERED.search(before) or (before[-1:].isdigit() and after[:1].isdigit()):
        return True  # the number of a list's line; 12. 05. 1943
    found = LAST_WORD.search(before)
    if not found:
        return False
    word = re.sub(r"\s", "", found[0])
    if NUMBER_BEFORE.search(before[: found.start()]) and word.lower() in lists["after_a_number"]:
        return after[:1].isdigit()  # 5 руб. 20 коп.
    return _stands_before(word, after)


def _stands_before(word: str, after: str) -> bool:
    lists, small = word_lists("abbreviations"), word.lower()
    if small in lists["may_end"]:
        return False
    if small in lists["before_a_name"] or small == "г":
        return True
    if small in lists["months"] or (small in lists["after_a_number"] and "." in small):
        return after[:1].isdigit()
    if SOLEMN.fullmatch(word):
        return _first_word(after) not in lists["sentence_starters"]
    return len(word) == 1 and word.isupper()


def _first_word(text: str) -> str:
    found = re.match(r"\W*(\w+)", text)
    return found[1].lower() if found else ""


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > LONGEST:
        place = _place(text, start)
        yield start, place
        start = place
    yield start, end


def _place(text: str, start: int) -> int:
    """Not in the first half, where a cut would leave a crumb."""
    for pattern in PLACES:
        places = [each.end() for each in pattern.finditer(text, start + LONGEST // 2, start + LONGEST)]
        if places:
            return places[-1]
    return start + LONGEST


def _trimmed(text: str, start: int, end: int) -> Span:
    while end > start and text[end - 1].isspace():
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    bullet = BULLET.match(text, start, end)
    return Span(bullet.end() if bullet else start, end)
