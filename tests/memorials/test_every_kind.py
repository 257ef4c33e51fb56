"""Films, recordings and papers go the same ways as photographs: beside memories, through the queue, into the
search and the archive; but a portrait is a photograph."""

import json

import pytest
from django.utils.translation import gettext as _

from animation.models import Animation
from animation.services import request_animation
from memorials.errors import Refusal
from memorials.models import Album, Media, Memory, Status
from memorials.queue import Queue
from memorials.services.verdicts import Verdict, settle
from memorials.viewer import Viewer
from tests.media import MAKERS, make_film, make_paper, make_recording
from tests.memorials.test_memory_photos import tell
from tests.memorials.test_my_data import archive_of
from tests.open_forms import text_of
from tests.people import make_agreed_memorial, make_memory, make_photo

pytestmark = pytest.mark.django_db
#: What shows each kind on a page: its player, its picture, its download.
SHOWN = {"photo": "thumb", "video": "thumb", "audio": "sound", "document": "original"}


@pytest.fixture
def kinds(memorial, cast):
    """One of each, with its kind for a caption."""
    made = {kind: make(memorial, cast.keeper, caption=f"подпись-{kind}") for kind, make in MAKERS.items()}
    return {"photo": make_photo(memorial, cast.keeper, caption="подпись-photo"), **made}


def test_memory_is_told_with_something_of_each_kind(memorial, kinds, browser, cast):
    form = text_of(browser(cast.editor).get(f"/m/{memorial.code}/memories/new/"))
    for item in kinds.values():
        assert f'value="{item.code}"' in form and item.caption in form
    assert tell(browser(cast.editor), memorial, *kinds.values()).status_code == 302
    memory = Memory.objects.get()
    assert set(memory.attached.all()) == set(kinds.values())
    page = text_of(browser().get(memorial.get_absolute_url()))
    told = page.partition(f'id="memory-{memory.code}"')[2].partition('class="memory__report"')[0]
    for kind, item in kinds.items():
        assert f"/files/media/{item.code}/{SHOWN[kind]}" in told


def test_what_others_do_not_see_is_not_heard_with_a_memory(memorial, kinds, browser, cast):
    make_memory(memorial, cast.keeper, attached=kinds.values())
    Media.objects.update(status=Status.HIDDEN)
    for user in cast.items().values():
        page = text_of(browser(user).get(memorial.get_absolute_url()))
        told = page.partition('id="memory-')[2].partition('class="memory__report"')[0]
        assert "/files/media/" not in told


@pytest.mark.parametrize("kind", MAKERS)
def test_what_is_approved_becomes_the_portrait_only_if_it_is_a_photograph(memorial, cast, kind):
    item = MAKERS[kind](memorial, cast.contributor)
    photo = make_photo(memorial, cast.contributor)
    for each, cover in ((item, None), (photo, photo)):
        viewer = Viewer(cast.keeper)
        [mark] = [waiting.mark for waiting in Queue(viewer).page("1") if waiting.item == each]
        assert len(settle(viewer=viewer, marks=[mark], verdict=Verdict.APPROVE).decided) == 1
        memorial.refresh_from_db()
        assert memorial.cover == cover


@pytest.mark.parametrize("kind", MAKERS)
def test_only_a_photograph_is_brought_to_life(cast, browser, kind):
    memorial = make_agreed_memorial(cast)
    item = MAKERS[kind](memorial, cast.keeper)
    home = f"/m/{memorial.code}/media/{item.code}/living/"
    client = browser(cast.keeper)
    assert client.get(home).status_code == client.post(home, {"take": 1}).status_code == 404
    assert client.post(f"{home}choose/", {"take": ""}).status_code == 404
    assert home not in text_of(client.get(item.get_absolute_url()))
    with pytest.raises(Refusal) as refused:
        request_animation(photo=item, by=cast.keeper)
    assert refused.value.code == "not_a_photograph" and not Animation.objects.exists()


@pytest.mark.parametrize("kind", ["photo", *MAKERS])
def test_decider_sees_and_hears_what_they_decide_on(memorial, browser, cast, kind):
    make = make_photo if kind == "photo" else MAKERS[kind]
    item = make(memorial, cast.contributor, caption="Переправа", people="Зоя Котова", place="Кама")
    Media.objects.update(transcript="Лёд трещал.")
    for user, path in (
        (cast.keeper, f"/m/{memorial.code}/queue/"),
        (cast.moderator, "/admin/memorials/report/queue/"),
    ):
        page = text_of(browser(user).get(path))
        shown = "film" if kind == "video" else SHOWN[kind]
        for word in ("Переправа", "Зоя Котова", "Кама", "Лёд трещал.", f"/files/media/{item.code}/{shown}"):
            assert word in page, (path, word)


@pytest.mark.parametrize("column", ["people", "place", "transcript"])
def test_words_that_changed_meanwhile_are_not_decided_on_unread(memorial, cast, column):
    make_recording(memorial, cast.contributor)
    viewer = Viewer(cast.keeper)
    [mark] = [waiting.mark for waiting in Queue(viewer).page("1")]
    Media.objects.update(**{column: "иначе"})
    outcome = settle(viewer=viewer, marks=[mark], verdict=Verdict.APPROVE)
    assert (outcome.decided, len(outcome.meanwhile)) == ([], 1)


def test_search_finds_what_is_said_of_things_and_in_them(memorial, browser, cast):
    make_photo(memorial, cast.keeper, caption="У патефона")
    film = make_film(memorial, cast.keeper, caption="Проводы", people="Зоя Котова")
    voice = make_recording(memorial, cast.keeper, transcript="Ёлка стояла до весны.")
    make_paper(memorial, cast.contributor, caption="Ёлочная открытка")  # waits
    for asked, found in (("зоя", [film]), ("елка весны", [voice]), ("ёлочн", []), ("", []), ("нигде", [])):
        page = browser().get(f"/m/{memorial.code}/memories/", {"q": asked})
        assert page.context["media"] == found
        for item in found:
            assert f"/files/media/{item.code}/" in text_of(page)


def test_archive_holds_each_kind_in_its_folder_with_all_its_words(memorial, cast):
    album = Album.objects.create(memorial=memorial, title="Зима")
    voice = make_recording(
        memorial, cast.contributor, people="Зоя", place="Кама", transcript="Лёд.", album=album, camera="Zoom",
    )  # fmt: skip
    film = make_film(memorial, cast.contributor)
    paper = make_paper(memorial, cast.contributor)
    make_paper(memorial, cast.keeper)
    archive = archive_of(cast.contributor)
    words = json.loads(archive.read("account.json"))
    assert sorted(archive.namelist()) == [
        "account.json", f"films/{film.code}-VID_0042.MP4", f"papers/{paper.code}-письмо.pdf",
        f"recordings/{voice.code}-голос.m4a",
    ]  # fmt: skip
    [told] = words["recordings"]
    told = {name: told[name] for name in ("people", "place", "transcript", "album", "camera", "seconds")}
    assert list(told.values()) == ["Зоя", "Кама", "Лёд.", "Зима", "Zoom", 2.0]
    assert (len(words["films"]), len(words["papers"]), words["photographs"]) == (1, 1, [])


def test_album_of_a_memorial_that_has_closed_is_not_named_in_the_archive(memorial, cast):
    album = Album.objects.create(memorial=memorial, title="Зима")
    make_recording(memorial, cast.contributor, album=album)
    memorial.memberships.filter(user=cast.contributor).delete()
    type(memorial).objects.update(visibility="private")
    [told] = json.loads(archive_of(cast.contributor).read("account.json"))["recordings"]
    assert told["album"] == "" and "memorial_name" not in told


@pytest.mark.parametrize("kind", MAKERS)
def test_ones_own_is_found_by_its_kind(memorial, browser, cast, kind):
    item = MAKERS[kind](memorial, cast.contributor)
    heading = {"video": _("My film"), "audio": _("My recording"), "document": _("My paper")}[kind]
    assert heading in text_of(browser(cast.contributor).get(f"/mine/media/{item.code}/"))
    listed = text_of(browser(cast.contributor).get("/mine/added/"))
    assert f"/mine/media/{item.code}/" in listed
    assert browser(cast.contributor).post(f"/mine/media/{item.code}/withdraw/").status_code == 302
    assert not Media.objects.exists()


@pytest.mark.parametrize("kind", MAKERS)
def test_everything_goes_with_what_is_removed(
    memorial, browser, cast, stored, django_capture_on_commit_callbacks, kind
):
    item = MAKERS[kind](memorial, cast.keeper)
    path = f"{item.get_absolute_url()}remove/"
    assert item.alt in text_of(browser(cast.keeper).get(path)) and stored()
    with django_capture_on_commit_callbacks(execute=True):
        assert browser(cast.keeper).post(path).status_code == 302
    assert (Media.objects.count(), stored()) == (0, set())
