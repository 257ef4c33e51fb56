"""A person at the site without a script: follows links, fills in forms, and reads what the page says."""

import re
from html import unescape
from pathlib import Path
from typing import Any, Protocol

import httpx

from tests.e2e.launched import wait_until

PHOTO = Path(__file__).resolve().parents[2] / "memorials" / "demo" / "grace_hopper.jpg"
PASSWORD = "a spring under the old lime"
RENDER_SECONDS = 120.0


class Reachable(Protocol):
    """A running site, however it was started."""

    def client(self, **options: Any) -> httpx.Client: ...


class Visitor:
    def __init__(self, site: Reachable, language: str = "en") -> None:
        self.http = site.client(follow_redirects=True, headers={"Accept-Language": language})

    def get(self, path: str, **options: object) -> httpx.Response:
        return self.http.get(path, **options)  # type: ignore[arg-type]

    def send(self, path: str, files: dict | None = None, **fields: str) -> httpx.Response:
        """Open the page of a form, and send the form with its token."""
        token = self.http.get(path).text.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
        return self.post(path, token, files, **fields)

    def post(self, path: str, token: str, files: dict | None = None, **fields: str) -> httpx.Response:
        return self.http.post(
            path,
            data={"csrfmiddlewaretoken": token, **fields},
            files=files,
            headers={"Referer": str(self.http.base_url)},
        )

    def token(self, path: str) -> str:
        return self.http.get(path).text.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]

    def register(self, email: str, name: str) -> None:
        answer = self.send(
            "/accounts/signup/", email=email, name=name, password1=PASSWORD, password2=PASSWORD
        )
        assert answer.status_code == 200, answer.text
        assert self.get("/mine/").url.path == "/mine/"

    def make_memorial(self, name: str) -> str:
        """The address of the new memorial's page."""
        answer = self.send("/new/", name=name, language="en", visibility="private")
        assert answer.status_code == 200 and answer.url.path.startswith("/m/"), answer.text
        return answer.url.path

    def add_media(self, memorial: str, content: bytes | None = None) -> str:
        """The address of the new photograph's page."""
        answer = self.send(
            f"{memorial}media/new/",
            files={"photo": ("portrait.jpg", content or PHOTO.read_bytes())},
            caption="A portrait",
        )
        assert answer.status_code == 200 and "/media/" in answer.url.path, answer.text
        return answer.url.path

    def animate(self, photo: str, **wish: str) -> httpx.Response:
        """Press «Оживить фото» on the page of a photograph."""
        page = self.get(f"{photo}living/").text
        take = page.split('name="take" value="')[1].split('"')[0]
        chosen = {"gesture": "smile", "strength": "clearly"}
        fields: dict[str, Any] = {**chosen, "take": take, "agreed": "on", **wish}
        return self.send(f"{photo}living/", **fields)

    def clips(self, photo: str) -> set[str]:
        """Addresses of all takes that the workshop's page offers."""
        codes = re.findall(r'name="take" value="([a-z0-9]{8,})"', self.get(f"{photo}living/").text)
        return {f"/files/living/{code}/clip" for code in codes}

    def wait_for_clip(self, photo: str) -> str:
        wait_until(lambda: self.clips(photo), RENDER_SECONDS, pause=0.5)
        (clip,) = self.clips(photo)
        return clip

    def reads(self, path: str) -> str:
        """The words of a page, without its tags."""
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", self.get(path).text)).split())
