"""Letters about questions to the family: who gets one, and whether the page that it names opens for them."""

from importlib import import_module

import pytest
from django.apps import apps
from django.core import mail
from django.db import connection

from chat.models import Conversation, OpenQuestion, Turn
from chat.services.conversing import erase
from memorials.models import BlockedWord, Membership, Memory, Notice, Status, Visibility
from memorials.services import letters, notices
from memorials.services.moderation import decide
from memorials.services.own_items import revise
from tests.notices import sent_to, tell
from tests.people import in_status, make_memory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("clean_cache")]
UNTOLD = "В каком полку служил её двоюродный дядя?"


@pytest.fixture
def asked(archive, cast, small, browser):
    """A stranger with an account has sent a question to the family."""
    make_memory(archive, cast.editor, text="Бабушка пекла хлеб по субботам.")
    asker = browser(cast.stranger)
    path = asker.post(f"/m/{archive.code}/archive/", {"question": UNTOLD})["Location"].partition("#")[0]
    asker.post(f"{path}{Turn.objects.get().code}/family/")
    return OpenQuestion.objects.get()


def answer(client, asked):
    form = f"/m/{asked.memorial.code}/questions/{asked.code}/answer/"
    assert client.post(form, {"text": "В пехотном."}).status_code == 302
    return Memory.objects.get(text="В пехотном.")


def addresses(letter, settings):
    words = letter.body.split()
    return [word.removeprefix(settings.SITE_URL) for word in words if f"{settings.SITE_URL}/m/" in word]


def test_every_kind_of_news_has_the_word_that_its_reader_needs():
    """A kind without one would stop everybody's letters."""
    assert set(notices.NEEDED) == set(Notice.Kind)


def test_a_question_is_written_to_those_who_may_answer_it_and_leads_them_to_it(
    asked, cast, browser, settings
):
    assert letters.send_due() == 2
    assert sent_to() == ["editor", "keeper"]
    for letter, person in zip(
        sorted(mail.outbox, key=lambda one: one.to), (cast.editor, cast.keeper), strict=True
    ):
        [address] = addresses(letter, settings)
        assert UNTOLD in browser(person).get(address).content.decode()
        assert UNTOLD not in letter.body, "a letter repeats no words"


def test_who_may_answer_no_longer_is_not_written_to(asked, cast):
    Membership.objects.filter(user=cast.editor).update(role="reader")
    assert letters.send_due() == 1
    assert sent_to() == ["keeper"]


def test_the_answer_is_written_to_the_asker_and_opens_where_it_stands(asked, cast, browser, settings):
    for number in range(30):  # so that it does not stand on the first page
        make_memory(asked.memorial, cast.editor, text=f"Год {number}.", happened=f"19{number + 10}")
    memory = answer(browser(cast.keeper), asked)
    Notice.objects.filter(kind=Notice.Kind.QUESTION).delete()
    assert letters.send_due() == 1
    assert sent_to() == ["stranger"]
    [address] = addresses(mail.outbox[0], settings)
    assert f'id="memory-{memory.code}"' in browser(cast.stranger).get(address).content.decode()


def test_the_asker_of_a_memorial_that_closed_is_told_nothing(asked, cast, browser):
    answer(browser(cast.keeper), asked)
    asked.memorial.visibility = Visibility.PRIVATE
    asked.memorial.save()
    letters.send_due()
    assert "stranger" not in sent_to()


def told():
    """To whom, of those who asked, a letter is to leave or has left."""
    return sorted(Notice.objects.filter(kind=Notice.Kind.TOLD).values_list("recipient__email", flat=True))


@pytest.fixture
def held(asked, cast, browser):
    """The answer has a word of the host's list, and waits."""
    BlockedWord.objects.create(word="пехотном")
    memory = answer(browser(cast.keeper), asked)
    assert memory.status == Status.PENDING and told() == []
    return memory


def test_an_answer_that_waits_is_written_to_the_asker_once_when_it_stands(held, cast, browser, settings):
    decide(item=held, status=Status.APPROVED, by=cast.editor)
    Notice.objects.exclude(kind=Notice.Kind.TOLD).delete()
    assert letters.send_due() == 1 and sent_to() == ["stranger"]
    [address] = addresses(mail.outbox[0], settings)
    assert f'id="memory-{held.code}"' in browser(cast.stranger).get(address).content.decode()
    decide(item=held, status=Status.HIDDEN, by=cast.editor)
    decide(item=held, status=Status.APPROVED, by=cast.editor)
    letters.send_due()
    assert sent_to().count("stranger") == 1


def test_an_answer_that_is_declined_is_written_to_nobody(held, cast):
    decide(item=held, status=Status.DECLINED, by=cast.editor)
    assert told() == []


def test_an_answer_edited_while_it_waits_is_written_once_it_stands(held, cast):
    revise(item=held, columns={"text": "Он служил в пехотном."})
    assert told() == []
    decide(item=held, status=Status.APPROVED, by=cast.editor)
    assert told() == [cast.stranger.email]


def test_an_answer_edited_where_it_stands_is_not_written_again(asked, cast, browser):
    memory = answer(browser(cast.keeper), asked)
    revise(item=memory, columns={"text": "Он служил в пехотном."})
    assert told() == [cast.stranger.email]


def test_an_answer_taken_back_before_its_letter_leaves_takes_the_letter_along(held, cast):
    for _ in range(2):
        decide(item=held, status=Status.APPROVED, by=cast.editor)
        assert told() == [cast.stranger.email]
        decide(item=held, status=Status.PENDING, by=cast.editor)
        assert told() == []


def test_who_has_erased_the_conversation_is_not_written_to(held, cast):
    erase(conversation=Conversation.objects.get())
    decide(item=held, status=Status.APPROVED, by=cast.editor)
    assert told() == []


def test_who_asked_without_an_account_is_written_nothing(archive, cast, browser, small):
    make_memory(archive, cast.editor, text="Бабушка пекла хлеб по субботам.")
    question = OpenQuestion.objects.create(memorial=archive, question=UNTOLD)
    BlockedWord.objects.create(word="пехотном")
    memory = answer(browser(cast.keeper), question)
    decide(item=memory, status=Status.APPROVED, by=cast.editor)
    question.refresh_from_db()
    assert told() == [] and (question.answer, question.told_at) == (memory, None)


def test_of_answers_from_before_only_those_that_still_wait_are_to_be_told(asked, held):
    moved = import_module("chat.migrations.0002_told_at").were_told_at_once
    for status, known in ((Status.PENDING, False), (Status.HIDDEN, True)):
        Memory.objects.filter(pk=held.pk).update(status=status)
        moved(apps, connection.schema_editor())
        asked.refresh_from_db()
        assert (asked.told_at is not None) is known


def test_another_memory_that_comes_to_stand_writes_no_letter(asked, archive, cast):
    other = in_status(make_memory(archive, cast.contributor, text="Дед чинил часы."), Status.PENDING)
    decide(item=other, status=Status.APPROVED, by=cast.editor)
    assert told() == []


def test_letters_of_other_news_leave_beside_them(asked, cast):
    tell(asked.memorial, cast.keeper, about="Мария")
    assert letters.send_due() == 2
    assert not Notice.objects.unsent().exists()
