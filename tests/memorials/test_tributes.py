"""What is left at a memorial: what stands, what waits, and what its author may still do with it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from memorials.models import BlockedWord, Decision, Memorial, Memory, Notice, Report, Status, Tribute
from memorials.models.tribute import BURNS
from memorials.services import moderation, tributes
from memorials.services.blocked_words import blocked_words_in
from memorials.services.memories import change_memory
from memorials.services.tributes import NameMissing, TextTooLong, TributesOff, WordsMissing
from memorials.viewer import Viewer
from tests.people import NOBODY, in_status, make_memory

Kind = Tribute.Kind
pytestmark = pytest.mark.django_db


def leave(memorial, author=None, kind=Kind.WORD, **words):
    given = {"name": "Ольга", "text": "Спасибо за песни." if kind == Kind.WORD else "", **words}
    return tributes.leave_tribute(memorial=memorial, author=author, kind=kind, **given)


def seen(memorial, viewer):
    return set(Tribute.objects.visible_to(viewer).filter(memorial=memorial))


STANDS = {
    ("word", ""): {"editor", "keeper"},
    ("candle", ""): {"reader", "contributor", "editor", "keeper"},
    ("flower", ""): {"reader", "contributor", "editor", "keeper"},
    ("candle", "Светлая память."): {"editor", "keeper"},
}


@pytest.mark.parametrize(("kind", "text"), STANDS)
def test_what_stands_at_once_and_what_waits(memorial, cast, kind, text):
    words = {"text": text} if text or kind != "word" else {}
    status = {
        actor: leave(memorial, user, Kind(kind), **words)[0].status for actor, user in cast.items().items()
    }
    assert {actor for actor, each in status.items() if each == "approved"} == STANDS[kind, text]
    assert set(status.values()) == {"approved", "pending"}


def test_waiting_tribute_is_seen_by_its_author_alone(memorial, cast):
    mine, _ = leave(memorial, cast.reader)
    unsigned, _ = leave(memorial)
    got = {actor: seen(memorial, Viewer(user)) for actor, user in cast.items().items()}
    assert got == {actor: {mine} if actor == "reader" else set() for actor in cast.items()}
    assert unsigned not in set().union(*got.values())


def test_nothing_stands_where_tributes_are_switched_off(memorial, cast):
    tribute, _ = leave(memorial, cast.keeper)
    assert seen(memorial, NOBODY) == {tribute}
    Memorial.objects.update(tributes_on=False)
    assert (seen(memorial, NOBODY), seen(memorial, Viewer(cast.keeper))) == (set(), set())


def test_closed_and_deleted_memorials_take_nothing(memorial, cast):
    for closed in ({"tributes_on": False}, {"tributes_on": True, "deleted_at": timezone.now()}):
        Memorial.objects.update(**closed)
        with pytest.raises(TributesOff):
            leave(memorial, cast.keeper)
    assert not Tribute.objects.exists()


@pytest.mark.parametrize(
    ("kind", "words", "refusal"),
    [
        (Kind.WORD, {"text": " \n "}, WordsMissing),
        (Kind.WORD, {"name": " "}, NameMissing),
        (Kind.WORD, {"text": "а" * 2001}, TextTooLong),
        (Kind.CANDLE, {"text": "а" * 201}, TextTooLong),
        (Kind.CANDLE, {"name": "а" * 121}, TextTooLong),
    ],
)
def test_what_cannot_be_kept_is_refused_and_leaves_nothing(memorial, cast, kind, words, refusal):
    with pytest.raises(refusal) as told:
        leave(memorial, cast.keeper, kind, **words)
    assert str(told.value.sentence)
    assert (Tribute.objects.count(), Notice.objects.count()) == (0, 0)


def test_line_ends_of_a_browser_count_once_and_names_are_one_plain_line(memorial):
    text = "а\n" * 1000
    tribute, _ = leave(memorial, text=text.replace("\n", "\r\n"), name="Ольга\r\n \u202eи\tПётр")
    assert (tribute.text, tribute.name) == (text.strip(), "Ольга и Пётр")


def test_token_is_told_once_and_kept_as_its_hash(memorial):
    tribute, token = leave(memorial)
    assert len(token) == 43
    assert token not in str(Tribute.objects.values().get())
    assert list(Tribute.objects.with_token(token)) == [tribute]
    assert not Tribute.objects.with_token(token[:-1]).exists()


def test_form_pressed_twice_leaves_one_and_other_words_leave_another(memorial):
    first, _ = leave(memorial, token="one-form")
    again, token = leave(memorial, token="one-form")
    assert (again, token, Notice.objects.count()) == (first, "one-form", 2)  # keeper and editor, once
    other, fresh = leave(memorial, token="one-form", text="Иное.")
    assert other != first and fresh != "one-form"
    assert Tribute.objects.count() == 2


def test_those_who_decide_hear_of_what_waits_and_keepers_of_what_stands(memorial, cast):
    leave(memorial, name="Чужое имя")
    told = [(notice.recipient, notice.kind, notice.about) for notice in Notice.objects.order_by("pk")]
    assert sorted(told, key=str) == [(cast.editor, "waiting", ""), (cast.keeper, "waiting", "")]
    Notice.objects.all().delete()
    leave(memorial, cast.editor)
    [notice] = Notice.objects.all()
    assert (notice.recipient, notice.kind, notice.about) == (cast.keeper, "tribute", "Ольга")
    assert notice.path.startswith(memorial.get_absolute_url())
    Notice.objects.all().delete()
    leave(memorial, cast.keeper)
    assert not Notice.objects.exists(), "nobody is told of what they did themselves"


def test_candle_burns_seven_days_and_goes_out(memorial, cast):
    candle, _ = leave(memorial, cast.reader, Kind.CANDLE)
    flower, _ = leave(memorial, cast.reader, Kind.FLOWER)
    assert timedelta(0) <= timezone.now() + BURNS - candle.lit_until < timedelta(minutes=1)
    assert (candle.burns, flower.burns, flower.lit_until) == (True, False, None)
    assert set(Tribute.objects.candles()) == {candle, flower}
    Tribute.objects.filter(pk=candle.pk).update(lit_until=timezone.now() - timedelta(seconds=1))
    assert set(Tribute.objects.candles()) == {flower}


def test_lighting_again_prolongs_this_candle_alone(memorial, cast):
    mine, other = (leave(memorial, cast.reader, Kind.CANDLE)[0] for _ in range(2))
    before = timezone.now() + timedelta(days=1)
    Tribute.objects.update(lit_until=before)
    leave(memorial, cast.reader, Kind.CANDLE)
    tributes.relight_candle(tribute=mine)
    mine.refresh_from_db()
    other.refresh_from_db()
    assert (mine.lit_until > before + timedelta(days=5), other.lit_until) == (True, before)


def test_candle_that_waited_burns_its_days_from_the_approval(memorial, cast):
    candle, _ = leave(memorial, kind=Kind.CANDLE)
    Tribute.objects.update(lit_until=timezone.now() - timedelta(days=2))
    moderation.decide(item=Tribute.objects.get(pk=candle.pk), status=Status.APPROVED, by=cast.keeper)
    assert set(Tribute.objects.visible_to(NOBODY).candles()) == {candle}


def test_correction_waits_anew_and_is_told_once(memorial, cast):
    tribute, _ = leave(memorial, cast.reader)
    in_status(tribute, Status.APPROVED)
    Notice.objects.all().delete()
    for text in ("Иное.", "И вновь иное."):
        tributes.correct_tribute(tribute=tribute, by=cast.reader, name="Ольга", text=text)
    tribute.refresh_from_db()
    assert (tribute.status, tribute.text) == ("pending", "И вновь иное.")
    assert "вновь" in tribute.search_text
    assert {notice.kind for notice in Notice.objects.all()} == {"waiting"}
    assert Notice.objects.count() == 2  # keeper and editor


def test_same_words_again_are_no_correction(memorial):
    tribute, _ = leave(memorial)
    in_status(tribute, Status.APPROVED)
    tributes.correct_tribute(tribute=tribute, by=None, name="Ольга", text="Спасибо за песни.")
    assert Tribute.objects.get().status == "approved"


@pytest.mark.parametrize(
    ("holder", "status"), [("keeper", "approved"), ("editor", "pending"), ("visitor", "pending")]
)
def test_only_the_author_corrects_with_the_rights_of_the_author(memorial, cast, holder, status):
    tribute, _ = leave(memorial, cast.keeper)
    tributes.correct_tribute(tribute=tribute, by=getattr(cast, holder), name="Ольга", text="Иное.")
    assert Tribute.objects.get().status == status


def test_refused_correction_changes_nothing(memorial):
    tribute, _ = leave(memorial)
    with pytest.raises(WordsMissing):
        tributes.correct_tribute(tribute=tribute, by=None, name="Ольга", text="")
    assert Tribute.objects.get().text == "Спасибо за песни."


def test_withdrawn_tribute_goes_with_reports_and_decisions_about_it(memorial, cast):
    tribute, _ = leave(memorial)
    moderation.decide(item=tribute, status=Status.APPROVED, by=cast.keeper)
    Report.objects.create(memorial=memorial, tribute=tribute, reason="other")
    kept = Report.objects.create(memorial=memorial, reason="other")
    Memorial.objects.update(tributes_on=False)
    tributes.withdraw_tribute(tribute=tribute)
    assert (Tribute.objects.count(), Decision.objects.count()) == (0, 0)
    assert list(Report.objects.all()) == [kept]


@pytest.mark.parametrize(
    ("word", "text", "found"),
    [
        ("Ёлки", "ох, ЕЛКИ!", True),
        ("елки", "ёлки-палки", True),
        ("елки", "Ивёлкин", False),
        ("купите дом", "Купите\n  дом", True),
        ("елки", "ёл\u00adки", True),
        ("c++", "язык C++.", True),
    ],
)
def test_blocked_word_is_a_whole_word_however_it_is_written(word, text, found):
    BlockedWord.objects.create(word=word)
    assert bool(blocked_words_in("Имя", text)) == found


def test_blocked_word_makes_anything_wait_whoever_wrote_it(memorial, cast):
    BlockedWord.objects.create(word="кредит")
    assert leave(memorial, cast.keeper, text="Кредит, дёшево.")[0].status == "pending"
    assert leave(memorial, cast.keeper, Kind.CANDLE, name="КРЕДИТ")[0].status == "pending"
    assert make_memory(memorial, cast.keeper, text="Взяла кредит.").status == "pending"
    assert make_memory(memorial, cast.keeper).status == "approved"


def test_blocked_word_that_comes_into_a_standing_memory_makes_it_wait(memorial, cast):
    BlockedWord.objects.create(word="кредит")
    memory = make_memory(memorial, cast.keeper)
    change_memory(memory=memory, attached=[], among=[], text="Взяла кредит.")
    assert Memory.objects.get().status == "pending"
    in_status(memory, Status.APPROVED)
    change_memory(memory=memory, attached=[], among=[], text="Взяла кредит и отдала.")
    assert Memory.objects.get().status == "approved", "somebody has read this word here"


@pytest.mark.parametrize(
    ("text", "salutation", "body"),
    [
        ("Дорогая Анна,\nспасибо.", "Дорогая Анна,", "спасибо."),
        ("Дорогая Анна!\n\nСпасибо.", "Дорогая Анна!", "Спасибо."),
        ("Спасибо.\nДо встречи.", "", "Спасибо.\nДо встречи."),
        ("Дорогая Анна,", "", "Дорогая Анна,"),
        ("а" * 90 + ",\nспасибо.", "", "а" * 90 + ",\nспасибо."),
    ],
)
def test_letter_begins_with_its_salutation(text, salutation, body):
    tribute = Tribute(text=text)
    assert (tribute.salutation, tribute.body) == (salutation, body)


@pytest.mark.parametrize("status", [Status.DECLINED, Status.HIDDEN])
def test_a_candle_that_was_decided_against_is_not_lit_again_by_a_correction(memorial, cast, status):
    candle, _ = tributes.leave_tribute(memorial=memorial, author=cast.reader, kind=Kind.CANDLE, name="Reader")
    assert candle.status == Status.APPROVED
    moderation.decide(item=candle, status=status, by=cast.keeper)
    tributes.correct_tribute(tribute=candle, by=cast.reader, name="Another")
    candle.refresh_from_db()
    assert candle.status == Status.PENDING
