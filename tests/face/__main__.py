"""python -m tests.face FOLDER [NAME…]: every page at 360 and 1280 px, light and dark, in Russian and English.

A picture of each goes into FOLDER, with `faults.txt`: what axe, the console, the policy, the weight, the
movement and the width have against it. The whole takes some twenty minutes. With names, only these pages;
WITHOUT=axe or WITHOUT=pictures is quicker.
SITE= and SETTLED= name a site that runs already, and the file with what `tests.face.family` said of it.
"""

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from tests.e2e.launched import Site
from tests.face.looking import DESK, PHONE, THEMES, Look, faults_of
from tests.face.pages import PAGES, Page
from tests.face.settling import SETTLE
from tests.installed import program

WIDTHS = {"phone": PHONE, "desk": DESK}


def main() -> int:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    wanted = [page for page in PAGES if not sys.argv[2:] or page.name in sys.argv[2:]]
    with _site() as (address, settled), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program("chromium"), args=["--no-sandbox"])
        faults = _tell(folder, _all(browser, address, settled, wanted, folder))
        browser.close()
    return 1 if faults else 0


def _tell(folder: Path, lines: Iterator[str]) -> int:
    """How many are faults. Each line is told as it comes, for whoever does not wait for the last."""
    faults = 0
    with (folder / "faults.txt").open("w", encoding="utf-8") as kept:
        for line in lines:
            for place in (sys.stdout, kept):
                place.write(f"{line}\n")
                place.flush()
            faults += ": " in line
    return faults


def _all(
    browser: Browser, site: str, settled: dict[str, Any], pages: list[Page], folder: Path
) -> Iterator[str]:
    for view in _views():
        yield from _look(browser, site, settled, pages, folder, **view)


def _views() -> Iterator[dict[str, str]]:
    languages = os.environ.get("LANGUAGES", "ru en").split()
    return ({"language": language, "width": width} for language in languages for width in WIDTHS)


@contextmanager
def _site() -> Iterator[tuple[str, dict[str, Any]]]:
    if running := os.environ.get("SITE"):
        yield running, json.loads(Path(os.environ["SETTLED"]).read_text("utf-8"))
        return
    with tempfile.TemporaryDirectory(prefix="rodnik-face-") as scratch:
        site = Site(
            Path(scratch) / "data",
            {"DEMO": "on", "ANIMATION_LEASE_SECONDS": "600", "RODNIK_IGNORE_DOTENV": "1"},
        )
        try:
            told = site.start().manage("shell", "-v0", "-c", SETTLE)
            yield site.url, json.loads(told.stdout)
        finally:
            site.end()


def _look(
    browser: Browser,
    site: str,
    settled: dict[str, Any],
    pages: list[Page],
    folder: Path,
    *,
    language: str,
    width: str,
) -> Iterator[str]:
    for who in sorted({page.who for page in pages}):
        look = Look(
            browser, site, language=language, size=WIDTHS[width], session=settled["people"].get(who, "")
        )
        for page in (each for each in pages if each.who == who):
            place = f"{page.name}-{language}-{width}"
            yield from (f"{place}: {fault}" for fault in _faults(look, page, settled, folder / place))
            yield f"{place} {look.seen.weight} bytes, shift {look.seen.shift:.3f}"
        look.close()


def _faults(look: Look, page: Page, settled: dict[str, Any], target: Path) -> Iterator[str]:
    without = os.environ.get("WITHOUT", "")
    themes = () if "axe" in without else THEMES
    yield from faults_of(look, page, page.where(settled), themes)
    for theme in () if "pictures" in without else THEMES:
        look.in_theme(theme)
        look.picture(target.with_name(f"{target.name}-{theme}.png"))


if __name__ == "__main__":
    sys.exit(main())
