"""Sites to be measured: whole, on a folder and a port of their own, gone when the measurement is over."""

import json
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from bench.figures import BrokenPromise
from tests.e2e.launched import Site, wait_until
from tests.e2e.visitor import Visitor

LONGEST_WAIT = 240.0  # seconds; a measurement never hangs


class MeasuredSite(Site):
    """As a host runs it: with the product's defaults, and nothing of what this developer has set."""

    def __init__(self, data_dir: Path, settings: dict[str, str]) -> None:
        super().__init__(data_dir, settings)
        given = {"PORT": str(self.port), "DATA": str(data_dir), "RODNIK_IGNORE_DOTENV": "1"}
        self.env = {**bare_environment(), **given, **settings}

    def by_part(self) -> dict[str, list[int]]:
        """Its processes: each part is a session of its own, and the launcher is what remains."""
        names = {pid: name for name, pid in self.children().items()}
        parts: dict[str, list[int]] = {}
        for pid in self.processes():
            parts.setdefault(names.get(os.getsid(pid), "launcher"), []).append(pid)
        return parts


def bare_environment() -> dict[str, str]:
    return {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}


@contextmanager
def measured_site(**settings: str) -> Iterator[MeasuredSite]:
    """Not started yet."""
    with scratch() as folder:
        site = MeasuredSite(folder / "data", settings)
        try:
            yield site
        finally:
            site.end()


@contextmanager
def scratch() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="rodnik-bench-") as folder:
        yield Path(folder)


def wait_for(condition: Callable[[], object], what: str, pause: float = 0.1) -> None:
    wait_until(condition, LONGEST_WAIT, pause)
    if not condition():
        raise BrokenPromise(f"{what}: not within {LONGEST_WAIT:.0f} seconds")


def example_page(visitor: Visitor) -> str:
    """The address of the example that the front page offers in the visitor's language, once it is there."""
    found = re.search(r'href="(/m/\w+/)"', visitor.get("/").text)
    return found[1] if found else ""


def wait_for_examples(site: Site) -> None:
    """Until both examples are brought to life, so that nothing is left to do."""
    visitors = [Visitor(site, language) for language in ("ru", "en")]
    wait_for(lambda: all(_lives(each) for each in visitors), "both examples are brought to life", pause=1)


def wait_for_readings(site: Site) -> None:
    """Until the archive has read all that it was told: a process of its own does it, and ends."""
    wait_for(lambda: _is_read(site), "the archive has read all texts", pause=2)


def _is_read(site: Site) -> bool:
    checks = json.loads(site.manage("doctor", "--json").stdout)["checks"]
    told = next(check["detail"] for check in checks if check["name"] == "archive")
    return "; 0 texts wait" in told or "words alone" in told


def _lives(visitor: Visitor) -> bool:
    page = example_page(visitor)
    return bool(page) and "/files/living/" in visitor.get(page).text


class Keeper(Visitor):
    """Somebody with a memorial of their own and one photograph in it."""

    def __init__(self, site: Site) -> None:
        super().__init__(site)
        self.register("anna@example.org", "Anna")
        self.memorial = self.make_memorial("Maria Orlova")
        self.photo = self.add_media(self.memorial)

    def ask(self) -> httpx.Response:
        """The page after the asking; the asking itself is the first of its history."""
        answer = self.animate(self.photo)
        if answer.status_code != 200 or not answer.history:
            raise BrokenPromise(f"the request for a living photograph was answered with {answer.status_code}")
        return answer

    def wait_for_clips(self, number: int) -> None:
        wait_for(lambda: len(self.clips(self.photo)) == number, "the clip is there", pause=0.25)
