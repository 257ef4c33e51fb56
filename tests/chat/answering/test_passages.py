"""A text becomes passages whose sentences cover it."""

import numpy as np
import pytest

from chat.answering import Span, divide, packed, prepare, unpacked
from chat.answering.passages import LONGEST
from tests.chat.answering.test_finding import Random

SENTENCE = "Она помнила этот сад, старый дом у реки и людей, которые в нём жили. "


def test_memory_is_one_passage_without_its_edges():
    text = "  Она пела. Он молчал.\n"
    [passage] = divide(text)
    assert passage.span.of(text) == "Она пела. Он молчал."
    assert [span.of(text) for span in passage.sentences] == ["Она пела.", "Он молчал."]
    assert passage.vector is None and passage.sentence_vectors is None


def test_chapter_is_cut_where_its_author_began_anew_and_before_it_is_too_long():
    chapter = SENTENCE * 10 + "\n\n" + SENTENCE * 3 + "\n\n" + SENTENCE * 60
    passages = divide(chapter)
    assert chapter[passages[1].span.start - 2 : passages[1].span.start] == "\n\n"
    assert all(each.span.end - each.span.start <= LONGEST for each in passages)
    assert sum(len(each.sentences) for each in passages) == 73


def test_short_paragraphs_stay_together():
    assert len(divide("Она пела.\n\nОн молчал.\n\nСад цвёл.")) == 1


@pytest.mark.parametrize("text", ["", "…", "\n\n"])
def test_nothing_told_is_no_passage(text: str):
    assert divide(text) == prepare(text, Random()) == ()


def test_each_passage_and_sentence_gets_its_own_vector():
    class Counting(Random):
        def passages(self, texts):
            self.texts = list(texts)
            return np.eye(len(texts), self.dimensions, dtype=np.float32)

    embedder = Counting()
    [passage] = prepare("Она пела. Он молчал.", embedder, title="Хор")
    assert embedder.texts == ["Хор\nОна пела. Он молчал.", "Она пела.", "Он молчал."]
    assert passage.vector is not None and passage.sentence_vectors is not None
    assert passage.vector.argmax() == 0 and passage.sentence_vectors.argmax(axis=1).tolist() == [1, 2]
    assert passage.span == Span(0, 20)


def test_vector_survives_its_bytes():
    vector = np.array([0.25, -1.5, 3e-9], np.float32)
    assert packed(vector) == bytes.fromhex("0000803e0000c0bf") + packed(vector)[8:]
    assert unpacked(memoryview(packed(vector))).tolist() == vector.tolist()


@pytest.mark.parametrize("stored", [b"", b"abc", b"\x00\x00\xc0\x7f"])
def test_bytes_that_are_no_vector_are_refused(stored: bytes):
    with pytest.raises(ValueError):
        unpacked(stored)
