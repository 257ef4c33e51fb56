"""The main job as an app does it: register, memorial, photograph, ask, wait, watch."""

import pytest

from tests.e2e.launched import wait_until
from tests.e2e.visitor import PASSWORD, PHOTO, RENDER_SECONDS

pytestmark = pytest.mark.e2e
SIGN_UP = "/api/v1/auth/app/v1/auth/signup"


def app_of(site, email):
    """An app with its token."""
    app = site.client(headers={"Accept-Language": "en"})
    answer = app.post(SIGN_UP, json={"email": email, "password": PASSWORD, "name": "Anna"})
    assert answer.status_code == 200, answer.text
    app.headers["X-Session-Token"] = answer.json()["meta"]["session_token"]
    return app


def test_app_brings_a_photograph_to_life(new_site):
    site = new_site().start()
    app = app_of(site, "anna@example.org")
    memorial = app.post("/api/v1/memorials/", json={"name": "Maria Orlova"})
    assert (memorial.status_code, memorial.json()["visibility"]) == (201, "private")
    home = f"/api/v1/memorials/{memorial.json()['code']}/"
    photo = app.post(
        f"{home}media/", files={"file": ("portrait.jpg", PHOTO.read_bytes())}, data={"taken": "1984"}
    )
    assert photo.status_code == 201, photo.text
    album = f"{home}media/{photo.json()['code']}/animations/"

    refused = app.post(album, json={})
    assert (refused.status_code, refused.json()["code"]) == (422, "consent_missing")
    asked = app.post(album, json={"agreed": True})
    assert (asked.status_code, asked.headers["Retry-After"]) == (202, "2")
    address = f"{home}animations/{asked.json()['code']}/"
    wait_until(lambda: app.get(address).json()["status"] == "ready", RENDER_SECONDS, pause=0.5)
    ready = app.get(address).json()
    assert (ready["outcome"]["engine"], ready["outcome"]["frames"]) == ("rodnik-warp", 125)
    clip = ready["clip"]
    assert app.get(clip, headers={"Range": "bytes=4-7"}).content == b"ftyp"

    stranger, nobody = app_of(site, "boris@example.org"), site.client()
    for asker in (stranger, nobody):
        assert [asker.get(path).status_code for path in (home, album, address, clip)] == [404] * 4
    assert nobody.post("/api/v1/memorials/", json={"name": "x"}).status_code == 401
    assert nobody.get("/api/schema/").json()["openapi"].startswith("3.1")
