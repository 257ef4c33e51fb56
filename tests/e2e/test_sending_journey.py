"""Files sent to a running site by a kept client of the protocol (tuspy), and by lines that break."""

import io
import os
import signal
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from secrets import token_hex

import pytest
from PIL import Image
from tusclient.client import TusClient
from tusclient.exceptions import TusCommunicationError, TusUploadFailed

from tests.e2e.conftest import on
from tests.e2e.launched import wait_until
from tests.e2e.test_api_journey import app_of
from tests.photos import HTML, encoded
from tests.sending import PART

pytestmark = pytest.mark.e2e
KILOBYTE = 2**10
SQLITE, POSTGRES = ("sqlite", "built-in"), ("postgres", "built-in")


@pytest.fixture(scope="module")
def photo():
    content = encoded(Image.effect_noise((900, 700), 90).convert("RGB"), quality=98)
    assert len(content) > 512 * KILOBYTE
    return content


def settle_in(site):
    """An app with its token, and the address of a memorial of its own."""
    app = app_of(site, f"anna-{token_hex(4)}@example.org")
    return app, new_memorial(app)


def new_memorial(app):
    made = app.post("/api/v1/memorials/", json={"name": "Maria Orlova"})
    return f"/api/v1/memorials/{made.json()['code']}/"


def client_of(site, app, home):
    token = {"X-Session-Token": app.headers["X-Session-Token"], "Accept-Language": "en"}
    return TusClient(f"{site.url}{home}uploads/", headers=token)


def sender(site, app, home, content, **options):
    told = {"filename": "porch.jpg", "caption": "On the porch", "taken": "summer 1951"}
    options = {"chunk_size": 100 * KILOBYTE, "metadata": told, **options}
    return client_of(site, app, home).uploader(file_stream=io.BytesIO(content), **options)


def photographs(app, home):
    return [(each["caption"], each["taken"]) for each in app.get(f"{home}media/").json()["results"]]


def head(app, where):
    return app.head(where, headers={"Tus-Resumable": "1.0.0"})


@on(SQLITE, POSTGRES)
def test_stopped_broken_and_brought_twice_it_is_kept_once(site, photo):
    app, _ = settle_in(site)
    for journey in (kept_client_stops_and_another_goes_on, connection_breaks, four_send_at_once):
        home = new_memorial(app)
        journey(site, app, home, photo)
        assert len(photographs(app, home)) == 1
    assert stored(site, "uploads") == set()


def kept_client_stops_and_another_goes_on(site, app, home, photo):
    first = sender(site, app, home, photo, upload_checksum=True)
    first.upload(stop_at=300 * KILOBYTE)
    assert first.offset == 300 * KILOBYTE
    second = sender(site, app, home, photo, url=first.url, upload_checksum=True)
    assert second.offset == 300 * KILOBYTE
    second.upload()
    assert photographs(app, home) == [("On the porch", "1951-22")]
    code = head(app, second.url).headers["Rodnik-Media"]
    original = app.get(f"/api/v1/files/media/{code}/original")
    assert original.content == photo
    refused = sender(site, app, home, HTML)
    with pytest.raises(TusUploadFailed) as refusal:
        refused.upload()
    assert refusal.value.status_code == 422
    with pytest.raises(TusCommunicationError) as too_large:
        sender(site, app, home, b"x", metadata={"taken": "whenever"}).upload()
    assert too_large.value.status_code == 400


def connection_breaks(site, app, home, photo):
    where = sender(site, app, home, photo).create_url()
    cut = 400 * KILOBYTE
    with socket.create_connection(("localhost", site.port)) as line:
        line.sendall(request(site, app, where, 0, len(photo)) + photo[:cut])
    wait_until(lambda: int(head(app, where).headers["Upload-Offset"]) > 0, 10)
    offset = int(head(app, where).headers["Upload-Offset"])
    assert 0 < offset <= cut
    sender(site, app, home, photo, url=where).upload()


def request(site, app, where, offset, length):
    path = where.removeprefix(site.url)
    return (
        f"PATCH {path} HTTP/1.1\r\nHost: localhost:{site.port}\r\nTus-Resumable: 1.0.0\r\n"
        f"X-Session-Token: {app.headers['X-Session-Token']}\r\nUpload-Offset: {offset}\r\n"
        f"Content-Type: {PART}\r\nContent-Length: {length}\r\n\r\n"
    ).encode()


def four_send_at_once(site, app, home, photo):
    where = sender(site, app, home, photo).create_url()
    headers = {"Tus-Resumable": "1.0.0", "Upload-Offset": "0", "Content-Type": PART}
    meet = threading.Barrier(4)

    def send(_number):
        meet.wait()
        return app.patch(where, content=photo, headers=headers).status_code

    with ThreadPoolExecutor(4) as crowd:
        told = list(crowd.map(send, range(4)))
    assert sorted(told) == [204, 409, 409, 409]


@on(SQLITE)
def test_killed_site_goes_on_where_it_was(site, photo):
    app, home = settle_in(site)
    first = sender(site, app, home, photo)
    first.upload(stop_at=300 * KILOBYTE)
    with socket.create_connection(("localhost", site.port)) as line:
        line.sendall(request(site, app, first.url, 300 * KILOBYTE, 200 * KILOBYTE) + photo[:1000])
        site.signal_child("web", signal.SIGKILL)
        site.wait_end()
    site.start()
    second = sender(site, app, home, photo, url=first.url)
    assert second.offset == 300 * KILOBYTE
    second.upload()
    assert len(photographs(app, home)) == 1
    assert stored(site, "uploads") == set()


def stored(site, folder):
    place = site.data_dir / "media" / folder
    return {each.name for each in place.glob("*")}


def test_a_large_part_is_never_in_memory(new_site):
    site = new_site().start()
    app, home = settle_in(site)
    answer = app.post(f"{home}uploads/", headers={"Tus-Resumable": "1.0.0", "Upload-Length": str(96 * 2**20)})
    where, headers = answer.headers["Location"], {"Tus-Resumable": "1.0.0", "Content-Type": PART}
    part = os.urandom(16 * 2**20)
    before = memory_of(site)
    for number in range(6):
        told = {**headers, "Upload-Offset": str(number * len(part))}
        last = app.patch(where, content=part, headers=told)
    assert (last.status_code, last.json()["code"]) == (422, "unknown_kind")
    assert memory_of(site) - before < 12 * KILOBYTE, "kilobytes more than before"
    assert stored(site, "uploads") == set()


def memory_of(site):
    """The most that any process of the web has held, in kilobytes."""
    web = site.children()["web"]
    family = [pid for pid in site.processes() if pid == web or parent_of(pid) == web]
    return sum(peak_of(pid) for pid in family)


def parent_of(pid):
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def peak_of(pid):
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
