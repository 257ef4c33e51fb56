"""The gallery in a real browser: leafed through by keys, finger and address; nothing plays unasked."""

import re
import subprocess
import tempfile
from pathlib import Path

import imageio_ffmpeg
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright

from memorials.models import Album
from tests import people
from tests.installed import program
from tests.media import SUBTITLES, make_film, make_paper, make_recording
from tests.memorials.test_memory_photos import another
from tests.people import make_memory

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("clean_cache"),
]
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


def test_keys_turn_the_leaves_and_focus_comes_back_to_the_plate(world, visit):
    order, desk = world["order"], visit(**DESK)
    desk.open_leaf(world, 1)
    for key, place in (
        ("ArrowRight", 2),
        ("ArrowRight", 3),
        ("ArrowLeft", 2),
        ("End", 4),
        ("ArrowRight", 4),
        ("Home", 0),
    ):
        desk.page.keyboard.press(key)
        desk.shows(world, place)
    desk.page.keyboard.press("End")
    desk.shows(world, 4)
    desk.page.keyboard.press("Escape")
    expect(desk.page).to_have_url(world["home"])
    expect(desk.page.locator("dialog[open]")).to_have_count(0)
    expect(desk.page.locator(f"a[data-leaf][href$='{order[4][-30:]}']").last).to_be_focused()
    expect(desk.page.locator(":focus")).to_be_in_viewport()
    assert desk.page.title().startswith("Анна Ильина")


def test_presses_in_a_row_turn_as_many_leaves(world, visit):
    desk = visit(**DESK)
    desk.open_leaf(world, 0)
    for _ in range(3):
        desk.page.keyboard.press("ArrowRight")
    desk.shows(world, 3)


def test_keyboard_alone_turns_by_the_links_and_stays_within(world, visit):
    order, desk = world["order"], visit(**DESK)
    desk.page.goto(world["home"])
    desk.page.locator("a[data-leaf]").nth(1).focus()
    desk.page.keyboard.press("Enter")
    expect(desk.page.locator("dialog[open] article")).to_have_count(1)
    desk.page.locator("dialog a[rel=next]").focus()
    desk.page.keyboard.press("Enter")
    desk.shows(world, 1)
    assert desk.focused() == order[2]  # the same link of the new leaf
    for _ in range(12):
        desk.page.keyboard.press("Tab")
        assert desk.page.evaluate("!document.activeElement.closest('main > :not(dialog)')")


def test_each_leaf_has_its_address_and_back_closes(world, visit):
    desk = visit(**DESK)
    desk.open_leaf(world, 2)
    desk.page.keyboard.press("ArrowRight")
    desk.shows(world, 3)
    desk.page.go_back()
    expect(desk.page).to_have_url(world["home"])
    expect(desk.page.locator("dialog[open]")).to_have_count(0)
    desk.page.go_forward()
    desk.shows(world, 3)
    desk.page.reload()
    expect(desk.page.locator("h1")).to_have_text("Проводы")
    assert desk.page.locator("dialog").count() == 0
    desk.page.go_back()
    expect(desk.page).to_have_url(world["home"])


def test_without_a_script_the_plate_leads_to_the_page_itself(world, visit):
    desk = visit(**DESK, java_script_enabled=False)
    desk.page.goto(world["home"])
    desk.page.locator("a[data-leaf]").nth(1).click()
    assert desk.page.url == world["order"][0]
    desk.page.locator("a[rel=next]").click()
    assert desk.page.url == world["order"][1]
    desk.page.goto(world["leaves"]["audio"])
    assert desk.page.locator("audio[controls][preload=none]").count() == 1


def swipe(phone, across, down):
    touch = phone.context.new_cdp_session(phone.page)
    box = phone.page.locator("dialog[open] .photo__shown").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    for kind, share in (("touchStart", 0), ("touchMove", 0.5), ("touchMove", 1)):
        points = [{"x": x + across * share, "y": y + down * share}]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_finger_turns_the_leaves_on_a_small_telephone(world, visit):
    phone = visit(**PHONE)
    phone.open_leaf(world, 1)
    for across, down, place in ((-120, 8, 2), (120, -8, 1), (-20, 4, 1), (30, -150, 1), (-120, 0, 2)):
        swipe(phone, across, down)
        phone.shows(world, place)
    small = phone.page.evaluate("""() => [...document.querySelectorAll('dialog[open] :is(a, button)')]
        .map((each) => [each.textContent.trim(), each.getBoundingClientRect()])
        .filter(([, box]) => box.width < 44 || box.height < 44).map(([text]) => text)""")
    assert small == []
    assert phone.page.evaluate("document.querySelector('dialog').scrollWidth <= innerWidth")
    phone.page.locator("dialog [data-close]").click()
    expect(phone.page).to_have_url(world["home"])
    assert phone.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_film_begins_when_asked_and_stops_when_left(world, visit):
    desk = visit(**DESK)
    desk.open_leaf(world, 3)
    film = desk.page.locator("dialog video")
    desk.page.wait_for_timeout(300)
    assert film.evaluate("film => [film.paused, film.readyState, film.preload]") == [True, 0, "none"]
    film.focus()
    desk.page.keyboard.press("ArrowRight")  # belongs to the film, not to the leaves
    desk.shows(world, 3)
    still = film.element_handle()
    film.evaluate("film => film.play()")
    expect(film).to_have_js_property("paused", False)
    desk.page.locator("dialog a[rel=next]").click()
    desk.shows(world, 4)
    assert still.evaluate("film => film.paused")


def test_voice_is_heard_and_sought_by_key_and_press(world, visit):
    desk = visit(**DESK)
    desk.page.goto(world["home"])
    voice = desk.page.locator("section[aria-labelledby=voices] .voice")
    press, place, audio = (
        voice.locator(".voice__press"),
        voice.locator("[role=slider]"),
        voice.locator("audio"),
    )
    assert audio.evaluate("audio => [audio.paused, audio.readyState]") == [True, 0]
    press.click()
    expect(audio).to_have_js_property("paused", False)
    expect(press).to_have_attribute("aria-label", re.compile("Переправа"))
    press.click()
    expect(audio).to_have_js_property("paused", True)
    place.focus()
    for key, seconds in (("End", 2), ("Home", 0), ("ArrowRight", 2), ("ArrowLeft", 0)):
        desk.page.keyboard.press(key)
        assert round(audio.evaluate("audio => audio.currentTime")) == seconds
    box = place.bounding_box()
    desk.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(place).to_have_attribute("aria-valuetext", re.compile("0:01 / 0:0"))
    width = voice.locator("clipPath rect").evaluate("cover => cover.width.baseVal.value")
    assert 7 < width < 9  # of sixteen
    beside = desk.page.locator("#memories .voice audio")
    beside.evaluate("audio => audio.play()")
    press.click()
    expect(beside).to_have_js_property("paused", True)


def test_line_of_what_is_said_leads_to_its_place(world, visit):
    desk = visit(**DESK)
    for kind, player in (("audio", "audio"), ("video", "video")):
        desk.page.goto(world["leaves"][kind])
        desk.page.locator("[data-seek]").last.click()
        played = desk.page.locator(player)
        desk.page.wait_for_function(f"document.querySelector('{player}').currentTime >= 1")
        assert played.evaluate("each => each.error") is None
        assert desk.page.url == world["leaves"][kind]


@pytest.mark.parametrize("options", [DESK, PHONE], ids=["desk-light", "phone-dark"])
def test_axe_finds_nothing(world, visit, options):
    guest, axe = visit(**options), Axe()
    gallery = f"{world['home']}gallery/"
    pages = [world["home"], gallery, f"{gallery}voices/", f"{gallery}papers/", *world["leaves"].values()]
    found = {page: violations(axe, guest.page, page) for page in pages}
    guest.open_leaf(world, 1)
    found["lightbox"] = violations(axe, guest.page)
    assert {page: said for page, said in found.items() if said} == {}


def violations(axe, page, address=""):
    if address:
        page.goto(address)
    result = axe.run(
        page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}
    )
    return [(each["id"], [node["html"] for node in each["nodes"]]) for each in result.response["violations"]]
