"""Memories: found, told, changed."""

import pytest

from memorials.models import Memory, Status
from tests.people import in_status, make_memorial, make_memory, make_photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def memorial(cast):
    return make_memorial(cast)


@pytest.fixture
def home(memorial):
    return f"/api/v1/memorials/{memorial.code}/memories/"


def texts(answer):
    return [each["text"] for each in answer.json()["results"]]


def test_a_contributor_s_memory_waits_and_is_shown_to_its_author(app, cast, home):
    given = {"text": "Она пела.", "happened": "лето 1951", "status": "approved", "author": 1}
    made = app(cast.contributor).post(home, given)
    told = made.json()
    assert (made.status_code, told["status"], told["is_own"]) == (201, "pending", True)
    assert (told["happened"], told["told_by"]) == ("1951-22", "Contributor")
    assert app(cast.contributor).get(made["Location"]).json() == told
    assert app(cast.reader).get(made["Location"]).status_code == 404
    assert texts(app(cast.editor).get(home)) == []
    assert app(cast.editor).post(home, given).json()["status"] == "approved"


def test_a_memory_is_made_once_for_one_key(app, cast, home):
    for _ in range(2):
        app(cast.editor).post(home, {"text": "Она пела."}, headers={"Idempotency-Key": "memory-0123456789"})
    assert Memory.objects.count() == 1


def test_what_belongs_to_it_comes_along(app, cast, memorial, home):
    photo = make_photo(memorial, cast.keeper)
    told = app(cast.editor).post(home, {"text": "Дом.", "attached": [photo.code]}).json()
    assert told["attached"] == [each["code"] for each in told["media"]] == [photo.code]
    assert {each["name"] for each in told["media"][0]["renditions"]} == {"thumb", "view"}


def test_nothing_foreign_or_hidden_is_attached(app, cast, memorial, home):
    foreign = make_photo(make_memorial(cast), cast.keeper)
    waiting = make_photo(memorial, cast.contributor)
    declined = in_status(make_photo(memorial, cast.keeper), Status.DECLINED)
    for code in (foreign.code, waiting.code, declined.code, "\u0000", 7, None, {"pk": foreign.pk}):
        answer = app(cast.editor).post(home, {"text": "Дом.", "attached": [code]})
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/attached")
    assert Memory.objects.count() == 0


def test_what_the_reader_does_not_see_is_not_named_beside_it(app, cast, memorial, home):
    waiting = make_photo(memorial, cast.contributor)
    memory = make_memory(memorial, cast.keeper)
    memory.attached.add(waiting)
    path = f"{home}{memory.code}/"
    assert app(cast.reader).get(path).json()["attached"] == []
    assert app(cast.contributor).get(path).json()["attached"] == [waiting.code]
    assert app(cast.editor).patch(path, {"attached": []}).status_code == 200
    assert list(memory.attached.all()) == [waiting]


def test_an_editor_changes_words_and_leaves_what_was_not_named(app, cast, memorial, home):
    photo = make_photo(memorial, cast.keeper)
    memory = make_memory(memorial, cast.contributor, title="Утро")
    in_status(memory, Status.APPROVED).attached.add(photo)
    path = f"{home}{memory.code}/"
    told = app(cast.editor).patch(path, {"text": "Другое.", "source_url": "https://archive.example/1"}).json()
    assert (told["title"], told["text"], told["attached"]) == ("Утро", "Другое.", [photo.code])
    assert (told["status"], told["is_own"]) == ("approved", False)
    assert app(cast.editor).patch(path, {"attached": []}).json()["attached"] == []
    assert app(cast.contributor).patch(path, {"text": "Моё."}).status_code == 403


def test_two_editors_do_not_write_over_each_other(app, cast, memorial, home):
    path = f"{home}{make_memory(memorial, cast.keeper).code}/"
    tag = app(cast.editor).get(path)["ETag"]
    app(cast.editor).patch(path, {"text": "Первое."})
    assert app(cast.editor).patch(path, {"text": "Второе."}, headers={"If-Match": tag}).status_code == 412


@pytest.mark.parametrize(
    "given", [{}, {"text": ""}, {"text": "я" * 20_001}, {"text": "а", "happened": "вчера-то"},
              {"text": "а", "source_url": "javascript:alert(1)"}, {"text": "а", "attached": "код"}],
)  # fmt: skip
def test_what_cannot_be_told_leaves_nothing(app, cast, home, given):
    assert app(cast.editor).post(home, given).status_code == 400
    assert Memory.objects.count() == 0


def test_memories_are_found_by_all_of_the_words(app, cast, memorial, home):
    for text in ("Она пела по утрам.", "Она ушла в поле.", "Ёлка во дворе."):
        make_memory(memorial, cast.keeper, text=text)
    assert texts(app(cast.reader).get(home, {"q": "ОНА утрам"})) == ["Она пела по утрам."]
    assert texts(app(cast.reader).get(home, {"q": "елка"})) == ["Ёлка во дворе."]


def test_the_order_of_life_goes_on_from_any_page(app, cast, memorial, home):
    for happened in ("", "1951", "", "1906~", "1951-22", ""):
        make_memory(memorial, cast.keeper, text=happened or "без даты", happened=happened)
    whole = texts(app(cast.reader).get(home, {"order": "happened"}))
    assert whole == ["1906~", "1951", "1951-22", *["без даты"] * 3]
    in_page_order = list(Memory.objects.in_order_of_life().values_list("text", flat=True))
    page, walked = app(cast.reader).get(home, {"order": "happened", "limit": 2}), []
    while True:
        walked += texts(page)
        if not (further := page.json()["next"]):
            break
        page = app(cast.reader).get(further)
    assert walked == whole == in_page_order


def test_the_list_takes_the_same_queries_for_one_and_for_three(
    app, cast, memorial, home, django_assert_max_num_queries
):
    def asked():
        with django_assert_max_num_queries(30) as counted:
            assert app(cast.reader).get(home).status_code == 200
        return len(counted)

    photo = make_photo(memorial, cast.keeper)
    make_memory(memorial, cast.keeper, attached=[photo])
    once = asked()
    for _ in range(2):
        make_memory(memorial, cast.editor, attached=[photo])
    assert asked() == once


def test_a_memory_of_another_memorial_is_not_there(app, cast, home):
    foreign = make_memory(make_memorial(cast), cast.keeper)
    for method in ("get", "patch"):
        assert getattr(app(cast.keeper), method)(f"{home}{foreign.code}/").status_code == 404
