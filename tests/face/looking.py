"""One page in a real browser: what it weighs, whether it moves or complains, what axe finds in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Error, Request, Response

from tests.face.pages import Page

RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
THEMES = ("light", "dark")
PHONE, DESK = (360, 740), (1280, 900)
NARROWEST = 320
#: A page that says no is looked at as well; and the worker is kept out, or nothing could be weighed.
EXPECTED = ("status of 4", "Service Worker registration blocked")
MOST_SHIFT = 0.05
LOCALES = {"ru": "ru-RU", "en": "en-GB"}
#: Photographs, films and recordings; everything else is the page.
PICTURES = "/files/"
WATCH = """
window.shift = 0; window.reports = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
}).observe({ type: "layout-shift", buffered: true });
document.addEventListener("securitypolicyviolation", (event) => {
  window.reports.push(`${event.violatedDirective} ${event.blockedURI}`);
});
"""
#: Where something stands out to the right. What is hidden or scrolls by itself does not count.
OVERFLOW = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
  [...document.querySelectorAll("body *")]
    .filter((each) => each.getBoundingClientRect().right > innerWidth + 1 && each.checkVisibility())
    .slice(-4).map((each) => `${each.tagName.toLowerCase()}.${each.className.baseVal ?? each.className}`)"""

COME = """() => Promise.all([...document.images].map((each) => {
  each.loading = "eager";
  return each.decode().catch(() => {});
}))"""


def axe_findings(page: Any) -> list[tuple[str, list[str]]]:
    """Rule by rule, the pieces of the page that break it."""
    try:
        found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    except Error:  # a workshop that has become ready opens its page anew
        page.wait_for_load_state()
        found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    return [(each["id"], [node["html"][:160] for node in each["nodes"]]) for each in found]


@dataclass
class Seen:
    """A page at one width."""

    status: int = 0
    weight: int = 0
    shift: float = 0
    faults: list[str] = field(default_factory=list)


class Look:
    """A browser of one person in one language at one width."""

    def __init__(
        self, browser: Browser, site: str, *, language: str, size: tuple[int, int], session: str = ""
    ) -> None:
        self.site = site
        self.width, self.height = size
        self.context: BrowserContext = browser.new_context(
            service_workers="block",  # what it keeps would not be weighed
            locale=LOCALES[language],
            viewport={"width": self.width, "height": self.height},
            color_scheme="light",
        )
        if session:
            self.context.add_cookies([{"name": "sessionid", "value": session, "url": site}])
        self.context.add_init_script(WATCH)
        self.page = self.context.new_page()
        self.seen = Seen()
        self.page.on("console", lambda said: self._complain(said.type, said.text))
        self.page.on("pageerror", lambda error: self.seen.faults.append(f"script: {error}"))
        self.page.on("request", self._asked)
        self.page.on("requestfinished", self._came)

    def at(self, path: str) -> Seen:
        """Opened anew, with an empty cache."""
        self.seen = Seen()
        devtools = self.context.new_cdp_session(self.page)
        devtools.send("Network.enable")
        devtools.send("Network.setCacheDisabled", {"cacheDisabled": True})
        answer = self.page.goto(self.site + path, wait_until="load")
        assert isinstance(answer, Response)
        self.page.wait_for_timeout(150)
        self.seen.status = answer.status
        self.seen.shift = self.page.evaluate("window.shift")
        self.seen.faults += [f"policy: {each}" for each in self.page.evaluate("window.reports")]
        devtools.detach()
        return self.seen

    def overflow(self) -> list[str]:
        found: list[str] = self.page.evaluate(OVERFLOW)
        return found

    def in_theme(self, theme: Any) -> None:
        self.page.emulate_media(color_scheme=theme)
        self.page.wait_for_timeout(250)  # colours take a moment to change, and half-way they have no contrast

    def picture(self, target: Path) -> None:
        """Of the whole page, with the photographs that wait until somebody scrolls to them."""
        self.page.evaluate(COME)
        self.page.screenshot(path=target, full_page=True)

    def close(self) -> None:
        self.context.close()

    def _asked(self, request: Request) -> None:
        if urlsplit(request.url).netloc != urlsplit(self.site).netloc and not request.url.startswith("data:"):
            self.seen.faults.append(f"asks another origin: {request.url}")

    def _came(self, request: Request) -> None:
        if PICTURES not in request.url:
            sizes = request.sizes()
            self.seen.weight += sizes["responseBodySize"] + sizes["responseHeadersSize"]

    def _complain(self, kind: str, text: str) -> None:
        if kind in ("error", "warning") and not any(each in text for each in EXPECTED):
            self.seen.faults.append(f"console: {text}")


def faults_of(look: Look, page: Page, path: str, themes: Sequence[str]) -> list[str]:
    """What is wrong with the page at this address, measured against docs/look.md."""
    seen = look.at(path)
    faults = [*seen.faults, *_against_the_bars(seen, page)]
    for theme in themes:
        look.in_theme(theme)
        faults += [f"axe, {theme}: {rule} {places}" for rule, places in axe_findings(look.page)]
    for width in sorted({look.width, min(look.width, NARROWEST)}, reverse=True):
        look.page.set_viewport_size({"width": width, "height": look.height})
        faults += [f"wider than {width} px: {each}" for each in look.overflow()]
    look.page.set_viewport_size({"width": look.width, "height": look.height})
    return faults


def _against_the_bars(seen: Seen, page: Page) -> Iterator[str]:
    if seen.status != page.status:
        yield f"answers {seen.status}, not {page.status}"
    if seen.weight > page.most_bytes:
        yield f"weighs {seen.weight // 1000} kB before photographs"
    if seen.shift >= MOST_SHIFT:
        yield f"moves by {seen.shift:.3f}"
