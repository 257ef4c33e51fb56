"""What the other apps hear of words: before they stand, when they do, and when they do no more."""

import pytest
from django.db import connection

from memorials import events
from memorials.events import Event, listen
from memorials.models import Chapter, Memory, Status, Tribute
from memorials.services.memories import change_memory
from memorials.services.moderation import decide
from memorials.services.own_items import revise
from memorials.services.story import add_chapter, change_chapter
from memorials.services.tributes import correct_tribute, leave_tribute
from memorials.services.verdicts import Verdict, settle, take_back
from memorials.viewer import viewer_of
from tests.people import make_memory

pytestmark = pytest.mark.django_db(transaction=True)
TO_STAND, STANDS, WITHDRAWN = Event.TEXTS_TO_STAND, Event.TEXT_STANDS, Event.TEXT_WITHDRAWN


@pytest.fixture
def heard(monkeypatch):
    """(event, text, whether a transaction was open), in order."""
    said = []
    monkeypatch.setattr(events, "_listeners", {event: [] for event in Event})

    def hear(event):
        def listener(**about):
            for text in about.get("texts", [about.get("text")]):
                said.append((event, text.text, connection.in_atomic_block))

        listen(event, listener)

    for event in (TO_STAND, STANDS, WITHDRAWN):
        hear(event)
    return said


def test_an_editors_memory_is_announced_before_its_transaction_and_told_inside(memorial, cast, heard):
    make_memory(memorial, cast.editor, text="Она пела.")
    assert heard == [(TO_STAND, "Она пела.", False), (STANDS, "Она пела.", True)]


def test_a_memory_that_waits_is_told_to_nobody_until_somebody_approves_it(memorial, cast, heard):
    memory = make_memory(memorial, cast.contributor, text="Она шила.")
    assert heard == []
    viewer = viewer_of(cast.keeper)
    [waiting] = settled_queue(viewer)
    settle(viewer=viewer, marks=[waiting], verdict=Verdict.APPROVE)
    assert heard == [(TO_STAND, "Она шила.", False), (STANDS, "Она шила.", True)]
    heard.clear()
    decide(item=fresh(memory), status=Status.HIDDEN, by=cast.keeper)
    assert heard == [(WITHDRAWN, "Она шила.", True)]


def settled_queue(viewer):
    from memorials.queue import Queue

    return [waiting.mark for waiting in Queue(viewer).page(None)]


def fresh(item):
    return type(item).objects.get(pk=item.pk)


def test_taking_a_verdict_back_lets_the_words_stand_again(memorial, cast, heard):
    memory = make_memory(memorial, cast.editor, text="Она ждала.")
    hidden = decide(item=memory, status=Status.HIDDEN, by=cast.keeper)
    heard.clear()
    take_back(decision=hidden, by=cast.keeper)
    assert heard == [(TO_STAND, "Она ждала.", False), (STANDS, "Она ждала.", True)]


def test_an_editors_other_words_are_announced_and_a_contributors_are_withdrawn(memorial, cast, heard):
    told = make_memory(memorial, cast.editor, text="Раз.")
    heard.clear()
    change_memory(memory=told, attached=[], among=[], text="Два.")
    assert heard == [(TO_STAND, "Два.", False), (STANDS, "Два.", True)]
    own = make_memory(memorial, cast.contributor, text="Три.")
    Memory.objects.filter(pk=own.pk).update(status=Status.APPROVED)
    heard.clear()
    revise(item=fresh(own), columns={"text": "Четыре."})
    assert {(event, text) for event, text, _ in heard} == {(WITHDRAWN, "Четыре.")}
    assert fresh(own).status == Status.PENDING


def test_an_editor_who_revises_their_own_memory_announces_the_new_words(memorial, cast, heard):
    own = make_memory(memorial, cast.editor, text="Раз.")
    heard.clear()
    revise(item=fresh(own), columns={"text": "Другое."})
    assert heard == [(TO_STAND, "Другое.", False), (STANDS, "Другое.", True)]


def test_a_tribute_of_a_keeper_stands_at_once_and_a_visitors_waits(memorial, cast, heard):
    leave_tribute(memorial=memorial, author=None, kind=Tribute.Kind.WORD, name="Гость", text="Помню.")
    assert [event for event, _, _ in heard] == [WITHDRAWN]
    heard.clear()
    tribute, _ = leave_tribute(
        memorial=memorial, author=cast.keeper, kind=Tribute.Kind.WORD, name="Нина", text="Люблю."
    )
    assert heard == [(TO_STAND, "Люблю.", False), (STANDS, "Люблю.", True)]
    heard.clear()
    correct_tribute(tribute=tribute, by=None, name="Нина", text="Иначе.")
    assert heard == [(WITHDRAWN, "Иначе.", True)]


def test_the_same_tribute_sent_twice_is_left_once_even_when_it_was_approved_between(memorial, cast):
    given = {"memorial": memorial, "author": None, "kind": Tribute.Kind.WORD, "name": "Г", "text": "Помню."}
    tribute, token = leave_tribute(**given)
    decide(item=tribute, status=Status.APPROVED, by=cast.keeper)
    again, _ = leave_tribute(**given, token=token)
    assert again.pk == tribute.pk and Tribute.objects.count() == 1


def test_a_chapter_is_told_when_it_is_written_and_rewritten(memorial, heard):
    chapter = add_chapter(memorial=memorial, title="Детство", text="В деревне.")
    change_chapter(chapter=chapter, text="В городе.")
    assert heard == [
        (TO_STAND, "В деревне.", False), (STANDS, "В деревне.", True),
        (TO_STAND, "В городе.", False), (STANDS, "В городе.", True),
    ]  # fmt: skip
    assert Chapter.objects.get().text == "В городе."
