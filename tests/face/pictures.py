"""python -m tests.face.pictures FOLDER: the pictures of the README, of the example on a site of its own.

Four pages, at a desk and on a telephone, in both languages. Nothing is drawn over them.
"""

import io
import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.e2e.launched import Site, wait_until
from tests.face.looking import COME, LOCALES
from tests.installed import program

SETTLE = "from tests.face.example import settle; settle()"
#: Whether both examples are brought to life, and their archives have read all that is told of them.
READY = (
    "from animation.models import Animation as A; from chat.services.reading import waiting; "
    "print(A.objects.filter(chosen=True, photo__memorial__is_demo=True).count() == 2 and not any(waiting()))"
)
SIZES = {"desk": (1280, 800), "phone": (390, 800)}
#: Together at most 600 kB: a picture is looked at on a page that many open on the way.
QUALITY = 74
RENDERED_WITHIN = 180.0


def main() -> int:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="rodnik-pictures-") as scratch:
        site = Site(Path(scratch) / "data", {"DEMO": "on", "RODNIK_IGNORE_DOTENV": "1"})
        try:
            _take(site.start(), folder)
        finally:
            site.end()
    sys.stdout.write(f"{sum(each.stat().st_size for each in folder.glob('*.webp')) // 1000} kB in {folder}\n")
    return 0


def _take(site: Site, folder: Path) -> None:
    wait_until(lambda: site.manage("shell", "-v0", "-c", READY).stdout.strip() == "True", RENDERED_WITHIN)
    told: dict[str, Any] = json.loads(site.manage("shell", "-v0", "-c", SETTLE).stdout)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program("chromium"), args=["--no-sandbox"])
        for language, places in told.items():
            for width in SIZES:
                for name, picture in _pictures(browser, site.url, language, width, places):
                    _keep(picture, folder / f"{name}-{width}.{language}.webp")
        browser.close()


def _pictures(
    browser: Browser, site: str, language: str, width: str, places: dict[str, str]
) -> Iterator[tuple[str, bytes]]:
    """A visitor looks at the memorial and asks; a keeper makes it live, and reads what waits."""
    visitor = _page(browser, language, width)
    visitor.goto(site + places["memorial"])
    yield "memorial", _seen(visitor)
    visitor.goto(site + places["archive"])
    visitor.locator(".asking textarea").fill(places["question"])
    visitor.locator(".asking button").click()
    visitor.locator(".turn").last.scroll_into_view_if_needed()
    visitor.evaluate("document.querySelector('.turn').scrollIntoView()")
    yield "archive", _seen(visitor)
    keeper = _page(browser, language, width)
    keeper.context.add_cookies([{"name": "sessionid", "value": places["session"], "url": site}])
    for name, place in (("living", "living"), ("moderation", "queue")):
        keeper.goto(site + places[place])
        if name == "living":
            keeper.locator("#faces .drawn").first.wait_for(timeout=RENDERED_WITHIN * 1000)
        yield name, _seen(keeper)


def _page(browser: Browser, language: str, width: str) -> Page:
    wide, high = SIZES[width]
    context = browser.new_context(
        locale=LOCALES[language], viewport={"width": wide, "height": high}, color_scheme="light"
    )
    return context.new_page()


def _seen(page: Page) -> bytes:
    page.evaluate(COME)
    page.wait_for_timeout(300)
    return page.screenshot()


def _keep(picture: bytes, target: Path) -> None:
    Image.open(io.BytesIO(picture)).convert("RGB").save(target, "WEBP", quality=QUALITY, method=6)


if __name__ == "__main__":
    sys.exit(main())
