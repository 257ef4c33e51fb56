"""A memorial with things of each kind, and visitors in a real browser who look at them."""

import subprocess
import tempfile
from pathlib import Path

import imageio_ffmpeg
import pytest
from playwright.sync_api import expect, sync_playwright

from memorials.models import Album
from tests import people
from tests.installed import program
from tests.media import SUBTITLES, make_film, make_paper, make_recording
from tests.memorials.test_memory_photos import another
from tests.people import make_memory

PHONE = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "color_scheme": "dark"}
DESK = {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light", "reduced_motion": "reduce"}


@pytest.fixture(scope="module")
def chromium():
    """Its loop stands still whenever a test talks to the database, which Django cannot know."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(executable_path=program("chromium"), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def clips():
    """A film and a sound of two seconds."""
    with tempfile.TemporaryDirectory() as folder:
        film, sound = Path(folder) / "film.mp4", Path(folder) / "sound.m4a"
        picture = ["-f", "lavfi", "-i", "testsrc2=size=160x90:rate=10:duration=2"]
        tone = ["-f", "lavfi", "-i", "sine=330:duration=2"]
        ffmpeg = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y"]
        encode = ["-c:v", "libx264", "-pix_fmt", "yuv420p", "-movflags", "+faststart"]
        subprocess.run([*ffmpeg, *picture, *encode, film], check=True)
        subprocess.run([*ffmpeg, *tone, "-c:a", "aac", sound], check=True)
        yield film.read_bytes(), sound.read_bytes()


@pytest.fixture
def site(settings, chromium, request):
    """This server knows static files by plain names."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    return request.getfixturevalue("live_server").url


@pytest.fixture
def world(site, clips):
    """A public memorial: an album of two, three by their decades, a film among them; a voice and a paper."""
    cast = people.make_cast()
    memorial = people.make_public(cast)
    album = Album.objects.create(memorial=memorial, title="До войны", period="1930/1941")
    first = people.make_photo(memorial, cast.keeper, caption="Двор", taken="1931", album=album)
    order = [first, another(first, caption="Выпуск", taken="1938")]
    order.append(another(first, caption="Свадьба", taken="1946", album=None))
    film = make_film(
        memorial, cast.keeper, film=clips[0], caption="Проводы", taken="1967", transcript=SUBTITLES
    )
    order += [film, another(first, caption="Без даты", taken="", album=None)]
    voice = make_recording(memorial, cast.keeper, sound=clips[1], caption="Переправа", transcript=SUBTITLES)
    paper = make_paper(memorial, cast.keeper, caption="Письмо")
    make_memory(memorial, cast.keeper, title="Кама", attached=[voice, first])
    return {
        "home": site + memorial.get_absolute_url(),
        "order": [site + each.get_absolute_url() for each in order],
        "captions": [each.caption for each in order],
        "leaves": {each.kind: site + each.get_absolute_url() for each in (first, film, voice, paper)},
    }


class Visit:
    """A page of a browser, and what it complained of: in the console, or by the policy of the page."""

    def __init__(self, chromium, **options):
        self.context = chromium.new_context(locale="ru-RU", **options)
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on(
            "console", lambda said: said.type in ("error", "warning") and self.complaints.append(said.text)
        )
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def open_leaf(self, world, place):
        self.page.goto(world["home"])
        self.page.locator(f"a[data-leaf][href$='{world['order'][place][-30:]}']").first.click()
        self.shows(world, place)

    def shows(self, world, place):
        expect(self.page).to_have_url(world["order"][place])
        expect(self.page.locator("dialog[open] h2")).to_have_text(world["captions"][place])
        expect(self.page).to_have_title(f"{world['captions'][place]}: Анна Ильина")

    def focused(self):
        return self.page.evaluate("document.activeElement.href ?? document.activeElement.tagName")


@pytest.fixture
def visit(chromium):
    visits = []

    def begin(**options):
        visits.append(Visit(chromium, **options))
        return visits[-1]

    yield begin
    for each in visits:
        each.context.close()
    assert [said for each in visits for said in each.complaints] == []
