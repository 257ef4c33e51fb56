"""The archive reads texts: cut into passages, with vectors, stored beside the approval of the words.

Vectors are made before the transaction opens, because SQLite has one write lock. A small memory of this
process, by the hash of the words, carries them into it. What was not made in time (a very long text, many at
once, an embedder that is away) is read by the housekeeping worker a moment later; until then the text is
found by its words.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from threading import Lock

from django.db import transaction
from django.db.models import Q, QuerySet

from chat import machines
from chat.answering.passages import prepare
from chat.answering.protocol import EmbedderError
from chat.answering.protocol import Passage as Cut
from chat.answering.vectors import packed
from chat.models import KINDS, Passage, Reading, Text
from chat.models.reading import hash_of, kind_of, title_of
from memorials.models import Chapter, Memorial, Status

logger = logging.getLogger(__name__)
#: Characters that are read while somebody waits: about two seconds of one core.
MOST_AT_ONCE = 4_000
#: Readings carried from "will stand" to "stands"; one request carries a page of a queue at most.
MOST_CARRIED = 64


class _Carried:
    """Cut texts of this process by their hash, the oldest dropped first."""

    def __init__(self) -> None:
        self._cuts: dict[tuple[str, str], tuple[Cut, ...]] = {}
        self._lock = Lock()

    def put(self, digest: str, embedder: str, cuts: tuple[Cut, ...]) -> None:
        with self._lock:
            self._cuts[digest, embedder] = cuts
            while len(self._cuts) > MOST_CARRIED:
                self._cuts.pop(next(iter(self._cuts)))

    def get(self, digest: str, embedder: str) -> tuple[Cut, ...] | None:
        """Kept for a retry, and for the same words elsewhere."""
        with self._lock:
            return self._cuts.get((digest, embedder))


@cache
def _carried() -> _Carried:
    return _Carried()


def read_ahead(*, texts: Sequence[Text]) -> None:
    """Make the vectors of these texts now, as far as somebody can be kept waiting for it."""
    room = MOST_AT_ONCE
    for text in texts:
        if len(text.text) > room:
            continue
        room -= len(text.text)
        cuts = _cut(text)
        if cuts is not None:
            _carried().put(hash_of(text), machines.embedder_name(), cuts)


def keep_reading(*, text: Text) -> None:
    """In the transaction in which its words stand: store what was read ahead, and drop what is not true any
    more. A text that was not read ahead waits for `read_waiting`."""
    digest, name = hash_of(text), machines.embedder_name()
    cuts = _carried().get(digest, name)
    if cuts is not None:
        _store(text, digest, name, cuts)
    else:
        Reading.objects.filter(**{kind_of(text): text}).exclude(text_hash=digest).delete()


def forget(*, text: Text) -> None:
    Reading.objects.filter(**{kind_of(text): text}).delete()


def read(text: Text) -> bool:
    """Read one text that stands, whatever was read before. False where it does not stand any more, or the
    embedder is away."""
    cuts = _cut(text)
    if cuts is None:
        return False
    digest = hash_of(text)
    with transaction.atomic():
        now = waiting_of(type(text), anew=True).select_for_update(of=("self",)).filter(pk=text.pk).first()
        if now is None or hash_of(now) != digest:
            return False
        _store(now, digest, machines.embedder_name(), cuts)
    return True


def waiting(memorial: Memorial | None = None, *, anew: bool = False) -> Iterator[Text]:
    """Texts that stand and are not read, or not by the present embedder; with `anew` all that stand."""
    for model in KINDS.values():
        found = waiting_of(model, anew=anew)
        if memorial:
            found = found.filter(memorial=memorial)
        yield from found.order_by("pk").iterator(chunk_size=100)


def waiting_of(model: type[Text], *, anew: bool = False) -> QuerySet[Text]:
    """Whether a text stands is its own; whether its memorial is open is asked of every asker anew."""
    found: QuerySet[Text] = model._default_manager.filter(memorial__deleted_at=None)
    if model is not Chapter:
        found = found.filter(status=Status.APPROVED)
    if not anew:
        found = found.filter(Q(reading=None) | ~Q(reading__embedder=machines.embedder_name()))
    return found


def _cut(text: Text) -> tuple[Cut, ...] | None:
    """None where the embedder is away: the text is found by its words until it is back."""
    try:
        return prepare(text.text, machines.embedder(), title=title_of(text))
    except EmbedderError as error:
        logger.warning("a text was not read, and will be later: %s", error)
        return None


def _store(text: Text, digest: str, name: str, cuts: Iterable[Cut]) -> None:
    Reading.objects.filter(**{kind_of(text): text}).delete()
    reading = Reading.objects.create(
        memorial_id=text.memorial_id, text_hash=digest, embedder=name, **{kind_of(text): text}
    )
    Passage.objects.bulk_create(_row(reading, cut) for cut in cuts)


def _row(reading: Reading, cut: Cut) -> Passage:
    return Passage(
        reading=reading,
        start=cut.span.start,
        end=cut.span.end,
        sentences=[[span.start, span.end] for span in cut.sentences],
        vector=None if cut.vector is None else packed(cut.vector),
        sentence_vectors=None if cut.sentence_vectors is None else packed(cut.sentence_vectors.ravel()),
    )
