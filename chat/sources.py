"""What an asker's question may be answered from: the only door of the archive.

Everything starts from `visible_to` in SQL, before anything is scored. What an asker may not read is not in
the index that their question meets, so no text can talk the machine into telling it.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from chat.answering.passages import divide
from chat.answering.protocol import Passage as Cut
from chat.answering.protocol import Source, Span
from chat.answering.vectors import unpacked
from chat.models import Archive, Passage, Reading, Text
from chat.models.reading import hash_of, kind_of, title_of
from memorials.models import Chapter, Memorial, Memory, Status, Tribute
from memorials.viewer import Viewer

#: (kind, primary key): which text a quotation is from.
Key = tuple[str, int]


def told(viewer: Viewer, memorial: Memorial) -> list[QuerySet[Any]]:
    """The texts, one queryset a kind: approved ones only, one's own that wait among those left out."""
    archive = Archive.of(memorial)
    found: list[QuerySet[Any]] = [Memory.objects.visible_to(viewer).filter(status=Status.APPROVED)]
    if archive.story_too:
        found.append(Chapter.objects.visible_to(viewer))
    if archive.tributes_too:
        found.append(Tribute.objects.visible_to(viewer).words().filter(status=Status.APPROVED))
    return [texts.filter(memorial=memorial).order_by("pk") for texts in found]


def state(viewer: Viewer, memorial: Memorial) -> tuple[Any, ...]:
    """Changes with every text that comes, goes, changes or is read: what an index of them is kept under."""
    rows = (
        (texts.model.__name__, *row)
        for texts in told(viewer, memorial)
        for row in texts.values_list("pk", "changed", "reading__pk")
    )
    return (memorial.pk, memorial.changed, *rows)


def sources(viewer: Viewer, memorial: Memorial, embedder_name: str) -> list[Source]:
    """With vectors where every text was read by this embedder; otherwise all go by their words, so that
    none is hidden behind the others."""
    texts = [text for rows in told(viewer, memorial) for text in rows.select_related("reading")]
    cuts = _cuts_of([text.reading for text in texts if _is_read(text)])
    with_vectors = bool(embedder_name) and all(
        _is_read(text) and text.reading.embedder == embedder_name for text in texts
    )
    return [_source(text, cuts, with_vectors=with_vectors) for text in texts]


def _is_read(text: Text) -> bool:
    reading = getattr(text, "reading", None)
    return reading is not None and reading.text_hash == hash_of(text)


def _cuts_of(readings: Sequence[Reading]) -> dict[int, list[Passage]]:
    found: dict[int, list[Passage]] = {reading.pk: [] for reading in readings}
    for passage in Passage.objects.filter(reading__in=[reading.pk for reading in readings]):
        found[passage.reading_id].append(passage)
    return found


def _source(text: Text, cuts: dict[int, list[Passage]], *, with_vectors: bool) -> Source:
    passages = (
        tuple(_cut(passage) for passage in cuts[text.reading.pk]) if with_vectors else divide(text.text)
    )
    return Source(key=(kind_of(text), text.pk), text=text.text, passages=passages, title=title_of(text))


def _cut(passage: Passage) -> Cut:
    spans = tuple(Span(*pair) for pair in passage.sentences)
    if passage.vector is None or passage.sentence_vectors is None:
        raise ValueError("a passage without vectors among those with")
    return Cut(
        span=Span(passage.start, passage.end),
        sentences=spans,
        vector=unpacked(passage.vector),
        sentence_vectors=unpacked(passage.sentence_vectors).reshape(len(spans), -1),
    )
