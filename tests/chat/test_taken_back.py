"""Whatever takes a text back takes it from every place at once: history, joined words, index, suggestions,
the place it was opened at, the answer that is polled for, and the command."""

import io
from contextlib import suppress

import pytest
from django.core.management import call_command
from django.utils import timezone

from chat import machines
from chat.models import Archive, Citation, Passage, Reading, Turn
from chat.services import joining
from chat.services.asking import index_for
from chat.services.suggesting import suggestions
from memorials.models import Chapter, Memory, Status, Tribute, Visibility
from memorials.services.moderation import decide
from memorials.services.own_items import revise, withdraw
from memorials.services.story import add_chapter, change_chapter
from memorials.services.tributes import leave_tribute
from memorials.viewer import Viewer
from tests.people import in_status, make_memory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("clean_cache")]
SECRET = "Бабушка пекла хлеб по субботам."
QUESTION = "Когда бабушка пекла хлеб?"
VISITOR = Viewer()


class Honest:
    """A model that joins as it was asked to."""

    name = "honest"

    def reply(self, instructions, request):
        return f"{SECRET[:-1]} [1]."


@pytest.fixture
def memory(archive, cast, small):
    """By a contributor, and approved: whoever wrote it may take it back."""
    return in_status(make_memory(archive, cast.contributor, text=SECRET, title="Хлеб"), Status.APPROVED)


@pytest.fixture
def everywhere(archive, browser, monkeypatch, small):
    """Puts the question, and gives what every place shows of it now."""
    monkeypatch.setattr(machines, "language_model", Honest)
    client = browser()
    door = f"/m/{archive.code}/archive/"

    def begin():
        path = client.post(door, {"question": QUESTION})["Location"].partition("#")[0]
        joining.settle()
        turn = Turn.objects.get()

        def shown():
            said = io.StringIO()
            place = client.get(f"{path}{turn.code}/1/")
            with suppress(SystemExit):  # where it refuses, it has said so
                call_command("ask", archive.code, QUESTION, "--json", stdout=said)
            return {
                "history": client.get(path).content.decode(),
                "polled": client.get(f"{path}{turn.code}/joined/").content.decode(),
                "place": place.content.decode() if place.status_code == 200 else "",
                "command": said.getvalue(),
                "index": " ".join(source.text for source in index_for(VISITOR, archive).sources),
            }

        return shown

    return begin


def gone(shown):
    told = shown()
    assert {place: text for place, text in told.items() if "пекла хлеб по" in text} == {}


WAYS = {
    "hidden by a moderator": lambda memory, cast: decide(item=memory, status=Status.HIDDEN, by=cast.keeper),
    "declined": lambda memory, cast: decide(item=memory, status=Status.DECLINED, by=cast.keeper),
    "changed by its author, and waiting again": lambda memory, cast: revise(
        item=memory, columns={"text": "Другие слова."}
    ),
    "withdrawn by its author": lambda memory, cast: withdraw(item=memory),
    "deleted behind every service": lambda memory, cast: Memory.objects.filter(pk=memory.pk).delete(),
    "changed behind every service": lambda memory, cast: Memory.objects.filter(pk=memory.pk).update(
        text="…", changed=timezone.now()
    ),
}
BY_SERVICES = [way for way in WAYS if "behind" not in way]


@pytest.mark.parametrize("way", WAYS)
def test_a_memory_that_is_taken_back_is_gone_from_every_place(memory, cast, everywhere, way):
    shown = everywhere()
    before = shown()
    assert all("пекла хлеб по" in text for text in before.values()), before
    assert "turn__joined" in before["history"]
    WAYS[way](memory, cast)
    gone(shown)
    assert "turn__joined" not in shown()["history"], "what was joined stood on it"


@pytest.mark.parametrize("way", BY_SERVICES)
def test_what_was_read_of_it_is_gone_with_it(memory, cast, way):
    call_command("reindex", "--waiting", stdout=io.StringIO())
    assert Reading.objects.filter(memory=memory).exists()
    WAYS[way](memory, cast)
    assert not Reading.objects.exists() and not Passage.objects.exists()


@pytest.mark.parametrize("way", BY_SERVICES)
def test_its_title_is_suggested_to_nobody(memory, cast, archive, way):
    assert suggestions(VISITOR, archive) == ["Хлеб"]
    WAYS[way](memory, cast)
    assert suggestions(VISITOR, archive) == []


CLOSED = {
    "private": {"visibility": Visibility.PRIVATE},
    "a draft": {"published": False},
    "switched off": {"chat_on": False},
}


@pytest.mark.parametrize("way", CLOSED)
def test_an_archive_that_closes_shows_nothing_of_what_it_told(memory, archive, everywhere, way):
    shown = everywhere()
    for column, value in CLOSED[way].items():
        setattr(archive, column, value)
    archive.save()
    told = shown()
    del told["index"]  # of the memories: whether they may be asked is a question before it
    assert not any("пекла хлеб по" in text for text in told.values())


def test_a_chapter_goes_with_its_removal_its_change_and_the_keepers_word(archive, cast, everywhere):
    chapter = add_chapter(memorial=archive, title="Детство", text=SECRET)
    shown = everywhere()
    assert "пекла хлеб по" in shown()["history"]
    kept = Archive.objects.create(memorial=archive, story_too=False)
    gone(shown)
    Archive.objects.filter(pk=kept.pk).update(story_too=True)
    assert "пекла хлеб по" in shown()["history"]
    change_chapter(chapter=chapter, title="Детство", text="Она выросла в Ручьях.")
    gone(shown)
    chapter.delete()
    assert not Citation.objects.exists() and not Reading.objects.exists() and not Chapter.objects.exists()


def test_words_of_a_visitor_go_with_the_keepers_word_and_with_the_switch(archive, cast, everywhere):
    kept = Archive.objects.create(memorial=archive, tributes_too=True)
    word = Tribute.Kind.WORD
    leave_tribute(memorial=archive, author=cast.keeper, kind=word, name="Нина", text=SECRET)
    shown = everywhere()
    assert all("пекла хлеб по" in text for text in shown().values())
    for row, column in ((kept, "tributes_too"), (archive, "tributes_on")):
        setattr(row, column, False)
        row.save()
        gone(shown)
        setattr(row, column, True)
        row.save()
    decide(item=Tribute.objects.get(), status=Status.HIDDEN, by=cast.keeper)
    gone(shown)


def test_one_of_two_quotations_that_is_taken_back_takes_the_joined_words_along(
    archive, memory, cast, everywhere
):
    other = make_memory(archive, cast.editor, text="Хлеб бабушка пекла в русской печи.")
    shown = everywhere()
    assert "русской печи" in shown()["history"] and "turn__joined" in shown()["history"]
    decide(item=other, status=Status.HIDDEN, by=cast.keeper)
    left = shown()["history"]
    assert "русской печи" not in left and "turn__joined" not in left and SECRET[:-1] in left
