"""Who is written to, when, in which language, and what becomes of a letter when mail is away."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from memorials.models import Letters, Membership, Memorial, Notice, Role, User
from memorials.services import letters
from memorials.services.members import change_role, remove_member
from memorials.services.memorials import delete_memorial
from tests.notices import sent_to, tell, wants
from tests.people import make_memorial

Kind = Notice.Kind


def at(monkeypatch, moment):
    monkeypatch.setattr(timezone, "now", lambda: moment)


@pytest.fixture
def private(cast):
    return make_memorial(cast)


def test_what_came_within_one_round_is_one_letter_to_each(private, cast):
    for name in ("Мария", "Пётр", "Мария", "Анна", "Иван", "Ольга", "Вера"):
        tell(private, cast.keeper, cast.editor, about=name)
    assert letters.send_due() == 2
    assert sent_to() == ["editor", "keeper"]
    assert "— 7 новых знаков памяти: Мария, Пётр, Анна, Иван, Ольга и другие" in mail.outbox[0].body
    assert (letters.send_due(), len(mail.outbox), Notice.objects.unsent().count()) == (0, 2, 0)


def test_letter_is_text_and_html_with_ways_to_end_it_and_no_words_in_its_subject(private, cast, settings):
    tell(private, cast.keeper, about="<b>Мария</b>\r\nBcc: x@example.org", path="/m/x/#words")
    letters.send_due()
    [letter] = mail.outbox
    html = letter.alternatives[0].content
    headers = letter.message()
    assert letter.subject == "Новый знак памяти"
    assert headers["From"] == settings.DEFAULT_FROM_EMAIL
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    stop = headers["List-Unsubscribe"].strip("<>")
    assert stop.startswith(f"{settings.SITE_URL}/letters/stop/")
    assert stop in letter.body and stop in html
    assert f"{settings.SITE_URL}/m/x/#words" in letter.body
    assert "<b>" not in html and "&lt;b&gt;Мария" in html
    assert "— Новый знак памяти: <b>Мария</b> Bcc: x@example.org\n" in letter.body
    assert f"{settings.SITE_URL}/letters/" in letter.body
    assert b"\r\nBcc:" not in headers.as_bytes()


def test_each_reads_in_their_language_and_otherwise_in_the_language_of_the_site(private, cast, settings):
    wants(cast.editor, language="en")
    tell(private, cast.keeper, cast.editor, kind=Kind.WAITING)
    letters.send_due()
    assert {letter.to[0].split("@")[0]: letter.subject for letter in mail.outbox} == {
        "editor": "Something waits for your approval",
        "keeper": "Что-то ждёт Вашего решения",
    }


def test_different_things_of_two_memorials_are_one_letter_in_order(private, cast):
    other = make_memorial(cast, name="Пётр Ильин")
    tell(private, cast.keeper, kind=Kind.REQUEST, about="Внук")
    tell(other, cast.keeper, kind=Kind.CLIP)
    tell(private, cast.keeper, kind=Kind.OBJECTION)
    assert letters.send_due() == 1
    [letter] = mail.outbox
    told = ["Анна Ильина", "Внук", "возражает", "Пётр Ильин", "Оживлённое фото готово"]
    places = [letter.body.find(words) for words in told]
    assert -1 not in places and places == sorted(places)
    assert letter.subject == "Есть новое"


def test_digest_leaves_once_a_day_at_the_morning_hour_of_the_site(private, cast, monkeypatch, settings):
    settings.TIME_ZONE = "Asia/Novosibirsk"  # seven hours before UTC: eight in the morning is 01:00
    wants(cast.keeper, Letters.DAILY)
    day = datetime(2030, 3, 5, tzinfo=UTC)
    at(monkeypatch, day - timedelta(hours=3))
    tell(private, cast.keeper, about="Вечером")
    at(monkeypatch, day + timedelta(minutes=59))
    assert letters.send_due() == 0
    at(monkeypatch, day + timedelta(hours=1, seconds=1))
    tell(private, cast.keeper, about="Утром")
    assert letters.send_due() == 1
    at(monkeypatch, day + timedelta(hours=20))
    assert letters.send_due() == 0
    at(monkeypatch, day + timedelta(days=1, hours=5))  # the site was off at eight
    assert letters.send_due() == 1
    assert [("Вечером" in letter.body, "Утром" in letter.body) for letter in mail.outbox] == [
        (True, False),
        (False, True),
    ]
    assert {letter.subject for letter in mail.outbox} == {"Новое за день"}


def test_who_wants_none_or_cannot_sign_in_gets_none_also_of_what_was_before(private, cast):
    tell(private, cast.keeper, cast.editor, cast.contributor)
    wants(cast.keeper, Letters.NEVER)
    wants(cast.editor, is_active=False)
    tell(private, cast.keeper, cast.editor)
    assert letters.send_due() == 0
    wants(cast.keeper)
    wants(cast.editor)
    assert (letters.send_due(), Notice.objects.count()) == (0, 0)


@pytest.mark.parametrize("visibility", ["private", "public"])
@pytest.mark.parametrize("lost", ["left", "role", "deleted"])
def test_who_may_no_longer_know_of_it_is_told_nothing(cast, lost, visibility):
    memorial = make_memorial(cast, visibility=visibility)
    membership = Membership.objects.get(memorial=memorial, user=cast.editor)
    change_role(membership=membership, role=Role.KEEPER)
    for kind in (Kind.TRIBUTE, Kind.WAITING, Kind.REQUEST, Kind.OBJECTION, Kind.CLIP):
        tell(memorial, cast.editor, kind=kind)
    if lost == "left":
        remove_member(membership=membership)
    elif lost == "role":
        change_role(membership=membership, role=Role.READER)
    else:
        delete_memorial(memorial=memorial, by=cast.keeper)
    assert letters.send_due() == 0
    assert (mail.outbox, Notice.objects.count()) == ([], 0)


def test_keeper_who_became_an_editor_is_told_what_editors_may_know(private, cast):
    for kind in (Kind.WAITING, Kind.REQUEST, Kind.OBJECTION):
        tell(private, cast.editor, kind=kind, about=f"about {kind}")
    letters.send_due()
    [letter] = mail.outbox
    assert "about waiting" in letter.body
    assert "about request" not in letter.body and "about objection" not in letter.body


def test_answer_reaches_somebody_without_any_role_where_they_see_the_page(cast, private):
    public = make_memorial(cast, visibility="public")
    tell(public, cast.stranger, kind=Kind.DECISION)
    tell(private, cast.stranger, kind=Kind.DECISION)
    assert letters.send_due() == 1
    assert private.code not in mail.outbox[0].body


def test_number_of_queries_does_not_grow_with_what_is_told(private, cast):
    counts = []
    for number in (1, 6):
        for _ in range(number):
            tell(private, cast.keeper)
        with CaptureQueriesContext(connection) as queries:
            assert letters.send_due() == 1
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_long_ago_sent_is_forgotten_and_what_waits_is_not(private, cast):
    tell(private, cast.keeper)
    letters.send_due()
    Notice.objects.update(sent_at=timezone.now() - letters.KEPT - timedelta(days=1))
    wants(cast.editor, Letters.DAILY)
    tell(private, cast.editor)
    letters.send_due()
    assert [notice.recipient for notice in Notice.objects.all()] == [cast.editor]


def test_keeper_of_the_example_has_no_address_to_write_to(cast):
    keeper = User.objects.create_user(letters.KEEPER, name="Rodnik")
    example = Memorial.objects.create(name="Пример", is_demo=True)
    Membership.objects.create(memorial=example, user=keeper, role=Role.KEEPER)
    tell(example, keeper)
    assert (letters.send_due(), Notice.objects.count()) == (0, 0)
