"""What the archive has read of which text, and when."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from chat import machines
from chat.models import Passage, Reading
from chat.services import reading
from memorials.models import Memory, Status
from memorials.services.memories import change_memory
from memorials.services.moderation import decide
from memorials.services.verdicts import Verdict, settle
from memorials.viewer import viewer_of
from tests.chat.conftest import SmallEmbedder
from tests.people import make_memory

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = "Бабушка пекла хлеб по субботам. Тесто она ставила ещё в пятницу."


def stretches(text):
    [read] = Reading.objects.filter(memory=text)
    return [text.text[start:end] for passage in read.passages.all() for start, end in passage.sentences]


def test_an_approved_memory_is_read_sentence_by_sentence_before_its_transaction(
    archive, cast, small, monkeypatch
):
    opened = []
    embedded = small._embedded

    def watched(texts):
        opened.append(connection.in_atomic_block)
        return embedded(texts)

    monkeypatch.setattr(small, "_embedded", watched)
    memory = make_memory(archive, cast.editor, text=TEXT)
    assert stretches(memory) == [
        "Бабушка пекла хлеб по субботам.",
        "Тесто она ставила ещё в пятницу.",
    ]
    [passage] = Passage.objects.all()
    assert len(passage.vector) == 64 * 4 and len(passage.sentence_vectors) == 2 * 64 * 4
    assert memory.reading.embedder == "small"
    assert opened == [False]


def test_what_waits_is_never_embedded_and_approval_reads_it(archive, cast, small):
    memory = make_memory(archive, cast.contributor, text=TEXT)
    assert small.read == [] and not Reading.objects.exists()
    assert list(reading.waiting()) == []
    approve(memory, cast)
    assert "Тесто она ставила ещё в пятницу." in small.read
    assert stretches(memory)[1] == "Тесто она ставила ещё в пятницу."


def approve(memory, cast):
    from memorials.queue import Queue

    viewer = viewer_of(cast.keeper)
    marks = [waiting.mark for waiting in Queue(viewer).page(None) if waiting.item == memory]
    settle(viewer=viewer, marks=marks, verdict=Verdict.APPROVE)


@pytest.mark.parametrize("status", [Status.HIDDEN, Status.DECLINED, Status.PENDING])
def test_what_stands_no_more_is_forgotten_at_once(archive, cast, small, status):
    memory = make_memory(archive, cast.editor, text=TEXT)
    decide(item=memory, status=status, by=cast.keeper)
    assert not Reading.objects.exists() and not Passage.objects.exists()


def test_an_edit_is_read_anew_and_nothing_is_left_of_the_old_words(archive, cast, small):
    memory = make_memory(archive, cast.editor, text=TEXT)
    change_memory(memory=memory, attached=[], among=[], text="Она любила море.")
    assert stretches(memory) == ["Она любила море."]
    assert Reading.objects.count() == 1


def test_a_removed_memory_takes_its_reading_along(archive, cast, small):
    make_memory(archive, cast.editor, text=TEXT).delete()
    assert not Reading.objects.exists()


def test_while_the_embedder_is_away_the_approval_succeeds_and_is_read_later(archive, cast, small):
    small.away = True
    memory = make_memory(archive, cast.editor, text=TEXT)
    assert memory.status == Status.APPROVED and not Reading.objects.exists()
    with pytest.raises(CommandError):
        call_command("reindex", "--waiting")
    small.away = False
    call_command("reindex", "--waiting")
    assert len(stretches(memory)) == 2 and list(reading.waiting()) == []


def test_a_very_long_text_keeps_nobody_waiting(archive, cast, small):
    memory = make_memory(archive, cast.editor, text="Мы жили у реки. " * 400)
    assert small.read == [] and list(reading.waiting()) == [memory]
    assert reading.read(memory)
    assert len(stretches(memory)) == 400


def test_another_embedder_reads_all_anew(archive, cast, small, use):
    memory = make_memory(archive, cast.editor, text=TEXT)
    use(SmallEmbedder("other"))
    assert list(reading.waiting()) == [memory]
    call_command("reindex", "--waiting")
    assert Reading.objects.get().embedder == "other"


def test_without_an_embedder_words_are_read(archive, cast, use):
    use(None)
    memory = make_memory(archive, cast.editor, text=TEXT)
    assert stretches(memory)[0] == "Бабушка пекла хлеб по субботам."
    assert Passage.objects.get().vector is None and machines.embedder_name() == ""
    assert list(reading.waiting()) == []


def test_a_text_that_was_hidden_while_it_was_read_is_not_stored(archive, cast, small, monkeypatch):
    memory = make_memory(archive, cast.editor, text=TEXT)
    Reading.objects.all().delete()
    embedded = small._embedded

    def hidden_meanwhile(texts):
        Memory.objects.filter(pk=memory.pk).update(status=Status.HIDDEN)
        return embedded(texts)

    monkeypatch.setattr(small, "_embedded", hidden_meanwhile)
    assert reading.read(memory) is False
    assert not Reading.objects.exists()


def test_reindex_names_a_memorial_that_is_not_there():
    with pytest.raises(CommandError, match="nothinghere"):
        call_command("reindex", "nothinghere")
