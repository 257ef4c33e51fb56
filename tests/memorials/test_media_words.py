"""What a family says of what it has brought: asked for by kind, by editors and by whoever brought it."""

import pytest
from django.utils.translation import gettext as _

from memorials.models import Album, Media
from tests.media import MAKERS, SUBTITLES, make_film, make_recording
from tests.open_forms import text_of

pytestmark = pytest.mark.django_db
WORDS = {
    "caption": "Переправа",
    "people": "Анна, Зоя",
    "taken": "зима 1943",
    "place": "Кама",
    "credit": "Снимок отца",
}


@pytest.mark.parametrize("kind", ["photo", *MAKERS])
def test_transcript_is_asked_for_only_where_something_is_said(memorial, photo, browser, cast, kind):
    item = photo if kind == "photo" else MAKERS[kind](memorial, cast.keeper)
    form = text_of(browser(cast.keeper).get(f"{item.get_absolute_url()}edit/"))
    assert ('name="transcript"' in form) == (kind in ("video", "audio"))
    asked = {
        "photo": "What is seen",
        "video": "What is seen",
        "audio": "What is heard",
        "document": "What it is",
    }
    assert f">{_(asked[kind])}</label>" in form
    people = {"audio": "Who speaks", "document": "Of whom it tells"}.get(kind, "Who is in it")
    assert f">{_(people)}</label>" in form


def test_editor_writes_words_that_are_found_again(memorial, browser, cast):
    voice = make_recording(memorial, cast.contributor, status="approved")
    given = {**WORDS, "transcript": "Лёд трещал под санями."}
    assert browser(cast.editor).post(f"{voice.get_absolute_url()}edit/", given).status_code == 302
    voice.refresh_from_db()
    assert (voice.people, voice.place, voice.taken) == ("Анна, Зоя", "Кама", "1943-24")
    assert voice.status == "approved" and voice.taken_key
    for word in ("переправа", "зоя", "кама", "отца", "лед трещал"):
        assert list(Media.objects.matching(word)) == [voice], word
    assert not Media.objects.matching("берёза").exists()


def test_photograph_takes_no_transcript(memorial, photo, browser, cast):
    browser(cast.editor).post(f"{photo.get_absolute_url()}edit/", {**WORDS, "transcript": "тайком"})
    photo.refresh_from_db()
    assert (photo.caption, photo.transcript) == ("Переправа", "")


def test_whoever_brought_it_changes_its_words_and_it_waits_again(memorial, browser, cast):
    album = Album.objects.create(memorial=memorial, title="Зима")
    film = make_film(memorial, cast.contributor, status="approved")
    path = f"/mine/media/{film.code}/"
    given = {**WORDS, "album": album.pk, "transcript": SUBTITLES}
    assert browser(cast.contributor).post(path, given).status_code == 302
    film.refresh_from_db()
    assert (film.status, film.caption, film.people, film.album) == (
        "pending",
        "Переправа",
        "Анна, Зоя",
        album,
    )
    assert film.transcript.startswith("WEBVTT")


def test_subtitles_with_a_slip_are_sent_back_with_the_line(memorial, browser, cast):
    film = make_film(memorial, cast.keeper, transcript="как было")
    path = f"{film.get_absolute_url()}edit/"
    wrong = SUBTITLES.replace("00:01.000 -->", "00:01.000 ->")
    answer = browser(cast.keeper).post(path, {**WORDS, "transcript": wrong})
    assert answer.status_code == 422
    sentence = _("These subtitles cannot be read from line %(line)s on.") % {"line": 7}
    assert sentence in text_of(answer) and "Пишите" in text_of(answer)
    film.refresh_from_db()
    assert film.transcript == "как было"
