"""A text becomes passages: what is found as one, and the sentences in it that can be quoted."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from chat.answering.protocol import Embedder, Passage, Span
from chat.answering.sentences import sentences

#: Characters. Most memories are one passage; the model reads about twice as much.
LONGEST = 1_800
#: A passage this long ends where a paragraph of the author ends.
LONG_ENOUGH = 500


def divide(text: str) -> tuple[Passage, ...]:
    """Without vectors. A text without a letter or digit has no passage."""
    return tuple(Passage(Span(group[0].start, group[-1].end), tuple(group)) for group in _groups(text))


def prepare(text: str, embedder: Embedder | None, *, title: str = "") -> tuple[Passage, ...]:
    """With vectors, where there is an embedder; the title helps the passage to be found.

    EmbedderError passes through. Slow: about 0.05 s a sentence on one core.
    """
    passages = divide(text)
    if embedder is None or not passages:
        return passages
    wholes = [f"{title}\n{passage.span.of(text)}".lstrip() for passage in passages]
    parts = [span.of(text) for passage in passages for span in passage.sentences]
    vectors = embedder.passages(wholes + parts)
    ends = np.cumsum([len(passage.sentences) for passage in passages])
    groups = np.split(vectors[len(passages) :], ends[:-1])
    return tuple(
        replace(passage, vector=vector, sentence_vectors=group)
        for passage, vector, group in zip(passages, vectors, groups, strict=False)
    )


def _groups(text: str) -> Iterator[list[Span]]:
    group: list[Span] = []
    for span in sentences(text):
        if group and _begins_anew(text, group, span):
            yield group
            group = []
        group.append(span)
    if group:
        yield group


def _begins_anew(text: str, group: list[Span], span: Span) -> bool:
    if span.end - group[0].start > LONGEST:
        return True
    between = text[group[-1].end : span.start]
    return between.count("\n") > 1 and group[-1].end - group[0].start >= LONG_ENOUGH
