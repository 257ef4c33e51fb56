"""Photographs, films, recordings and papers: their words, their order, and how far their copies are."""

import pytest

from memorials.jobs.model import State
from memorials.models import Album, Media, Preparation
from memorials.services import media as keeping
from tests.people import make_memorial, make_photo
from tests.photos import jpeg, upload

pytestmark = pytest.mark.django_db
CUES = "WEBVTT\n\n00:01.000 --> 00:02.000\nПомню.\n"


@pytest.fixture
def memorial(cast):
    return make_memorial(cast)


@pytest.fixture
def home(memorial):
    return f"/api/v1/memorials/{memorial.code}/"


@pytest.fixture
def photo(memorial, cast):
    return make_photo(memorial, cast.keeper)


def codes(answer):
    return [each["code"] for each in answer.json()["results"]]


def as_kind(media, kind):
    Media.objects.filter(pk=media.pk).update(kind=kind)
    return media


def test_words_are_changed_and_the_rest_stays(app, cast, memorial, home, photo):
    album = Album.objects.create(memorial=memorial, title="До войны")
    Media.objects.filter(pk=photo.pk).update(position=4, place="Кинешма")
    given = {"caption": "У крыльца", "taken": "лето 1951", "album": album.code, "status": "hidden", "size": 1}
    told = app(cast.editor).patch(f"{home}media/{photo.code}/", given).json()
    assert (told["caption"], told["taken"], told["album"], told["place"]) == (
        "У крыльца", "1951-22", album.code, "Кинешма",
    )  # fmt: skip
    kept = Media.objects.get()
    assert (kept.album, kept.position, kept.status, kept.size) == (album, 0, "approved", photo.size)
    assert codes(app(cast.reader).get(f"{home}media/", {"q": "крыльца"})) == [photo.code]
    Media.objects.update(position=3)
    app(cast.editor).patch(f"{home}media/{photo.code}/", {"album": album.code})
    assert Media.objects.get().position == 3
    assert app(cast.editor).patch(f"{home}media/{photo.code}/", {"album": None}).json()["album"] is None


def test_an_album_of_another_memorial_is_not_there(app, cast, home, photo):
    foreign = Album.objects.create(memorial=make_memorial(cast), title="Чужой")
    for code in (foreign.code, "nothing", "\u0000", 1, []):
        answer = app(cast.keeper).patch(f"{home}media/{photo.code}/", {"album": code})
        assert answer.status_code == 400
    assert Media.objects.get().album is None
    assert app(cast.keeper).get(f"{home}albums/{foreign.code}/").status_code == 404


def test_only_what_is_heard_says_something(app, cast, home, photo):
    path = f"{home}media/{photo.code}/"
    assert app(cast.editor).patch(path, {"transcript": "Слова"}).status_code == 400
    as_kind(photo, Media.Kind.AUDIO)
    assert app(cast.editor).patch(path, {"transcript": CUES.replace("00:02", "00:xx")}).status_code == 400
    told = app(cast.editor).patch(path, {"transcript": CUES}).json()
    assert "Помню." in told["transcript"]
    assert app(cast.reader).get(told["captions"]).status_code == 200


def test_the_original_and_the_camera_are_for_editors_and_whoever_brought_it(app, cast, home, photo):
    Media.objects.update(camera="Zenit", shot="1985-06-01T12:00:00", added_by=cast.contributor)
    told = {who: app(getattr(cast, who)).get(f"{home}media/{photo.code}/").json()
            for who in ("reader", "contributor", "editor")}  # fmt: skip
    assert [told["reader"][name] for name in ("original", "camera", "shot")] == [None, "", ""]
    for who in ("contributor", "editor"):
        assert told[who]["camera"] == "Zenit"
        answer = app(getattr(cast, who)).get(told[who]["original"])
        assert (answer.status_code, len(b"".join(answer.streaming_content))) == (200, photo.size)


def test_an_asker_is_told_when_to_ask_again(app, cast, home, photo):
    path = f"{home}media/{photo.code}/"
    assert "Retry-After" not in app(cast.reader).get(path)
    Preparation.objects.create(media=photo, status=State.RUNNING, progress=40)
    asked = app(cast.reader).get(path)
    assert (asked.json()["preparation"], asked["Retry-After"]) == ({"status": "running", "progress": 40}, "2")
    Preparation.objects.update(status=State.FAILED)
    asked = app(cast.reader).get(path)
    assert (asked.json()["preparation"]["status"], "Retry-After" in asked) == ("failed", False)


def test_the_list_is_filtered_as_the_gallery_is(app, cast, memorial, home):
    album = Album.objects.create(memorial=memorial, title="До войны")
    inside = make_photo(memorial, cast.keeper, album=album)
    dated = make_photo(memorial, cast.keeper, taken="1943")
    voice = as_kind(make_photo(memorial, cast.keeper), Media.Kind.AUDIO)
    periods = {each["key"]: each["media"] for each in app(cast.reader).get(f"{home}gallery/").json()}
    assert periods == {album.code: [inside.code], "194x": [dated.code], "voices": [voice.code]}
    for asked in ({"album": album.code}, {"period": album.code}):
        assert codes(app(cast.reader).get(f"{home}media/", asked)) == [inside.code]
    assert codes(app(cast.reader).get(f"{home}media/", {"period": "voices"})) == [voice.code]
    assert codes(app(cast.reader).get(f"{home}media/", {"period": "none"})) == []


def test_the_order_of_a_stretch_is_put(app, cast, memorial, home):
    first, second, third = (make_photo(memorial, cast.keeper) for _ in range(3))
    path, put = f"{home}gallery/undated/", [third.code, first.code, second.code]
    tag = app(cast.editor).get(path)["ETag"]
    answer = app(cast.editor).put(path, {"media": put}, headers={"If-Match": tag})
    assert (answer.status_code, answer.json()["media"]) == (200, put)
    assert app(cast.editor).put(path, {"media": put}, headers={"If-Match": tag}).status_code == 412
    foreign = make_photo(make_memorial(cast), cast.keeper).code
    for wrong in (put[:2], [*put, put[0]], [*put[:2], foreign], [], "abc", None):
        assert app(cast.editor).put(path, {"media": wrong}).status_code == 400
    assert app(cast.reader).get(path).json()["media"] == put
    assert app(cast.reader).put(path, {"media": put}).status_code == 403


def test_albums_are_made_changed_and_taken_apart(app, cast, home, photo):
    made = app(cast.editor).post(f"{home}albums/", {"title": "До войны", "period": "1930–1941"})
    assert (made.status_code, made.json()["period"]) == (201, "1930/1941")
    path = made["Location"]
    assert app(cast.editor).patch(path, {"title": "Юность"}).json()["title"] == "Юность"
    assert [each["title"] for each in app(cast.reader).get(f"{home}albums/").json()["results"]] == ["Юность"]
    Media.objects.update(album=Album.objects.get())
    assert app(cast.editor).post(f"{home}albums/", {"title": ""}).status_code == 400
    assert app(cast.editor).delete(path).status_code == 204
    assert Media.objects.get().album is None


def test_files_are_counted_with_those_of_the_site(app, cast, home, monkeypatch):
    monkeypatch.setattr("memorials.api.resources.media.SENT", "1/h")

    def send():
        return app(cast.editor).post(
            f"{home}media/", {"file": upload(jpeg(60, 60), "дом.jpg")}, format="multipart"
        )

    first, second = send(), send()
    assert (first.status_code, second.status_code, int(second["Retry-After"]) > 0) == (201, 429, True)
    assert (Media.objects.count(), keeping.SENT) == (1, "120/h")


def test_the_list_takes_the_same_queries_for_one_and_for_three(
    app, cast, memorial, home, photo, django_assert_max_num_queries
):
    def asked():
        with django_assert_max_num_queries(30) as counted:
            assert app(cast.reader).get(f"{home}media/").status_code == 200
        return len(counted)

    once = asked()
    for _ in range(2):
        make_photo(memorial, cast.keeper, album=Album.objects.create(memorial=memorial, title="Дом"))
    assert asked() == once
