"""The story: chapters, events and the line of a life."""

import pytest

from memorials.models import Chapter, LifeEvent
from memorials.services.story import add_chapter
from tests.people import make_memorial

pytestmark = pytest.mark.django_db


@pytest.fixture
def memorial(cast):
    return make_memorial(cast, born="1906-12-09", died="1992-01-01", born_place="Кинешма")


@pytest.fixture
def home(memorial):
    return f"/api/v1/memorials/{memorial.code}/"


def titles(answer):
    return [each["title"] for each in answer.json()["results"]]


def test_chapters_are_told_moved_changed_and_taken_out(app, cast, home):
    editor = app(cast.editor)
    for title in ("Дом", "Школа", "Флот"):
        made = editor.post(f"{home}chapters/", {"title": title, "text": "Слова.", "position": 0})
        assert made.status_code == 201
    last = made["Location"]
    assert titles(app(cast.reader).get(f"{home}chapters/")) == ["Дом", "Школа", "Флот"]
    moved = editor.post(f"{last}move/", {"to": "earlier"})
    assert (moved.status_code, moved.json()["position"]) == (200, 1)
    assert titles(editor.get(f"{home}chapters/")) == ["Дом", "Флот", "Школа"]
    assert editor.post(f"{last}move/", {"to": "sideways"}).status_code == 400
    changed = editor.patch(last, {"text": "Другие слова."}).json()
    assert (changed["title"], changed["text"]) == ("Флот", "Другие слова.")
    assert editor.delete(last).status_code == 204
    assert titles(editor.get(f"{home}chapters/")) == ["Дом", "Школа"]


def test_a_chapter_is_made_once_for_one_key(app, cast, home):
    editor, key = app(cast.editor), {"Idempotency-Key": "chapter-0123456789"}
    for _ in range(2):
        editor.post(f"{home}chapters/", {"title": "Дом", "text": "Слова."}, headers=key)
    assert Chapter.objects.count() == 1


def test_two_editors_do_not_write_over_each_other(app, cast, memorial, home):
    chapter = add_chapter(memorial=memorial, title="Дом", text="Слова.")
    path = f"{home}chapters/{chapter.code}/"
    tag = app(cast.editor).get(path)["ETag"]
    assert app(cast.keeper).patch(path, {"title": "Двор"}).status_code == 200
    for late in ("patch", "delete"):
        answer = getattr(app(cast.editor), late)(path, {"title": "Сад"}, headers={"If-Match": tag})
        assert answer.status_code == 412
    assert Chapter.objects.get().title == "Двор"


@pytest.mark.parametrize(
    ("noun", "given"),
    [
        ("chapters", {"title": "", "text": "Слова."}),
        ("chapters", {"title": "Дом"}),
        ("chapters", {"title": "Дом", "text": "я" * 60_001}),
        ("chapters", {"title": "Дом\u0000", "text": "Слова."}),
        ("events", {"title": "Школа"}),
        ("events", {"title": "Школа", "happened": ""}),
        ("events", {"title": "Школа", "happened": "когда-нибудь"}),
        ("events", {"title": "я" * 201, "happened": "1914"}),
    ],
)
def test_what_cannot_be_told_leaves_nothing(app, cast, home, noun, given):
    assert app(cast.editor).post(f"{home}{noun}/", given).status_code == 400
    assert (Chapter.objects.count(), LifeEvent.objects.count()) == (0, 0)


def test_events_stand_in_the_order_of_the_life(app, cast, home):
    editor = app(cast.editor)
    for happened, title in (("1941", "Война"), ("осень 1924", "Переезд"), ("около 1914", "Школа")):
        made = editor.post(f"{home}events/", {"happened": happened, "title": title, "memorial": "other"})
        assert made.status_code == 201
    assert titles(app(cast.reader).get(f"{home}events/")) == ["Школа", "Переезд", "Война"]
    path = made["Location"]
    assert editor.patch(path, {"happened": "1930"}).json()["happened"] == "1930"
    assert editor.patch(path, {"happened": ""}).status_code == 400
    assert titles(editor.get(f"{home}events/")) == ["Переезд", "Школа", "Война"]
    assert editor.delete(path).status_code == 204
    assert titles(editor.get(f"{home}events/")) == ["Переезд", "Война"]


def test_the_line_is_the_one_of_the_page(app, cast, memorial, home):
    assert app(cast.reader).get(f"{home}timeline/").json() == []
    event = LifeEvent.objects.create(memorial=memorial, happened="1914/1918", title="Школа")
    birth, school, death = app(cast.reader).get(f"{home}timeline/", headers={"Accept-Language": "en"}).json()
    assert (birth["title"], birth["event"], birth["place"], birth["start"]) == ("Birth", None, "Кинешма", 0)
    assert (school["event"], school["shape"], school["earliest"]) == (event.code, "lasted", "1914-01-01")
    assert 0 < school["start"] < school["start"] + school["width"] < death["start"] == 100


def test_a_part_of_another_memorial_is_not_there(app, cast, home):
    other = make_memorial(cast)
    chapter = add_chapter(memorial=other, title="Дом", text="Слова.")
    event = LifeEvent.objects.create(memorial=other, happened="1914", title="Школа")
    for path in (f"chapters/{chapter.code}/", f"events/{event.code}/"):
        for method in ("get", "patch", "delete"):
            assert getattr(app(cast.keeper), method)(home + path).status_code == 404
