"""Weight of the front page and of a memorial before photographs; the server's time for a memorial."""

import re
import statistics
from html import unescape
from urllib.parse import urljoin

import httpx

from bench.figures import BrokenPromise, Figure, Measurement
from bench.sites import example_page, measured_site, wait_for_examples
from tests.e2e.visitor import Visitor

MOST_KB = 200.0
ROUNDS = 60
LINKED = re.compile(r'<(?:link|script|use|img)\b[^>]*?\s(?:href|src)="(/static/[^"#]+)')
URL = re.compile(r"url\(\s*[\"']?([^\"')]+)")
IMPORTED = re.compile(r"""\bimport\b[^;"']*["']([^"']+)["']""")
FACE = re.compile(r"@font-face\s*\{(.*?)\}", re.S)
RANGE = re.compile(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", re.I)


def measure() -> Measurement:
    with measured_site() as site:
        wait_for_examples(site.start())
        russian = {"Accept-Language": "ru", "Accept-Encoding": "gzip, deflate, br"}
        with httpx.Client(base_url=site.url, timeout=10, headers=russian) as browser:
            memorial = example_page(Visitor(site, "ru"))
            weights = {"front page": Weight(browser, "/"), "memorial": Weight(browser, memorial)}
            page, health = _median_milliseconds(browser, memorial, "/healthz")
    kinds = [(name, kind, size) for name, each in weights.items() for kind, size in each.by_kind().items()]
    return Measurement(
        "pages",
        (
            *(Figure(name, each.total / 1000, "kB", MOST_KB) for name, each in weights.items()),
            Figure("memorial's time", page, "ms"),
            Figure("of /healthz", page / health, "times"),
            *(Figure(f"{name}: {kind}", size / 1000, "kB", detail=True) for name, kind, size in kinds),
        ),
    )


class Weight:
    """Bytes of a page and of all static files it brings along, as they come over the wire, headers too."""

    def __init__(self, browser: httpx.Client, path: str) -> None:
        self.browser, self.sizes = browser, dict[str, int]()
        html = self._fetch(path)
        self.letters = {ord(letter) for letter in unescape(re.sub(r"<[^>]+>", "", html))}
        for found in LINKED.findall(html):
            self._follow(found)

    @property
    def total(self) -> int:
        return sum(self.sizes.values())

    def by_kind(self) -> dict[str, int]:
        kinds: dict[str, int] = {}
        for path, size in self.sizes.items():
            kind = path.rpartition(".")[2] if "." in path else "html"
            kinds[kind] = kinds.get(kind, 0) + size
        return kinds

    def _follow(self, path: str) -> None:
        if path in self.sizes:
            return
        text = self._fetch(path)
        found = list(IMPORTED.findall(text)) if path.endswith(".js") else []
        if path.endswith(".css"):
            faces = [face for face in FACE.findall(text) if self._needs(face)]
            found = [each for part in (*faces, FACE.sub("", text)) for each in URL.findall(part)]
        for each in found:
            if not each.startswith(("data:", "#")):
                self._follow(urljoin(path, each.partition("#")[0]))

    def _needs(self, face: str) -> bool:
        """A browser fetches a font when the page has a letter of its range. Italics are always counted."""
        spans = [(int(first, 16), int(last or first, 16)) for first, last in RANGE.findall(face)]
        return not spans or any(first <= each <= last for first, last in spans for each in self.letters)

    def _fetch(self, path: str) -> str:
        with self.browser.stream("GET", path) as answer:
            body = answer.read()
        if answer.status_code != 200:
            raise BrokenPromise(f"{path} is answered with {answer.status_code}")
        headers = sum(len(name) + len(value) + len(b": \r\n") for name, value in answer.headers.raw)
        self.sizes[path] = answer.num_bytes_downloaded + headers
        return body.decode("utf-8", "replace")


def _median_milliseconds(browser: httpx.Client, *paths: str) -> list[float]:
    """In turns, so that a busy moment of the machine meets all of them."""
    rounds = [[browser.get(path).elapsed.total_seconds() for path in paths] for _ in range(ROUNDS)]
    return [1000 * statistics.median(column) for column in zip(*rounds, strict=True)]
