"""The ten calls that an app makes most: how long the slowest of twenty takes, on a running site."""

import statistics
from collections.abc import Callable
from typing import Any

import httpx

from bench.figures import BrokenPromise, Figure, Measurement
from bench.sites import LONGEST_WAIT, measured_site, wait_for, wait_for_readings
from tests.e2e.launched import Site
from tests.e2e.visitor import PASSWORD, PHOTO

API = "/api/v1"
ROUNDS = 50  # a person may ask sixty questions an hour
MEMORIES = 40
QUESTION = "What did she teach at school?"


def measure() -> Measurement:
    with measured_site(DEMO="off") as site:
        app = _App(site.start())
        app.settle()
        calls = app.calls()
        taken = [[_milliseconds(call, fits) for call, fits in calls.values()] for _ in range(ROUNDS)]
    columns = list(zip(*taken, strict=True))
    names = dict(zip(calls, columns, strict=True))
    return Measurement(
        "api",
        (
            *(Figure(f"{name} p95", _p95(times), "ms") for name, times in names.items()),
            *(
                Figure(f"{name} median", statistics.median(times), "ms", detail=True)
                for name, times in names.items()
            ),
        ),
    )


def _p95(times: tuple[float, ...]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def _milliseconds(call: Callable[[], httpx.Response], fits: int) -> float:
    answer = call()
    if answer.status_code != fits:
        raise BrokenPromise(f"{answer.request.url.path} is answered with {answer.status_code}, not {fits}")
    return 1000 * answer.elapsed.total_seconds()


class _App:
    """Somebody with a memorial in which there is something of everything."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.http = site.client(headers={"Accept-Language": "en"})
        new = {"email": "anna@example.org", "password": PASSWORD, "name": "Anna"}
        told = self.made(f"{API}/auth/app/v1/auth/signup", json=new)
        self.http.headers["X-Session-Token"] = told["meta"]["session_token"]
        self.home = f"{API}/memorials/{self.made(f'{API}/memorials/', json={'name': 'Maria'})['code']}/"

    def made(self, path: str, **sent: object) -> dict[str, Any]:
        answer = self.http.post(path, **sent)  # type: ignore[arg-type]
        if not answer.is_success:
            raise BrokenPromise(f"{path} is answered with {answer.status_code}: {answer.text}")
        told: dict[str, Any] = answer.json()
        return told

    def settle(self) -> None:
        """A photograph, its clip, and memories that the archive has read."""
        self.photo = f"{self.home}media/{self._photograph()}/"
        asked = self.made(f"{self.photo}animations/", json={"agreed": True})
        self.living = f"{self.home}animations/{asked['code']}/"
        wait_for(lambda: self.http.get(self.living).json()["status"] == "ready", "the clip", pause=0.5)
        for number in range(MEMORIES):
            text = f"In the year {1940 + number} she taught drawing at the school by the river."
            self.made(f"{self.home}memories/", json={"text": text})
        self.made(f"{self.home}consents/chat/give/", json={"agreed": True})
        wait_for_readings(self.site)

    def _photograph(self) -> str:
        sent = {"file": ("portrait.jpg", PHOTO.read_bytes())}
        return str(self.made(f"{self.home}media/", files=sent)["code"])

    def calls(self) -> dict[str, tuple[Callable[[], httpx.Response], int]]:
        """Each with the status that it has to be answered with."""
        get = self.http.get
        status = get(self.living)
        known = {"If-None-Match": status.headers["ETag"]}
        part = {"Range": "bytes=0-65535"}
        return {
            "memorials": (lambda: get(f"{API}/memorials/"), 200),
            "memorial": (lambda: get(self.home), 200),
            "memories": (lambda: get(f"{self.home}memories/"), 200),
            "media": (lambda: get(f"{self.home}media/"), 200),
            "one of media": (lambda: get(self.photo), 200),
            "part of a file": (lambda: get(status.json()["clip"], headers=part), 206),
            "living, unchanged": (lambda: get(self.living, headers=known), 304),
            "question": (self._ask, 201),
            "tributes": (lambda: get(f"{self.home}tributes/"), 200),
            "account": (lambda: get(f"{API}/account/"), 200),
        }

    def _ask(self) -> httpx.Response:
        return self.http.post(
            f"{self.home}archive/conversations/", json={"question": QUESTION}, timeout=LONGEST_WAIT
        )
