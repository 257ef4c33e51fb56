"""The page of a memorial asks the database as often for three hundred items as for one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from memorials.models import Chapter, LifeEvent, Media, Memory, Rendition, Tribute
from memorials.models.token import hashed, new_token


def fill(memorial, photo, until):
    """So many memories, tributes, photographs, chapters and events."""
    have = Memory.objects.filter(memorial=memorial).count()
    numbers = range(have, until)
    Memory.objects.bulk_create(
        Memory(memorial=memorial, text=f"Рассказ {n}", happened="1943", status="approved") for n in numbers
    )
    Tribute.objects.bulk_create(
        Tribute(
            memorial=memorial, kind="word", name=f"Вера {n}", text="Помню.", status="approved",
            token_hash=hashed(new_token()),
        )
        for n in numbers
    )  # fmt: skip
    Chapter.objects.bulk_create(Chapter(memorial=memorial, title=f"Глава {n}", text="…") for n in numbers)
    LifeEvent.objects.bulk_create(LifeEvent(memorial=memorial, title="Год", happened="1938") for _ in numbers)
    photos = Media.objects.bulk_create(_copy(photo, number) for number in numbers)
    Rendition.objects.bulk_create(
        Rendition(
            media=copy, name=shown.name, file=shown.file, content_type=shown.content_type, width=60, height=40
        )
        for copy in photos
        for shown in photo.renditions.all()
    )


def _copy(photo, number):
    return Media(
        memorial=photo.memorial, original=photo.original.name, sha256=photo.sha256, size=photo.size,
        content_type=photo.content_type, width=60, height=40, caption=f"Снимок {number}", status="approved",
    )  # fmt: skip


@pytest.mark.parametrize("who", ["visitor", "reader", "keeper"])
def test_page_of_a_memorial_with_300_of_everything(browser, memorial, photo, cast, who):
    asked = {}
    client = browser(getattr(cast, who))
    for number in (1, 300):
        fill(memorial, photo, number)
        client.get(memorial.get_absolute_url())
        with CaptureQueriesContext(connection) as queries:
            assert client.get(memorial.get_absolute_url()).status_code == 200
        asked[number] = len(queries)
    assert asked[300] == asked[1]
    assert asked[1] <= 30
