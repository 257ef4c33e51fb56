"""What counts into the weight of a page: each file once, and of the fonts those that its letters need."""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from bench.figures import BrokenPromise
from bench.measurements.pages import Weight

FILES = {
    "page/index.html": '<link rel="stylesheet" href="/static/a.css"><script src="/static/a.js"></script>'
    '<link rel="preload" href="/static/latin.woff2"><img src="/files/photo.jpg">'
    '<svg><use href="/static/icons.svg#a"/></svg><svg><use href="/static/icons.svg#b"/></svg><p>лес</p>',
    "static/a.css": "@font-face { src: url(latin.woff2); unicode-range: U+20-7E; }"
    "@font-face { src: url('cyrillic.woff2'); unicode-range: U+410-44F; }"
    "@font-face { src: url(greek.woff2); unicode-range: U+391-3C9; }"
    "p { background: url(plate.svg) } hr { background: url(data:image/gif;base64,R0lGODlh) }",
    "static/a.js": 'import "./b.js"; import { c } from "./b.js"',
    "static/b.js": "export const c = 1",
    **{f"static/{name}": "x" * 50 for name in ("latin.woff2", "cyrillic.woff2", "greek.woff2")},
    **{f"static/{name}.svg": "<svg/>" for name in ("icons", "plate")},
}


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[httpx.Client]:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with httpx.Client(base_url=f"http://127.0.0.1:{server.server_port}") as client:
            yield client
        server.shutdown()


def test_page_weighs_what_a_browser_fetches_for_it(browser: httpx.Client):
    weight = Weight(browser, "/page/")
    fetched = {"a.css", "a.js", "b.js", "latin.woff2", "cyrillic.woff2", "icons.svg", "plate.svg"}
    assert set(weight.sizes) == {"/page/", *(f"/static/{name}" for name in fetched)}
    assert set(weight.by_kind()) == {"html", "css", "js", "woff2", "svg"}
    assert weight.total == sum(weight.by_kind().values())
    assert (
        100 < weight.by_kind()["woff2"] - 100 < 1000
    )  # two fonts of 50 bytes, and the headers of two answers


def test_missing_file_of_a_page_is_no_light_page(browser: httpx.Client, tmp_path: Path):
    (tmp_path / "static" / "b.js").unlink()
    with pytest.raises(BrokenPromise, match=r"/static/b\.js is answered with 404"):
        Weight(browser, "/page/")
