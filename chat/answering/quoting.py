"""Chooses what is quoted: the best sentences, and a neighbour where one cannot be understood alone."""

import re

from chat.answering.index import Index
from chat.answering.protocol import Quotation, Span
from chat.answering.scoring import Scored
from chat.answering.words import folded

MOST = 3
#: A sentence this much below the best is no second opinion, in spreads. At 8 a fifth of what was quoted came
#: from texts that do not answer, at 4 one in thirty; one answer in a hundred is lost by it.
FURTHEST = 4.0
#: With a neighbour no quotation grows beyond this.
LONGEST = 450
SHORT = 40  # characters; a shorter sentence rarely says of what it speaks
#: Beginnings that point back: «Она…», «Там…», "It…", and the answer of a dialogue.
POINTS_BACK = re.compile(
    r"[«“\"(]?(?:он|она|оно|они|его|ее|их|ему|ей|им|это|этот|эта|эти|этого|этому|там|тогда|потом|туда|оттуда|тот|та|те|"
    r"поэтому|зато|но|а|и|тоже|также|he|she|it|they|his|her|its|their|him|them|this|that|these|those|there|then|"
    r"but|and|so|also)\b|[–—-]\s"
)


def choose(index: Index, scored: Scored, ranked: list[int]) -> tuple[Quotation, ...]:
    """`ranked`: sentences, the best first. The quotations keep that order; neighbours melt into one. Only the
    best three sentences are looked at: a memory is opened at its place, not repeated."""
    chosen: list[tuple[int, Span]] = []
    lowest = scored.sentence_total[ranked[0]] - FURTHEST
    for sentence in ranked[:MOST]:
        if scored.sentence_total[sentence] < lowest:
            break
        _add(chosen, index.passage_of(sentence), _understandable(index, sentence))
    return tuple(_quotation(index, place, span) for place, span in chosen)


def _add(chosen: list[tuple[int, Span]], place: int, span: Span) -> None:
    """All that it touches becomes one with it, so that no sentence is quoted twice; what would grow too long
    by that is left out."""
    touched = [
        number
        for number, (other, said) in enumerate(chosen)
        if other == place and span.start <= said.end + 2 and said.start <= span.end + 2
    ]
    spans = [span, *(chosen[number][1] for number in touched)]
    joined = Span(min(each.start for each in spans), max(each.end for each in spans))
    if touched and joined.end - joined.start > LONGEST:
        return
    for number in reversed(touched):
        del chosen[number]
    chosen.insert(touched[0] if touched else len(chosen), (place, joined))


def _understandable(index: Index, sentence: int) -> Span:
    """With the sentence before it, where it begins by pointing back, or is very short."""
    place = index.passage_of(sentence)
    source, span = index.sentence(sentence)
    text = folded(span.of(source.text))
    if sentence == index.first[place] or not (POINTS_BACK.match(text) or len(text) < SHORT):
        return span
    before = index.sentence(sentence - 1)[1]
    return Span(before.start, span.end) if span.end - before.start <= LONGEST else span


def _quotation(index: Index, place: int, span: Span) -> Quotation:
    source = index.passages[place][0]
    return Quotation(source.key, span.start, span.end, span.of(source.text))
