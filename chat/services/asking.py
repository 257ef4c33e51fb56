"""A question to the archive of one memorial, as somebody: what is found, word for word, or nothing."""

import time
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import cast

from chat import machines, sources
from chat.answering import finding
from chat.answering.index import Index
from chat.answering.protocol import Answer, Quotation
from chat.kept import Kept
from chat.models import KINDS, Text
from chat.models.reading import kind_of
from memorials.models import Memorial, Memory
from memorials.viewer import Viewer

#: Indexes kept in a process: a memorial of a thousand passages takes about 15 MB.
MOST_KEPT = 6


@dataclass(frozen=True)
class Quoted:
    """A quotation with the text it was cut from, as this asker sees it."""

    text: Text
    start: int
    end: int
    words: str


@dataclass(frozen=True)
class Found:
    answer: Answer
    quotes: Sequence[Quoted]
    milliseconds: int

    @property
    def told(self) -> bool:
        return bool(self.quotes)


_indexes: Kept[Index] = Kept(MOST_KEPT)


def ask(viewer: Viewer, memorial: Memorial, question: str) -> Found:
    """Reads only. The caller has asked for the word `talk`, the switch and the consent."""
    began = time.perf_counter()
    answer = finding.find(question, index_for(viewer, memorial), machines.embedder())
    quotes = _as_seen(viewer, memorial, answer.quotations)
    return Found(answer, quotes, round(1000 * (time.perf_counter() - began)))


def index_for(viewer: Viewer, memorial: Memorial) -> Index:
    """Of exactly what this viewer may read at this moment: the rows are asked each time, and only the work
    of laying them out is kept."""
    name = machines.embedder_name()
    return _indexes.get(
        state_of(viewer, memorial),
        lambda: Index.of(sources.sources(viewer, memorial, name), names=names_of(memorial)),
    )


def state_of(viewer: Viewer, memorial: Memorial) -> tuple[Hashable, ...]:
    """What an index, or anything made from it, is kept under."""
    return (machines.embedder_name(), *sources.state(viewer, memorial))


def ranking(viewer: Viewer, memorial: Memorial, question: str, *, most: int) -> list[Memory]:
    """The memories nearest to the question, the best first, whether they answer it or not."""
    ranked = finding.rank(question, index_for(viewer, memorial), machines.embedder())
    wanted = [pk for kind, pk in map(_key, ranked) if kind == "memory"][:most]
    seen = Memory.objects.visible_to(viewer).in_bulk(wanted)
    return [seen[pk] for pk in wanted if pk in seen]


def names_of(memorial: Memorial) -> list[str]:
    """The words for the person: in their own archive they tell no memory from another."""
    columns = (memorial.name, memorial.surname, memorial.given_name, memorial.patronymic)
    return [name for name in (*columns, memorial.maiden_name, memorial.home_name) if name]


def _as_seen(viewer: Viewer, memorial: Memorial, quotations: Sequence[Quotation]) -> list[Quoted]:
    """Once more through the door, and word for word as the text stands now: between the index and this
    moment somebody may have taken it back."""
    seen: dict[sources.Key, Text] = {}
    for texts in sources.told(viewer, memorial):
        kind = next(kind for kind, model in KINDS.items() if model is texts.model)
        wanted = [pk for quoted, pk in (_key(each.key) for each in quotations) if quoted == kind]
        seen |= {(kind, text.pk): text for text in texts.filter(pk__in=wanted)}
    found = [(seen.get(_key(quotation.key)), quotation) for quotation in quotations]
    return [
        Quoted(text, quotation.start, quotation.end, quotation.text)
        for text, quotation in found
        if text is not None and text.text[quotation.start : quotation.end] == quotation.text
    ]


def _key(key: Hashable) -> sources.Key:
    """As `sources` has given it to the index."""
    return cast(sources.Key, key)


def source_name(text: Text) -> str:
    """As the contract's commands and the API name it."""
    return "story" if kind_of(text) == "chapter" else kind_of(text)
