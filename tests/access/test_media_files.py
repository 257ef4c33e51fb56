"""Who gets which file of each kind of thing, tried by an oracle that shares no code with the product."""

import pytest
from django.test import Client
from rest_framework.test import APIClient

from memorials.models import Media, Status, Visibility
from tests.media import FILM, MAKERS, PAPER, SOUND, SUBTITLES, make_film, make_recording
from tests.people import make_cast, make_memorial, make_photo, sign_in

pytestmark = pytest.mark.django_db
PEOPLE = ["visitor", "stranger", "reader", "contributor", "editor", "keeper", "moderator", "admin"]
MEMBERS = {"reader", "contributor", "editor", "keeper"}
#: What there is of each kind; nothing else is found under any name.
THERE = {
    "photo": {"thumb", "view", "original"},
    "video": {"thumb", "view", "film", "original", "captions"},
    "audio": {"sound", "original", "captions"},
    "document": {"original"},
}
NAMES = sorted({*set().union(*THERE.values()), "large", "poster", "", "original.mp4"} - {""})
VISIBILITIES = {
    "public": {"visibility": Visibility.PUBLIC},
    "link": {"visibility": Visibility.LINK},
    "private": {},
}


def gets(actor: str, visibility: str, kind: str, name: str, status: str) -> bool:
    """A contributor brought it."""
    if name not in THERE[kind]:
        return False
    decides = {"editor", "keeper"} | ({"moderator", "admin"} if visibility != "private" else set())
    member = actor in MEMBERS
    seen = member or visibility == "public" or (visibility == "link" and actor in ("moderator", "admin"))
    if status != "approved":
        seen = actor == "contributor" or actor in decides
    if name == "original" and kind != "document":
        return seen and actor in ("contributor", "editor", "keeper")
    return seen


def brought(cast, memorial, kind, status):
    if kind == "photo":
        media = make_photo(memorial, cast.contributor)
    else:
        words = {} if kind == "document" else {"transcript": SUBTITLES}
        media = MAKERS[kind](memorial, cast.contributor, **words)
    Media.objects.filter(pk=media.pk).update(status=status)
    return media


def site(user) -> Client:
    client = Client()
    return sign_in(client, user) if user else client


def app(user) -> APIClient:
    client = APIClient()
    client.force_authenticate(user)
    return client


def body(answer) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


@pytest.mark.parametrize("kind", THERE)
@pytest.mark.parametrize("visibility", VISIBILITIES)
@pytest.mark.parametrize("status", Status.values)
def test_each_gets_the_files_that_are_theirs_and_no_other(kind, visibility, status):
    cast = make_cast()
    media = brought(cast, make_memorial(cast, **VISIBILITIES[visibility]), kind, status)
    wrong = []
    for actor in PEOPLE:
        for client, where in (
            (site(getattr(cast, actor)), "/files"),
            (app(getattr(cast, actor)), "/api/v1/files"),
        ):
            for name in NAMES:
                answer = client.get(f"{where}/media/{media.code}/{name}")
                body(answer)
                if answer.status_code != (200 if gets(actor, visibility, kind, name, status) else 404):
                    wrong.append((actor, where, name, answer.status_code))
    assert wrong == []


SENT = [
    ("video", "film", FILM, "video/mp4", "inline"),
    ("video", "original", FILM, "video/mp4", "attachment"),
    ("audio", "sound", SOUND, "audio/mp4", "inline"),
    ("audio", "original", SOUND, "audio/mp4", "attachment"),
    ("document", "original", PAPER, "application/pdf", "attachment"),
]


@pytest.fixture
def kept(cast, memorial):
    return {kind: brought(cast, memorial, kind, "approved") for kind in MAKERS}


@pytest.mark.parametrize(("kind", "name", "content", "content_type", "way"), SENT)
def test_file_is_sent_whole_in_part_and_by_its_mark(kept, cast, kind, name, content, content_type, way):
    path, client = f"/files/media/{kept[kind].code}/{name}", site(cast.keeper)
    whole = client.get(path)
    assert body(whole) == content
    assert (whole["Content-Type"], whole["Content-Length"]) == (content_type, str(len(content)))
    assert whole["Content-Disposition"].startswith(way)
    assert whole["Cache-Control"] == "private, no-store" and whole["X-Content-Type-Options"] == "nosniff"
    assert whole["Content-Security-Policy"] == "default-src 'none'; sandbox"
    part = client.get(path, HTTP_RANGE="bytes=3-6")
    assert (part.status_code, body(part)) == (206, content[3:7])
    assert client.get(path, HTTP_RANGE=f"bytes={len(content)}-").status_code == 416
    head = client.head(path)
    assert (head.status_code, head["Content-Length"], body(head)) == (200, str(len(content)), b"")
    assert client.get(path, HTTP_IF_NONE_MATCH=whole["ETag"]).status_code == 304
    assert client.post(path).status_code == 405


def test_names_of_copies_end_as_their_types_do(kept, cast):
    wanted = {("video", "film"): "mp4", ("video", "view"): "jpg", ("audio", "sound"): "m4a"}
    for (kind, name), ending in wanted.items():
        answer = site(cast.keeper).get(f"/files/media/{kept[kind].code}/{name}")
        body(answer)
        assert answer["Content-Disposition"].endswith(f'-{name}.{ending}"')


def test_captions_are_webvtt_and_change_their_mark_with_their_words(kept, cast):
    film, client = kept["video"], site(cast.reader)
    path = f"/files/media/{film.code}/captions"
    answer = client.get(path)
    assert answer["Content-Type"] == "text/vtt" and answer["X-Content-Type-Options"] == "nosniff"
    assert answer.content.decode() == (
        "WEBVTT\n\n00:00:00.100 --> 00:00:00.900\nАнна: Пишите.\n\n00:00:01.000 --> 00:00:01.800\nНапишем.\n"
    )
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert client.get(path, HTTP_IF_NONE_MATCH=answer["ETag"]).status_code == 304
    head = client.head(path)
    assert (head.status_code, head.content) == (200, b"")
    Media.objects.filter(pk=film.pk).update(transcript=SUBTITLES.replace("Пишите", "Звоните"))
    assert client.get(path, HTTP_IF_NONE_MATCH=answer["ETag"]).status_code == 200
    Media.objects.filter(pk=film.pk).update(transcript="Просто слова.")
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("delivery", ["x-accel", "signed-url"])
def test_captions_come_from_the_row_whichever_way_files_travel(kept, cast, settings, delivery):
    settings.FILE_DELIVERY = delivery
    answer = site(cast.reader).get(f"/files/media/{kept['video'].code}/captions")
    assert answer.status_code == 200 and answer.content.startswith(b"WEBVTT")
    assert not answer.has_header("X-Accel-Redirect") and not answer.has_header("Location")


@pytest.mark.parametrize("make", [make_film, make_recording])
def test_what_is_not_made_yet_is_not_found(make, memorial, cast):
    unmade = make(memorial, cast.keeper, **{"film" if make is make_film else "sound": None})
    for name in ("film", "sound", "large"):
        assert site(cast.keeper).get(f"/files/media/{unmade.code}/{name}").status_code == 404
