"""The page of a memorial asks the database as often for three hundred items as for one."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test.utils import CaptureQueriesContext

from memorials.models import Album, Chapter, LifeEvent, Media, Memory, Rendition, Tribute
from memorials.models.token import hashed, new_token


def fill(memorial, photo, until):
    """So many memories, tributes, things of each kind, albums, chapters and events."""
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
    albums = Album.objects.bulk_create(
        Album(memorial=memorial, title=f"Альбом {n}", period="1938") for n in numbers
    )
    brought = Media.objects.bulk_create(
        _copy(photo, n, kind=kind, album=albums[n - have] if n % 3 else None, taken=f"19{n % 90 + 10}")
        for n in numbers
        for kind in Media.Kind.values
    )
    Rendition.objects.bulk_create(_copies(photo, brought))


def _copies(photo, brought):
    for shown in photo.renditions.all():
        told = {"name": shown.name, "file": shown.file, "content_type": shown.content_type}
        yield from (Rendition(media=media, width=60, height=40, **told) for media in brought)


def _copy(photo, number, **fields):
    return Media(
        memorial=photo.memorial, original=photo.original.name, sha256=photo.sha256, size=photo.size,
        content_type=photo.content_type, width=60, height=40, caption=f"Снимок {number}", status="approved",
        **fields,
    )  # fmt: skip


def asked_for(client, path):
    """How often the database is asked for a page, the second time."""
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


@pytest.mark.parametrize("who", ["visitor", "keeper"])
@pytest.mark.parametrize(
    "page", ["gallery/undated/", "gallery/voices/", "gallery/papers/", "albums/", "media/{photo}/"]
)
def test_pages_of_the_gallery_with_300_of_everything(browser, memorial, photo, cast, who, page):
    if page == "albums/" and who == "visitor":
        pytest.skip("made by editors")
    Media.objects.update(transcript="Слова.")
    path = memorial.get_absolute_url() + page.format(photo=photo.code)
    asked = set()
    for number in (3, 300):
        fill(memorial, photo, number)
        asked.add(asked_for(browser(getattr(cast, who)), path))
    assert len(asked) == 1


def _sent(file: Path) -> int:
    """WhiteNoise keeps a packed copy of every text; fonts are packed already."""
    content = file.read_bytes()
    return len(content) if file.suffix == ".woff2" else min(len(content), len(gzip.compress(content)))


def test_page_with_300_photographs_weighs_less_than_200_kb_before_them(browser, memorial, photo):
    """With its styles, scripts, fonts and drawings, as they are sent: what is text, packed."""
    brought = Media.objects.bulk_create(
        _copy(photo, n, taken=f"19{n % 90 + 10}", credit="Семейный альбом", people="Анна") for n in range(299)
    )
    Rendition.objects.bulk_create(_copies(photo, brought))
    page = browser().get(memorial.get_absolute_url()).content
    names = set(re.findall(r'(?:href|src)="/static/([^"#]+)', page.decode()))
    own = [re.sub(r"\.[0-9a-f]{12}(?=\.\w+$)", "", name) for name in names]
    parts = {name: _sent(Path(finders.find(name))) for name in own}
    assert len(parts) > 15
    assert len(page) + sum(parts.values()) < 200_000, (len(page), sorted(parts.items()))


@pytest.mark.parametrize("who", ["visitor", "reader", "keeper"])
def test_page_of_a_memorial_with_300_of_everything(browser, memorial, photo, cast, who):
    asked = {}
    client = browser(getattr(cast, who))
    for number in (1, 300):
        fill(memorial, photo, number)
        asked[number] = asked_for(client, memorial.get_absolute_url())
    assert asked[300] == asked[1]
    assert asked[1] <= 32
