"""The story of a life: chapters in their order, events on the line of years, and who writes them."""

import pytest

from memorials.models import Chapter, LifeEvent, Memorial
from memorials.services.story import add_chapter, move_chapter
from memorials.timeline import rows_of


@pytest.fixture
def chapters(memorial):
    return [add_chapter(memorial=memorial, title=title, text="…") for title in "АБВ"]


def order(memorial):
    return "".join(Chapter.objects.filter(memorial=memorial).values_list("title", flat=True))


@pytest.mark.parametrize(
    ("which", "earlier", "then"),
    [(1, True, "БАВ"), (1, False, "АВБ"), (0, True, "АБВ"), (2, False, "АБВ"), (0, False, "БАВ")],
)
def test_chapter_moves_one_place_and_never_over_an_end(memorial, chapters, which, earlier, then):
    move_chapter(chapter=chapters[which], earlier=earlier)
    assert order(memorial) == then


def test_order_survives_a_removed_chapter(memorial, chapters):
    chapters[1].delete()
    move_chapter(chapter=chapters[2], earlier=True)
    assert order(memorial) == "ВА"
    add_chapter(memorial=memorial, title="Г", text="…")
    assert order(memorial) == "ВАГ"


def test_editor_writes_a_chapter_and_a_visitor_reads_it(browser, memorial, cast):
    page = memorial.get_absolute_url()
    sent = browser(cast.editor).post(f"{page}chapters/new/", {"title": "Дом", "text": "Она *пела*.<script>"})
    assert sent.status_code == 302
    read = browser().get(page).content.decode()
    assert '<h3 lang="ru">Дом</h3>' in read and "<em>пела</em>.&lt;script&gt;" in read
    assert "chapters/new/" not in read


def test_chapter_of_another_memorial_is_not_there(browser, memorial, chapters, keeper):
    from memorials.services.memorials import create_memorial

    mine = create_memorial(keeper=keeper, name="Другая")
    for path in ("edit/", "remove/"):
        asked = browser(keeper).get(f"{mine.get_absolute_url()}chapters/{chapters[0].code}/{path}")
        assert asked.status_code == 404
    assert (
        browser(keeper).post(f"{mine.get_absolute_url()}chapters/{chapters[0].code}/remove/").status_code
        == 404
    )
    assert order(memorial) == "АБВ"


def test_line_of_years_holds_birth_events_and_death_in_order(memorial):
    Memorial.objects.filter(pk=memorial.pk).update(born="1900", died="2000", born_place="Тверь")
    memorial.refresh_from_db()
    memorial.save()  # the columns that follow from the dates
    for happened, title in (("1950", "Середина"), ("1925", "Четверть")):
        LifeEvent.objects.create(memorial=memorial, happened=happened, title=title)
    rows = rows_of(memorial, LifeEvent.objects.filter(memorial=memorial))
    assert [row.moment.happened for row in rows] == ["1900", "1925", "1950", "2000"]
    assert [round(row.start) for row in rows] == [0, 25, 50, 99]
    assert [row.moment.event is None for row in rows] == [True, False, False, True]


def test_line_without_events_is_not_drawn(memorial):
    Memorial.objects.filter(pk=memorial.pk).update(born="1900", died="2000")
    memorial.refresh_from_db()
    assert rows_of(memorial, []) == []


def test_page_asks_the_database_no_more_for_more_chapters_and_events(
    browser, memorial, django_assert_num_queries
):
    def queries():
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as asked:
            assert browser().get(memorial.get_absolute_url()).status_code == 200
        return len(asked)

    add_chapter(memorial=memorial, title="А", text="…")
    LifeEvent.objects.create(memorial=memorial, happened="1938", title="Школа")
    one = queries()
    for number in range(10):
        add_chapter(memorial=memorial, title=str(number), text="…")
        LifeEvent.objects.create(memorial=memorial, happened=f"19{40 + number}", title="…")
    assert queries() == one
