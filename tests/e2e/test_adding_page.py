"""The page that sends files, in a real browser: several at once, cut off, closed and gone on with."""

import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connection
from PIL import Image
from playwright.sync_api import expect

from memorials.models import Album, Media, Upload
from tests.e2e.leafing import chromium
from tests.people import make_cast, make_photo, make_public, sign_in
from tests.photos import HTML, encoded, jpeg

__all__ = ["chromium"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("clean_cache"),
]
MEGABYTE = 2**20
OF_ONE_THAT_IS_GONE = {
    "Location": "/api/v1/uploads/nothinghere/", "Upload-Offset": "0",
    "Upload-Expires": "Fri, 01 Jan 2100 00:00:00 GMT",
}  # fmt: skip
FAST = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def memorial(cast):
    return make_public(cast)


@pytest.fixture
def site(settings, request):
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    return request.getfixturevalue("live_server").url


def beside(question):
    """What the rows say, asked in a thread of its own: Playwright has a loop in this one."""

    def asked():
        try:
            return question()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other:
        return other.submit(asked).result()


@pytest.fixture
def at(chromium, site, client):
    """Opens a page of a person, and tells what the browser complained about."""

    @contextmanager
    def open_for(person):
        sign_in(client, person)
        context = chromium.new_context(locale="en-GB")
        cookies = [{"name": name, "value": each.value, "url": site} for name, each in client.cookies.items()]
        context.add_cookies(cookies)
        page, complaints = context.new_page(), []
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda asked: asked.accept())  # whether to leave while files are on their way
        yield page, complaints
        context.close()

    return open_for


def noise(width, height):
    return encoded(Image.effect_noise((width, height), 90).convert("RGB"), quality=98)


def files(**named):
    return [
        {"name": f"{name}.jpg", "mimeType": "image/jpeg", "buffer": content}
        for name, content in named.items()
    ]


def new(site, memorial):
    return f"{site}/m/{memorial.code}/media/new/"


def slowly(page, megabytes):
    """So many a second, until the answer is called."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("Network.enable")
    slow = {**FAST, "latency": 20, "uploadThroughput": megabytes * MEGABYTE}
    devtools.send("Network.emulateNetworkConditions", slow)
    return lambda: devtools.send("Network.emulateNetworkConditions", FAST)


def rows(page):
    return [" ".join(text.split()) for text in page.locator("[data-file-state]").all_inner_texts()]


def test_several_at_once_and_what_is_refused_is_said(at, site, cast, memorial):
    with at(cast.keeper) as (page, complaints):
        page.goto(new(site, memorial))
        page.set_input_files("input[type=file]", files(one=jpeg(300, 200), letter=HTML, two=jpeg(310, 200)))
        expect(page.locator(".file--kept")).to_have_count(2)
        expect(page.locator(".file--wrong")).to_contain_text("This file is")
        expect(page.locator("[data-adding-sum]")).to_have_text("Kept: 2 of 3. The others were not.")
        assert Axe().run(page).violations_count == 0
        page.click("[data-adding-on] a")
        expect(page.locator(".brought")).to_have_count(2)
        assert Axe().run(page).violations_count == 0
    assert [each for each in complaints if "422" not in each] == []
    assert {each.original_name for each in Media.objects.all()} == {"one.jpg", "two.jpg"}


def test_closed_in_the_middle_it_goes_on_where_it_stopped(at, site, cast, memorial, tmp_path):
    content, chosen = noise(4200, 3200), tmp_path / "big.jpg"
    chosen.write_bytes(content)
    assert 10 * MEGABYTE < len(content) < 30 * MEGABYTE
    with at(cast.keeper) as (page, complaints):
        page.goto(new(site, memorial))
        slowly(page, 6)
        page.set_input_files("input[type=file]", chosen)
        wait_for(page, Upload.objects.filter(offset__gte=8 * MEGABYTE).exists)
        page.reload()
        expect(page.locator("[data-adding-left]")).to_be_visible()
        asked = []
        page.on(
            "request", lambda request: asked.append((request.method, request.headers.get("upload-offset")))
        )
        page.set_input_files("input[type=file]", chosen)
        page.wait_for_url(re.compile("/words/"))
    sent = [each for each in asked if each[0] in ("HEAD", "PATCH", "POST")]
    assert sent[0] == ("HEAD", None)
    assert int(sent[1][1]) >= 8 * MEGABYTE
    kept = Media.objects.get()
    with kept.original.open("rb") as file:
        assert file.read() == content
    assert complaints == []


def wait_for(page, holds):
    """The page's own clock: its script goes on meanwhile."""
    for _ in range(300):
        if beside(holds):
            return
        page.wait_for_timeout(50)
    raise AssertionError("it never came to that")


def test_lost_connection_is_said_and_it_goes_on_by_itself(at, site, cast, memorial):
    with at(cast.contributor) as (page, _complaints):
        page.goto(new(site, memorial))
        page.context.set_offline(True)
        page.set_input_files("input[type=file]", files(one=jpeg(300, 200)))
        expect(page.locator("[data-file-state]")).to_contain_text("The connection is lost")
        page.context.set_offline(False)
        page.wait_for_url(re.compile("/words/"))
        expect(page.locator("main")).to_contain_text("once a keeper has looked at them")
    assert Media.objects.get().status == "pending"


def test_paused_gone_on_and_cancelled(at, site, cast, memorial):
    content = noise(2600, 1900)
    with at(cast.keeper) as (page, _complaints):
        page.goto(new(site, memorial))
        fast = slowly(page, 1)
        page.set_input_files("input[type=file]", files(one=content, two=content + b"x"))
        wait_for(page, lambda: Upload.objects.count() == 2)
        page.get_by_role("button", name="Pause: one.jpg").click()
        assert rows(page)[0].startswith("Paused.")
        page.get_by_role("button", name="Cancel: two.jpg").click()
        expect(page.locator(".file")).to_have_count(1)
        fast()
        page.get_by_role("button", name="Go on: one.jpg").click()
        page.wait_for_url(re.compile("/words/"))
    assert Media.objects.get().original_name == "one.jpg"
    assert Upload.objects.get().name == "one.jpg"


def test_what_expired_meanwhile_begins_anew(at, site, cast, memorial):
    with at(cast.keeper) as (page, _complaints):
        page.goto(new(site, memorial))
        page.route(
            "**/uploads/", lambda route: route.fulfill(status=201, headers=OF_ONE_THAT_IS_GONE), times=1
        )
        page.set_input_files("input[type=file]", files(one=jpeg(300, 200)))
        page.wait_for_url(re.compile("/words/"))
    assert Media.objects.count() == 1


def test_picture_is_dragged_to_another_place(at, site, cast, memorial):
    album = Album.objects.create(memorial=memorial, title="Лето")
    for n in range(3):
        make_photo(memorial, cast.keeper, name=f"{n}", album=album, taken=f"195{n}")
    with at(cast.keeper) as (page, complaints):
        page.goto(f"{site}/m/{memorial.code}/media/arrange/")
        assert Axe().run(page).violations_count == 0
        items = page.locator("[data-code]")
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            items.nth(0).drag_to(items.nth(2))
        wait_for(page, lambda: not Media.objects.filter(position=0).exists())
        page.wait_for_load_state("networkidle")
    assert complaints == []
    assert [each.original_name for each in Media.objects.filter(album=album).arranged()] == ["1", "2", "0"]
