from collections.abc import Callable, Iterator

import numpy as np
import pytest

from chat import machines
from chat.answering.protocol import EmbedderError
from chat.answering.vectors import of_length_one
from chat.answering.words import terms
from chat.services import reading
from memorials.models import Consent, Memorial
from memorials.services.consent import give_consent
from tests import people
from tests.people import Cast


class SmallEmbedder:
    """Words as directions, in no time: texts that share words are near. It counts, and can be away."""

    dimensions = 64

    def __init__(self, name: str = "small") -> None:
        self.name, self.away = name, False
        self.read: list[str] = []

    def questions(self, texts):
        return self._embedded(texts)

    def passages(self, texts):
        self.read += texts
        return self._embedded(texts)

    def _embedded(self, texts):
        if self.away:
            raise EmbedderError("away")
        rows = np.full((len(texts), self.dimensions), 0.01, np.float32)
        for row, text in zip(rows, texts, strict=True):
            for term in terms(text):
                row[sum(term.encode()) % self.dimensions] += 1
        return of_length_one(rows)


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Callable:
    def use_embedder(embedder):
        monkeypatch.setattr(machines, "embedder", lambda: embedder)
        reading._carried.cache_clear()  # what an earlier test has read ahead
        return embedder

    return use_embedder


@pytest.fixture
def small(use: Callable) -> SmallEmbedder:
    return use(SmallEmbedder())


@pytest.fixture
def archive(cast: Cast) -> Iterator[Memorial]:
    """A public memorial whose archive is open."""
    memorial = people.make_public(cast, name="Анна Ильина")
    give_consent(memorial=memorial, kind=Consent.Kind.CHAT, by=cast.keeper)
    memorial.chat_on = True
    memorial.save(update_fields=["chat_on"])
    yield memorial
