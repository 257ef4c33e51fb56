"""Albums: made, renamed, dated, taken apart; and what may be put into them."""

import pytest

from memorials.models import Album, Media
from tests.memorials.test_memory_photos import another
from tests.open_forms import text_of
from tests.people import make_memorial

pytestmark = pytest.mark.django_db


@pytest.fixture
def album(memorial):
    return Album.objects.create(memorial=memorial, title="До войны", period="1930/1941")


def test_album_is_made_with_years_as_people_write_them(memorial, browser, cast):
    path = f"/m/{memorial.code}/albums/"
    answer = browser(cast.editor).post(path, {"title": "Лето у бабушки", "period": "1947–1952"})
    assert (answer.status_code, answer["Location"]) == (302, path)
    made = Album.objects.get()
    assert (made.memorial, made.title, made.period) == (memorial, "Лето у бабушки", "1947/1952")
    assert made.period_key.startswith("1947")
    assert "Лето у бабушки" in text_of(browser(cast.editor).get(path))


@pytest.mark.parametrize(
    "given", [{"title": ""}, {"title": "я" * 121}, {"title": "Лето", "period": "когда-то"}]
)
def test_album_that_cannot_be_made_keeps_what_was_typed(memorial, browser, cast, given):
    answer = browser(cast.editor).post(f"/m/{memorial.code}/albums/", given)
    assert answer.status_code == 422 and (given.get("period", "") in text_of(answer))
    assert not Album.objects.exists()


def test_album_is_renamed_and_dated(memorial, album, browser, cast):
    path = f"/m/{memorial.code}/albums/{album.code}/edit/"
    assert "1930–1941" in text_of(browser(cast.editor).get(path))
    assert browser(cast.editor).post(path, {"title": "Вятка", "period": ""}).status_code == 302
    album.refresh_from_db()
    assert (album.title, album.period, album.period_key) == ("Вятка", "", "")
    assert browser(cast.editor).post(path, {"title": ""}).status_code == 422


def test_what_is_in_an_album_stays_when_it_goes(memorial, album, photo, browser, cast):
    Media.objects.update(album=album, position=3, taken="1938")
    path = f"/m/{memorial.code}/albums/{album.code}/remove/"
    assert "До войны" in text_of(browser(cast.editor).get(path)) and Album.objects.exists()
    assert browser(cast.editor).post(path).status_code == 302
    photo.refresh_from_db()
    assert (Album.objects.count(), photo.album) == (0, None)
    assert browser().get(photo.get_absolute_url()).status_code == 200


def test_albums_are_counted_by_what_this_editor_sees(memorial, album, photo, browser, cast):
    Media.objects.update(album=album)
    another(photo, added_by=cast.contributor, status="pending")
    page = text_of(browser(cast.editor).get(f"/m/{memorial.code}/albums/"))
    assert f"/m/{memorial.code}/gallery/{album.code}/" in page


@pytest.mark.parametrize("verb", ["edit", "remove"])
def test_album_of_another_memorial_is_not_reached(memorial, browser, cast, verb):
    foreign = Album.objects.create(memorial=make_memorial(cast), title="Чужой")
    for method in ("get", "post"):
        answer = getattr(browser(cast.keeper), method)(f"/m/{memorial.code}/albums/{foreign.code}/{verb}/")
        assert answer.status_code == 404
    assert Album.objects.get().title == "Чужой"


def words(photo, album):
    return {"caption": photo.caption, "album": album.pk if isinstance(album, Album) else album}


def test_photograph_is_put_into_an_album_and_taken_out_again(memorial, album, photo, browser, cast):
    Media.objects.update(position=4)
    path = f"{photo.get_absolute_url()}edit/"
    assert browser(cast.editor).post(path, words(photo, album)).status_code == 302
    photo.refresh_from_db()
    assert (photo.album, photo.position) == (album, 0)
    Media.objects.update(position=4)
    browser(cast.editor).post(path, words(photo, album))
    photo.refresh_from_db()
    assert photo.position == 4  # still in the same album
    browser(cast.editor).post(path, words(photo, ""))
    photo.refresh_from_db()
    assert (photo.album, photo.position) == (None, 0)


def test_foreign_album_is_not_offered_and_not_taken(memorial, album, photo, browser, cast):
    foreign = Album.objects.create(memorial=make_memorial(cast), title="Чужой")
    path = f"{photo.get_absolute_url()}edit/"
    form = text_of(browser(cast.keeper).get(path))
    assert "До войны" in form and "Чужой" not in form
    for given in (foreign.pk, foreign.code, "0", "-1", "x"):
        assert browser(cast.keeper).post(path, words(photo, given)).status_code == 422
    photo.refresh_from_db()
    assert photo.album is None


def test_without_albums_nothing_is_asked(memorial, photo, browser, cast):
    assert 'name="album"' not in text_of(browser(cast.editor).get(f"{photo.get_absolute_url()}edit/"))
