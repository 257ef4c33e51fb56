"""Photographs beside a memory: of the same memorial, seen by whoever chose them and whoever looks."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from memorials.codes import new_code
from memorials.models import Media, Memory, Rendition, Status, Visibility
from memorials.services.memories import ForeignPhoto
from tests.open_forms import text_of
from tests.people import in_status, make_memorial, make_memory

pytestmark = pytest.mark.django_db


def another(photo, **fields):
    """A further photograph with the same stored files: decoding once is enough for these questions."""
    renditions = list(photo.renditions.all())
    twin = Media.objects.get(pk=photo.pk)
    twin.pk, twin.code = None, new_code()
    for name, value in fields.items():
        setattr(twin, name, value)
    twin.save(force_insert=True)
    for rendition in renditions:
        rendition.pk, rendition.media = None, twin
    Rendition.objects.bulk_create(renditions)
    return twin


def tell(client, memorial, *photos, **fields):
    given = {"text": "Она пела по утрам.", "attached": [photo.code for photo in photos], **fields}
    return client.post(f"/m/{memorial.code}/memories/new/", given)


def images(page, memory):
    """The codes of the photographs that stand beside this memory on the page."""
    part = text_of(page).partition(f'id="memory-{memory.code}"')[2].partition("</section>")[0]
    return {photo.code for photo in Media.objects.all() if f"/files/media/{photo.code}/thumb" in part}


def test_memory_with_photographs_is_told_and_shown_to_all(memorial, photo, browser, cast):
    assert tell(browser(cast.editor), memorial, photo).status_code == 302
    memory = Memory.objects.get()
    assert list(memory.attached.all()) == [photo]
    for user in cast.items().values():
        assert images(browser(user).get(memorial.get_absolute_url()), memory) == {photo.code}


def test_form_offers_what_its_author_sees_and_nothing_else(memorial, photo, browser, cast):
    own = another(photo, added_by=cast.contributor, status=Status.PENDING)
    own_hidden = another(photo, added_by=cast.contributor, status=Status.HIDDEN)
    waiting = another(photo, added_by=cast.reader, status=Status.PENDING)
    foreign = another(photo, memorial=make_memorial(cast, visibility=Visibility.PUBLIC))
    form = text_of(browser(cast.contributor).get(f"/m/{memorial.code}/memories/new/"))
    offered = {each for each in Media.objects.all() if f'value="{each.code}"' in form}
    assert offered == {photo, own}
    for refused in (own_hidden, waiting, foreign):
        answer = tell(browser(cast.contributor), memorial, photo, refused, text="Долгий рассказ.")
        assert answer.status_code == 422 and "Долгий рассказ." in text_of(answer)
        assert refused.code not in text_of(answer)
    assert not Memory.objects.exists()


@pytest.mark.parametrize("actor", ["visitor", "stranger", "reader"])
def test_those_who_may_not_tell_attach_nothing(memorial, photo, browser, cast, actor):
    answer = tell(browser(getattr(cast, actor)), memorial, photo)
    assert answer.status_code == (302 if actor == "visitor" else 403)
    assert not Memory.objects.exists()


def test_service_refuses_a_photograph_of_another_memorial_and_leaves_nothing(memorial, photo, cast):
    with pytest.raises(ForeignPhoto):
        make_memory(make_memorial(cast), cast.keeper, attached=[photo])
    assert not Memory.objects.exists()


@pytest.mark.parametrize("status", [Status.PENDING, Status.DECLINED, Status.HIDDEN])
def test_photograph_that_does_not_stand_leaves_the_memory_too(memorial, photo, browser, cast, status):
    memory = make_memory(memorial, cast.keeper, attached=[photo])
    in_status(photo, status)
    shown = {
        actor: images(browser(user).get(memorial.get_absolute_url()), memory)
        for actor, user in cast.items().items()
    }
    owner = {photo.code} if status == Status.PENDING else set()
    assert shown == {actor: owner if actor == "keeper" else set() for actor in shown}


def test_waiting_memory_is_seen_by_its_author_alone(memorial, browser, cast):
    memory = make_memory(memorial, cast.contributor, text="Ждущий рассказ.")
    assert memory.status == "pending"
    seen = {
        actor
        for actor, user in cast.items().items()
        if "Ждущий рассказ." in text_of(browser(user).get(memorial.get_absolute_url()))
    }
    assert seen == {"contributor"}


def test_editing_keeps_a_photograph_that_the_editor_does_not_see(memorial, photo, browser, cast):
    unseen = another(photo, added_by=cast.contributor, status=Status.PENDING)
    chosen = another(photo)
    memory = make_memory(memorial, cast.contributor, attached=[photo, unseen])
    in_status(memory, Status.APPROVED)
    path = f"/m/{memorial.code}/memories/{memory.code}/edit/"
    form = text_of(browser(cast.editor).get(path))
    assert unseen.code not in form and f'value="{photo.code}"' in form
    assert browser(cast.editor).post(path, {"text": "Иначе.", "attached": [chosen.code]}).status_code == 302
    assert set(memory.attached.all()) == {unseen, chosen}
    memory.refresh_from_db()
    assert (memory.text, memory.status, memory.search_text) == ("Иначе.", "approved", "иначе.")


def test_number_of_queries_does_not_grow_with_memories_and_photographs(memorial, photo, browser, cast):
    counts = set()
    for number in (1, 3, 9):
        Memory.objects.all().delete()
        photos = [another(photo) for _ in range(number)]
        for _ in range(number):
            make_memory(memorial, cast.keeper, attached=photos)
        with CaptureQueriesContext(connection) as captured:
            browser().get(memorial.get_absolute_url())
        counts.add(len(captured))
    assert len(counts) == 1
