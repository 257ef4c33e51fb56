"""The page of one thing that was brought, for each kind and each who looks."""

import re

import pytest
from django.utils.translation import gettext as _

from memorials.models import Album, Media, Preparation
from tests.media import MAKERS, SUBTITLES, make_film, make_paper, make_recording
from tests.memorials.test_memory_photos import another
from tests.open_forms import text_of
from tests.people import make_memorial, make_memory, make_photo

pytestmark = pytest.mark.django_db
ASKING = {"HTTP_HX_REQUEST": "true"}


def look(browser, user, item):
    """The page of that thing, as somebody sees it."""
    return text_of(browser(user).get(item.get_absolute_url()))


def facts(page):
    """The museum label: what stands beside each word."""
    part = text_of(page).partition('<dl class="facts">')[2].partition("</dl>")[0]
    pairs = re.findall(r"<dt>(.*?)</dt><dd[^>]*>(.*?)</dd>", part, re.S)
    return {name: re.sub(r"<[^>]+>", "", said) for name, said in pairs}


def test_label_says_who_when_where_and_from_whom(memorial, browser, cast):
    album = Album.objects.create(memorial=memorial, title="До войны")
    photo = make_photo(
        memorial, cast.keeper, caption="Двор", people="Анна, Зоя", taken="1938~", place="Вятка",
        credit="Снимок отца", album=album,
    )  # fmt: skip
    page = browser().get(photo.get_absolute_url())
    assert list(facts(page).values()) == ["Анна, Зоя", "около 1938", "Вятка", "Снимок отца", "До войны"]
    assert f'href="/m/{memorial.code}/gallery/{album.code}/"' in text_of(page)
    assert re.findall(r"<h1[^>]*>(.*?)</h1>", text_of(page)) == ["Двор"]


def test_who_added_it_is_told_to_members_only(memorial, browser, cast):
    photo = make_photo(memorial, cast.editor)
    seen = {actor: look(browser, user, photo) for actor, user in cast.items().items()}
    assert {actor for actor, page in seen.items() if "<dd>Editor, " in page} == {
        "keeper", "editor", "contributor", "reader"
    }  # fmt: skip


def test_camera_is_for_editors_and_whoever_brought_it(memorial, browser, cast):
    photo = make_photo(memorial, cast.contributor)
    Media.objects.update(status="approved", camera="Зоркий-4", shot="2004-07-12T15:30:00")
    seen = {actor: look(browser, user, photo) for actor, user in cast.items().items()}
    for secret in ("Зоркий-4", "12 июля 2004", "2004-07-12"):
        told = {actor for actor, page in seen.items() if secret in page}
        assert told == {"keeper", "editor", "contributor"}


def test_odd_moment_of_a_camera_is_left_out(memorial, browser, cast):
    photo = make_photo(memorial, cast.keeper)
    Media.objects.update(camera="Зоркий-4", shot="0000:00:00")
    page = browser(cast.keeper).get(photo.get_absolute_url())
    assert "Зоркий-4" in facts(page).values() and "0000" not in text_of(page)


def test_film_is_played_only_when_asked_to(memorial, browser, cast):
    film = make_film(memorial, cast.keeper, transcript=SUBTITLES)
    page = text_of(browser().get(film.get_absolute_url()))
    [video] = re.findall(r"<video[^>]*>", page)
    assert 'controls preload="none" playsinline' in video and "autoplay" not in page
    assert f'src="/files/media/{film.code}/film" poster="/files/media/{film.code}/view"' in video
    assert re.findall(r'<track kind="captions" src="([^"]+)" srclang="ru"', page) == [
        f"/files/media/{film.code}/captions"
    ]
    lines = re.findall(rf'href="/files/media/{film.code}/film#t=([^"]+)" data-seek="([^"]+)">(.*?)</a>', page)
    assert lines == [("0.1", "0.1", "0:00"), ("1", "1", "0:01")]
    assert "<p>Анна: Пишите.</p>" in page


def test_recording_is_drawn_and_its_words_stand_below(memorial, browser, cast):
    voice = make_recording(
        memorial, cast.keeper, transcript="Лёд уже стоял.\n\nМы шли по одному.", people="Анна"
    )
    page = text_of(browser().get(voice.get_absolute_url()))
    assert (
        f'<audio class="voice__audio" controls preload="none" src="/files/media/{voice.code}/sound"' in page
    )
    assert 'd="M2 48v4M6 26v48M10 1v98M14 26v48"' in page
    assert "<p>Лёд уже стоял.</p>" in page and "<track" not in page
    assert list(facts(browser().get(voice.get_absolute_url())).values()) == ["Анна", "0:02"]


def test_paper_is_a_download_with_its_name_and_size(memorial, browser, cast):
    paper = make_paper(memorial, cast.keeper, caption="Письмо с фронта")
    page = text_of(browser().get(paper.get_absolute_url()))
    assert f'href="/files/media/{paper.code}/original" download' in page
    assert "письмо.pdf" in page and "15" in page.partition("download>")[2][:200]


@pytest.mark.parametrize("kind", ["photo", *MAKERS])
def test_only_a_photograph_can_be_made_the_portrait(memorial, photo, browser, cast, kind):
    item = photo if kind == "photo" else MAKERS[kind](memorial, cast.keeper)
    type(memorial).objects.update(cover=None)
    path = f"/m/{memorial.code}/media/{item.code}/portrait/"
    page = text_of(browser(cast.keeper).get(item.get_absolute_url()))
    assert (path in page) == (kind == "photo")
    answer = browser(cast.keeper).post(path)
    memorial.refresh_from_db()
    assert (answer.status_code, memorial.cover) == ((302, photo) if kind == "photo" else (404, None))


@pytest.mark.parametrize("kind", ["photo", *MAKERS])
def test_download_of_the_original_is_offered_to_those_who_may_have_it(memorial, photo, browser, cast, kind):
    item = photo if kind == "photo" else MAKERS[kind](memorial, cast.contributor, status="approved")
    if kind == "photo":
        Media.objects.update(added_by=cast.contributor)
    path = f"/files/media/{item.code}/original"
    offered = {actor for actor, user in cast.items().items() if path in look(browser, user, item)}
    everybody = set(cast.items())
    assert offered == (everybody if kind == "document" else {"keeper", "editor", "contributor"})


@pytest.mark.parametrize("kind", ["video", "audio"])
def test_what_cannot_be_played_yet_says_so_and_asks_until_it_can(memorial, browser, cast, kind):
    unmade, words = {
        "video": (
            {"film": None},
            _("The film is kept. It will be shown here once it is ready for watching."),
        ),
        "audio": (
            {"sound": None},
            _("The recording is kept. It will be heard here once it is ready for listening."),
        ),
    }[kind]
    item = MAKERS[kind](memorial, cast.keeper, **unmade)
    path = item.get_absolute_url()
    page = text_of(browser().get(path))
    assert f'hx-get="{path}" hx-trigger="every 5s"' in page and words in page
    assert "django_htmx" in page
    assert "<video" not in page and "<audio" not in page
    asking = {**ASKING, "HTTP_HX_TARGET": "playing"}
    assert browser().get(path, **asking).status_code == 200
    made = MAKERS[kind](memorial, cast.keeper)
    played = made.played
    played.pk, played.media = None, item
    played.save(force_insert=True)
    answer = browser().get(path, **asking)
    assert answer.status_code == 286  # htmx stops asking
    assert "hx-get" not in text_of(answer) and ("<video" in text_of(answer)) == (kind == "video")
    assert "hx-get" not in look(browser, None, item) and "django_htmx" not in look(browser, None, item)


@pytest.mark.parametrize("state", ["failed", "cancelled"])
@pytest.mark.parametrize("kind", ["video", "audio"])
def test_what_could_not_be_prepared_says_so_and_asks_no_more(memorial, browser, cast, kind, state):
    unmade, words = {
        "video": ({"film": None}, _("The film is kept, but no copy for watching could be made of it.")),
        "audio": (
            {"sound": None},
            _("The recording is kept, but no copy for listening could be made of it."),
        ),
    }[kind]
    item = MAKERS[kind](memorial, cast.contributor, status="pending", **unmade)
    Preparation.objects.update_or_create(media=item, defaults={"status": state})
    for user, path in (
        (cast.contributor, item.get_absolute_url()),
        (cast.keeper, f"/m/{memorial.code}/queue/"),
    ):
        page = text_of(browser(user).get(path))
        assert words in page and "hx-get" not in page and "<video" not in page and "<audio" not in page
    assert f"/files/media/{item.code}/original" in look(browser, cast.contributor, item)
    asking = {**ASKING, "HTTP_HX_TARGET": "playing"}
    assert browser(cast.contributor).get(item.get_absolute_url(), **asking).status_code == 286
    Media.objects.update(status="approved")
    if kind == "audio":
        assert words in text_of(browser().get(memorial.get_absolute_url()))


def neighbours(page):
    return {
        rel: re.findall(rf'<a rel="{rel}" href="/m/\w+/media/(\w+)/"', text_of(page))
        for rel in ("prev", "next")
    }


def test_neighbours_follow_the_order_of_the_gallery(memorial, photo, browser, cast):
    album = Album.objects.create(memorial=memorial, title="До войны")
    late = another(photo, taken="1960")
    early = another(photo, taken="1931")
    film = make_film(memorial, cast.keeper, taken="1945")
    put = another(photo, taken="1970", album=album)
    make_recording(memorial, cast.keeper)
    order = [put, early, film, late, photo]
    codes = [each.code for each in order]
    for place, each in enumerate(order):
        page = browser().get(each.get_absolute_url())
        assert neighbours(page) == {
            "prev": codes[max(0, place - 1) : place],
            "next": codes[place + 1 : place + 2],
        }
        ends = re.findall(r'data-(?:first|last)="/m/\w+/media/(\w+)/"', text_of(page))
        assert ends == [codes[0], codes[-1]]


def test_neighbours_are_only_those_that_the_viewer_sees(memorial, photo, browser, cast):
    waiting = another(photo, added_by=cast.contributor, status="pending", taken="1931")
    foreign = another(photo, memorial=make_memorial(cast), taken="1931")
    assert neighbours(browser().get(photo.get_absolute_url())) == {"prev": [], "next": []}
    assert neighbours(browser(cast.contributor).get(photo.get_absolute_url()))["prev"] == [waiting.code]
    assert foreign.code not in text_of(browser(cast.keeper).get(photo.get_absolute_url()))


def test_recordings_are_leafed_through_among_themselves(memorial, photo, browser, cast):
    first, second = (make_recording(memorial, cast.keeper, taken=taken) for taken in ("1980", "1990"))
    assert neighbours(browser().get(first.get_absolute_url())) == {"prev": [], "next": [second.code]}
    alone = make_paper(memorial, cast.keeper)
    assert "turning" not in text_of(browser().get(alone.get_absolute_url()))


def test_leaf_alone_is_for_laying_over_the_gallery(memorial, photo, browser):
    another(photo)
    answer = browser().get(photo.get_absolute_url(), **ASKING)
    leaf = text_of(answer)
    assert leaf.lstrip().startswith("<article") and "<html" not in leaf and "<h1" not in leaf
    assert "/view" in leaf and 'rel="next"' in leaf
    assert {name.strip() for name in answer["Vary"].split(",")} >= {"HX-Request", "HX-Target"}


def test_memory_it_belongs_to_is_told_to_those_who_see_it(memorial, browser, cast):
    voice = make_recording(memorial, cast.keeper)
    make_memory(memorial, cast.keeper, title="Кама", happened="1931", attached=[voice])
    make_memory(memorial, cast.contributor, title="Лёд", attached=[voice])  # waits
    seen = {actor: look(browser, user, voice) for actor, user in cast.items().items()}
    told = {actor: re.findall(r"#memory-\w+\">(.*?)</a>", page) for actor, page in seen.items()}
    assert told == {actor: ["Кама", "Лёд"] if actor == "contributor" else ["Кама"] for actor in told}
