"""The gallery by periods: albums, decades, and what has no date; on the memorial's page and on its own."""

import re

import pytest
from django.utils.translation import gettext as _

from memorials.models import Album, Media, Status
from memorials.views import gallery as views
from tests.media import make_film, make_paper, make_recording
from tests.memorials.test_memory_photos import another
from tests.open_forms import text_of
from tests.people import make_memorial, make_memory

pytestmark = pytest.mark.django_db


def periods(page):
    """Heading, years, and the captions of what stands below, of each period in order."""
    part = text_of(page).partition('class="gallery"')[2].partition("</dialog>")[0]
    found = []
    for section in part.split('<section class="period"')[1:]:
        title = re.search(r"<h3[^>]*>([^<]*)</h3>", section)
        years = re.search(r'<p class="meta">([^<]*)</p></div>', section)
        captions = re.findall(r'<span class="plate__what"[^>]*>([^<]*)</span>', section)
        found.append((title and title[1], years and years[1], captions))
    return found


@pytest.fixture
def dated(photo):
    """Photographs without an album, named by their dates."""
    Media.objects.filter(pk=photo.pk).update(caption="без даты")
    for taken in ("1951-22", "1938~", "19XX", "[..1945]", "194X", "1943-05-09", "18XX"):
        make_dated(photo, taken)
    return photo


def make_dated(photo, taken, **fields):
    return another(photo, taken=taken, caption=fields.pop("caption", taken), **fields)


def test_decades_follow_each_other_and_the_undated_come_last(dated, memorial, browser):
    assert periods(browser().get(memorial.get_absolute_url())) == [
        ("XIX век", None, ["18XX"]),
        ("1930-е годы", None, ["1938~"]),
        ("1940-е годы", None, ["194X", "1943-05-09", "[..1945]"]),
        ("1950-е годы", None, ["1951-22"]),
        ("XX век", None, ["19XX"]),
        (_("Without a date"), None, ["без даты"]),
    ]


def test_albums_lead_by_their_years_and_those_without_follow(dated, memorial, browser):
    later = Album.objects.create(memorial=memorial, title="Киров", period="1950/1960")
    first = Album.objects.create(memorial=memorial, title="До войны", period="1930/1941")
    nameless = Album.objects.create(memorial=memorial, title="Лето")
    Album.objects.create(memorial=memorial, title="Пустой")
    for album, taken in ((later, "1955"), (first, "1936"), (nameless, "1952"), (nameless, "1948")):
        make_dated(dated, taken, album=album)
    assert periods(browser().get(memorial.get_absolute_url()))[:4] == [
        ("До войны", "1930–1941", ["1936"]),
        ("Киров", "1950–1960", ["1955"]),
        ("Лето", "1948–1952", ["1948", "1952"]),
        ("XIX век", None, ["18XX"]),
    ]


def test_what_its_keepers_put_in_order_leads_within_its_album(dated, memorial, browser):
    album = Album.objects.create(memorial=memorial, title="Лето")
    for taken, position in (("1951", 2), ("1952", 1), ("1949", 0), ("", 0)):
        make_dated(dated, taken, album=album, position=position, caption=taken or "неизвестно")
    [summer] = [
        period for period in periods(browser().get(memorial.get_absolute_url())) if period[0] == "Лето"
    ]
    assert summer[2] == ["1952", "1951", "1949", "неизвестно"]


def test_undated_photographs_alone_need_no_heading(photo, memorial, browser):
    assert periods(browser().get(memorial.get_absolute_url())) == [(None, None, [])]


def test_long_period_shows_its_first_and_leads_to_all(dated, memorial, browser, monkeypatch):
    monkeypatch.setattr(views, "FIRST", 2)
    page = text_of(browser().get(memorial.get_absolute_url()))
    forties = next(
        each for each in periods(browser().get(memorial.get_absolute_url())) if each[0] == "1940-е годы"
    )
    assert forties[2] == ["194X", "1943-05-09"]
    whole = f"/m/{memorial.code}/gallery/194x/"
    assert page.count(whole) == 1 and f"/m/{memorial.code}/gallery/193x/" not in page
    assert "[..1945]" in text_of(browser().get(whole))


def test_gallery_has_a_page_for_each_period_and_opens_with_the_first(dated, memorial, browser, cast):
    make_recording(memorial, cast.keeper, caption="Кама зимой")
    make_paper(memorial, cast.keeper, caption="Открытка")
    home = f"/m/{memorial.code}/gallery/"
    first = text_of(browser().get(home))
    assert re.findall(rf'href="{home}([^"]+)/"', first) == [
        "18xx", "193x", "194x", "195x", "19xx", "undated", "voices", "papers"
    ]  # fmt: skip
    assert re.findall(r'aria-current="page">([^<]*)<', first) == ["XIX век"]
    shown = {
        key: [
            caption
            for caption in ("18XX", "1938~", "без даты", "Кама зимой", "Открытка")
            if caption in text_of(browser().get(f"{home}{key}/"))
        ]
        for key in ("193x", "undated", "voices", "papers")
    }
    assert shown == {
        "193x": ["1938~"],
        "undated": ["без даты"],
        "voices": ["Кама зимой"],
        "papers": ["Открытка"],
    }


def test_period_of_many_is_cut_into_pages(photo, memorial, browser, monkeypatch):
    monkeypatch.setattr(views, "PAGE", 2)
    for number in range(4):
        another(photo, caption=f"снимок {number}")
    home = f"/m/{memorial.code}/gallery/undated/"
    for page, captions in (
        ("1", ["снимок 0"]),
        ("3", ["снимок 3"]),
        ("99", ["снимок 3"]),
        ("x", ["снимок 0"]),
    ):
        shown = text_of(browser().get(home, {"page": page}))
        assert re.findall(r'plate__what"[^>]*>([^<]*)<', shown) == captions


@pytest.mark.parametrize("period", ["voices", "193x", "undated", "nothinghere"])
def test_period_that_holds_nothing_is_not_there(memorial, browser, period):
    assert browser().get(f"/m/{memorial.code}/gallery/{period}/").status_code == 404
    assert browser().get(f"/m/{memorial.code}/gallery/").status_code == 200


def test_album_of_another_memorial_is_no_period_of_this_one(photo, memorial, browser, cast):
    foreign = Album.objects.create(memorial=make_memorial(cast), title="Чужой")
    another(photo, album=foreign, caption="в чужом альбоме")
    assert browser(cast.keeper).get(f"/m/{memorial.code}/gallery/{foreign.code}/").status_code == 404
    assert "Чужой" not in text_of(browser().get(memorial.get_absolute_url()))
    assert "в чужом альбоме" in text_of(browser().get(f"/m/{memorial.code}/gallery/undated/"))


@pytest.mark.parametrize("status", [Status.PENDING, Status.DECLINED, Status.HIDDEN])
def test_what_does_not_stand_is_in_nobody_elses_gallery(photo, memorial, browser, cast, status):
    another(photo, added_by=cast.contributor, status=status, taken="1938", caption="без решения")
    make_film(memorial, cast.contributor, status=status, taken="1928", caption="без решения")
    make_recording(memorial, cast.contributor, status=status, caption="без решения")
    make_paper(memorial, cast.contributor, status=status, caption="без решения")
    home = f"/m/{memorial.code}/gallery/"
    for path in (
        memorial.get_absolute_url(),
        home,
        f"{home}193x/",
        f"{home}192x/",
        f"{home}voices/",
        f"{home}papers/",
    ):
        seen = {
            actor for actor, user in cast.items().items() if "без решения" in text_of(browser(user).get(path))
        }
        assert seen == {"contributor"}, path


def test_film_stands_in_the_gallery_with_its_length(memorial, browser, cast):
    film = make_film(memorial, cast.keeper, seconds=754, caption="Свадьба")
    page = text_of(browser().get(memorial.get_absolute_url()))
    plate = page.partition('<figure class="plate">')[2].partition("</figure>")[0]
    assert f"/files/media/{film.code}/thumb" in plate and "12:34" in plate
    assert "<video" not in plate


def test_voices_and_papers_have_sections_of_their_own(memorial, browser, cast):
    voice = make_recording(memorial, cast.keeper, caption="Переправа", people="Анна", taken="1989")
    paper = make_paper(memorial, cast.keeper, caption="Письмо с фронта")
    memory = make_memory(memorial, cast.keeper, title="Кама", attached=[voice])
    page = text_of(browser().get(memorial.get_absolute_url()))
    order = re.findall(r'<h2[^>]*id="([^"]+)"', page)
    assert order == ["gallery", "h-memories", "voices", "papers", "h-words", "h-candles"]
    section = page.partition('aria-labelledby="voices"')[2].partition("</section>")[0]
    assert (
        f'<audio class="voice__audio" controls preload="none" src="/files/media/{voice.code}/sound"'
        in section
    )
    assert (
        "Анна, <time" in section
        and "Кама" in section
        and f"?memory={memory.code}#memory-{memory.code}" in section
    )
    assert f"/files/media/{paper.code}/original" in page.partition('aria-labelledby="papers"')[2]
    contents = re.findall(r'<li><a href="#(\w+)">', page)
    assert contents == ["gallery", "memories", "voices", "papers", "words", "candles"]


def test_without_voices_and_papers_their_sections_are_left_out(photo, memorial, browser):
    page = text_of(browser().get(memorial.get_absolute_url()))
    assert 'id="voices"' not in page and 'id="papers"' not in page and "listen.js" not in page


def test_memory_is_found_on_its_page_of_the_memories(memorial, browser, cast):
    told = [
        make_memory(memorial, cast.keeper, text=f"рассказ {number}", happened=f"{1930 + number}")
        for number in range(14)
    ]
    for memory, first in ((told[13], "рассказ 12"), (told[1], "рассказ 0")):
        page = text_of(browser().get(memorial.get_absolute_url(), {"memory": memory.code}))
        assert f'id="memory-{memory.code}"' in page and f"<p>{first}</p>" in page
    assert "<p>рассказ 0</p>" in text_of(
        browser().get(memorial.get_absolute_url(), {"memory": "nothinghere"})
    )
