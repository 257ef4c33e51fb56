"""How much one person can send to a family, and how long a conversation that nobody can open is kept."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from chat.limits import TELLING
from chat.models import Citation, Conversation, OpenQuestion, Turn, WrongAnswer
from chat.services import family
from chat.services.conversing import KEPT, put_question
from chat.tasks import forget_conversations
from memorials.models import Notice
from memorials.viewer import Viewer, viewer_of
from tests.people import make_memory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("clean_cache")]
BREAD = "Бабушка пекла хлеб по субботам."
QUESTION = "Когда бабушка пекла хлеб?"
UNTOLD = "В каком полку служил её двоюродный дядя?"
MOST = int(TELLING.rate.partition("/")[0])


@pytest.fixture
def told(archive, cast, small):
    return make_memory(archive, cast.editor, text=BREAD)


def put(client, archive, path=None, question=UNTOLD):
    """The address of the conversation, and of its newest turn."""
    answer = client.post(path or f"/m/{archive.code}/archive/", {"question": question})
    assert answer.status_code == 302, answer.content.decode()
    path = answer["Location"].partition("#")[0]
    return path, f"{path}{Turn.objects.latest('pk').code}/"


def test_one_conversation_sends_only_so_many_questions_that_wait(archive, told, cast, browser):
    client, path, sent = browser(), None, []
    for _ in range(family.MOST_OPEN + 1):
        path, turn = put(client, archive, path)
        sent.append(client.post(f"{turn}family/"))
    assert [answer.status_code for answer in sent] == [302] * family.MOST_OPEN + [422]
    assert "summary" in sent[-1].content.decode() and UNTOLD in sent[-1].content.decode()
    assert OpenQuestion.objects.count() == family.MOST_OPEN
    family.close(asked=OpenQuestion.objects.first(), by=cast.keeper)
    assert client.post(f"{turn}family/").status_code == 302, "once one is answered, there is room again"


def test_many_conversations_from_one_address_are_stopped_with_no_letter_more(archive, told, cast, browser):
    """Each begins anew, as somebody would who wants to flood a family."""
    for number in range(MOST + 1):
        client = browser()
        _, turn = put(client, archive)
        end = "family/" if number % 2 else "wrong/"
        last = client.post(f"{turn}{end}", {"words": "Нет."} if end == "wrong/" else {})
    assert last.status_code == 429 and int(last["Retry-After"]) > 0
    assert UNTOLD in last.content.decode()
    assert OpenQuestion.objects.count() + WrongAnswer.objects.count() == MOST
    assert Notice.objects.filter(recipient=cast.keeper).count() == MOST
    other = browser(cast.stranger)
    _, turn = put(other, archive)
    assert other.post(f"{turn}family/").status_code == 302, "somebody with an account is counted alone"


def test_words_of_a_report_are_not_lost_where_it_was_too_much(archive, told, browser, monkeypatch):
    monkeypatch.setattr("chat.views.family.TELLING", replace(TELLING, rate="1/d"))
    client = browser()
    path, turn = put(client, archive, question=QUESTION)
    assert client.post(f"{turn}wrong/", {"words": "Первое."}).status_code == 302
    _, turn = put(client, archive, path, QUESTION)
    refused = client.post(f"{turn}wrong/", {"words": "Это было в воскресенье."})
    assert refused.status_code == 429 and "Это было в воскресенье." in refused.content.decode()


def test_a_longer_report_than_there_is_room_for_is_refused_and_kept_in_the_form(archive, told, browser):
    client = browser()
    _, turn = put(client, archive, question=QUESTION)
    refused = client.post(f"{turn}wrong/", {"words": "я" * 1001})
    assert refused.status_code == 422 and "я" * 1001 in refused.content.decode()
    assert not WrongAnswer.objects.exists()


@pytest.mark.parametrize("end", ["family/", "wrong/"])
def test_nothing_is_sent_from_an_archive_that_is_closed(archive, told, browser, end):
    client = browser()
    _, turn = put(client, archive)
    archive.chat_on = False
    archive.save()
    for method in ("get", "post"):
        assert getattr(client, method)(f"{turn}{end}").status_code == 404
    assert not OpenQuestion.objects.exists() and not WrongAnswer.objects.exists()


def conversation(archive, viewer, days):
    turn = put_question(viewer=viewer, memorial=archive, question=QUESTION)
    past = timezone.now() - timedelta(days=days)
    Conversation.objects.filter(pk=turn.conversation_id).update(changed=past)
    return turn


def test_a_conversation_that_nobody_can_open_any_more_is_forgotten(archive, told, cast):
    old = conversation(archive, Viewer(), KEPT.days + 1)
    young = conversation(archive, Viewer(), KEPT.days - 1)
    owned = conversation(archive, viewer_of(cast.stranger), 1000)
    sent = family.ask_family(turn=old, viewer=Viewer())
    wrong = family.report_wrong(turn=old, viewer=Viewer())
    forget_conversations()
    assert set(Turn.objects.all()) == {young, owned}
    assert set(Citation.objects.values_list("turn", flat=True)) == {young.pk, owned.pk}
    for kept in (sent, wrong):
        kept.refresh_from_db()
        assert (kept.turn, kept.question) == (None, QUESTION)


def test_many_are_forgotten_in_slices(archive, told, monkeypatch):
    monkeypatch.setattr("chat.services.conversing.MOST_FORGOTTEN", 2)
    for _ in range(5):
        conversation(archive, Viewer(), KEPT.days + 1)
    forget_conversations()
    assert not Conversation.objects.exists()


def test_the_page_says_how_long_a_conversation_is_kept(archive, told, cast, browser):
    english = {"headers": {"accept-language": "en"}}
    for client, days in ((browser(), True), (browser(cast.stranger), False)):
        path, _ = put(client, archive)
        shown = client.get(path, **english).content.decode()
        assert "is kept until you erase it" in shown
        assert (f"for {KEPT.days} days after the last question" in shown) is days


def test_what_is_quoted_beside_the_memories_may_be_saved_twice(archive, told, cast, browser):
    keeper = browser(cast.keeper)
    for _ in range(2):
        assert keeper.post(f"/m/{archive.code}/questions/sources/").status_code == 302
