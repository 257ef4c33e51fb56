"""Letters about questions to the family: who gets one, and whether the page that it names opens for them."""

import pytest
from django.core import mail

from chat.models import OpenQuestion, Turn
from memorials.models import Membership, Memory, Notice, Visibility
from memorials.services import letters
from tests.notices import sent_to, tell
from tests.people import make_memory

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
    assert set(letters.NEEDED) == set(Notice.Kind)


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


def test_letters_of_other_news_leave_beside_them(asked, cast):
    tell(asked.memorial, cast.keeper, about="Мария")
    assert letters.send_due() == 2
    assert not Notice.objects.unsent().exists()
