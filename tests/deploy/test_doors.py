"""nginx at the doors: which names it answers to, whom it believes, and what a slow or heavy visitor costs."""

import json
import socket
import statistics
import time

import httpx
import pytest
from django.conf import settings

from tests.deploy.compose_file import BASE_DIR, services
from tests.deploy.crowd import slow_readers, slow_senders
from tests.deploy.echo import echo
from tests.e2e.launched import wait_until
from tests.e2e.visitor import PHOTO, Visitor

pytestmark = pytest.mark.servers

PEOPLE = 50
MOST_SECONDS = 2.0  # for an ordinary page meanwhile; alone it takes a twentieth of that


def answer_to(port, request: bytes) -> bytes:
    """All bytes that come back until the other side has had enough."""
    with socket.create_connection(("127.0.0.1", port), 10) as line:
        line.sendall(request)
        line.settimeout(10)
        received = b""
        while piece := line.recv(65536):
            received += piece
        return received


# --- Names ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize("door", ["door", "terminator-door"])
@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "localhost.evil.example"])
def test_a_host_that_is_not_the_sites_is_refused(stack, door, host):
    request = f"GET /accounts/login/ HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    answer = answer_to(stack.ports[door], request.encode())
    assert answer.startswith(b"HTTP/1.1 421 ")
    assert answer.endswith(b"This server does not answer under that name.\n")
    assert b"nginx/" not in answer


def test_no_host_and_two_hosts_are_refused(stack):
    port = stack.ports["door"]
    assert answer_to(port, b"GET / HTTP/1.0\r\n\r\n").startswith(b"HTTP/1.1 421")
    empty = b"GET / HTTP/1.1\r\nHost: \r\nConnection: close\r\n\r\n"
    assert answer_to(port, empty).startswith(b"HTTP/1.1 400")
    two = b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
    assert answer_to(port, two).startswith(b"HTTP/1.1 400")
    absolute = b"GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    assert answer_to(port, absolute).startswith(b"HTTP/1.1 421")


@pytest.mark.parametrize("door", ["door", "terminator-door"])
def test_the_sites_own_name_is_answered_at_both_doors(stack, door):
    assert httpx.get(f"http://localhost:{stack.ports[door]}/").status_code == 200


# --- Whom it believes ------------------------------------------------------------------------------------
FORGED = {
    "X-Forwarded-For": "203.0.113.7, 198.51.100.9",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Port": "443",
    "X-Real-IP": "203.0.113.7",
    "Forwarded": "for=203.0.113.7;proto=https;host=evil.example",
    "Proxy": "http://evil.example",
}


@pytest.fixture
def told(stack):
    """What the site behind is told of a request at a door."""
    with echo() as port:
        stack.stop("nginx")
        there, stack.ports["web"] = stack.ports["web"], port
        stack.start("nginx")
        stack.wait_well("nginx")
        yield lambda door, **headers: dict(
            httpx.get(f"http://localhost:{stack.ports[door]}/", headers=headers["headers"]).json()
        )
        stack.stop("nginx")
        stack.ports["web"] = there
        stack.start("nginx")
        stack.wait_well("nginx")


def test_what_a_browser_says_of_itself_does_not_reach_the_site(stack, told):
    host = f"localhost:{stack.ports['door']}"
    seen = told("door", headers=FORGED)
    forwarding = {
        name: value for name, value in seen.items() if "forward" in name or name in ("host", "proxy")
    }
    assert forwarding == {"host": host, "x-forwarded-for": "127.0.0.1", "x-forwarded-proto": "http"}
    assert "x-real-ip" not in seen


@pytest.mark.parametrize(
    ("said", "address", "scheme"),
    [
        ({"X-Forwarded-For": "198.51.100.9", "X-Forwarded-Proto": "https"}, "198.51.100.9", "https"),
        (FORGED, "198.51.100.9", "https"),  # the first one is what a browser told the terminator
        ({"X-Forwarded-For": "2001:db8::1", "X-Forwarded-Proto": "http"}, "2001:db8::1", "http"),
        ({"X-Forwarded-For": "not an address!", "X-Forwarded-Proto": "gopher"}, "127.0.0.1", "http"),
        ({}, "127.0.0.1", "http"),
    ],
)
def test_a_terminator_is_believed_its_last_word(told, said, address, scheme):
    seen = told("terminator-door", headers=said)
    assert (seen["x-forwarded-for"], seen["x-forwarded-proto"]) == (address, scheme)
    assert not {"x-forwarded-host", "x-real-ip", "forwarded", "proxy"} & set(seen)


@pytest.fixture
def https_site(stack):
    """The site under an https address, as behind a TLS terminator."""
    there = stack.services
    stack.services = services({**stack.given, "SITE_URL": "https://localhost"})
    restart_web(stack)
    yield stack
    stack.services = there
    restart_web(stack)


def restart_web(stack):
    stack.stop("web")
    stack.start("web")
    stack.wait_well("web")


def test_https_counts_only_where_a_terminator_says_so(https_site):
    said = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "198.51.100.9"}
    page = httpx.get(f"http://localhost:{https_site.ports['terminator-door']}/accounts/login/", headers=said)
    assert (page.status_code, "__Host-csrf" in page.cookies) == (200, True)
    assert page.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    for door, headers in (("door", said), ("terminator-door", {})):
        plain = httpx.get(f"http://localhost:{https_site.ports[door]}/accounts/login/", headers=headers)
        assert plain.status_code == 301 and plain.headers["Location"].startswith("https://localhost")


def test_a_forged_address_does_not_evade_the_limit_of_sign_in(stack):
    with stack.client() as guesser:
        page = guesser.get("/accounts/login/").text
        token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
        statuses = [
            guesser.post(
                "/accounts/login/",
                data={
                    "csrfmiddlewaretoken": token,
                    "login": f"{number}@example.org",
                    "password": "wrong-guess",
                },
                headers={"Referer": stack.url, "X-Forwarded-For": f"203.0.113.{number}"},
            ).status_code
            for number in range(40)
        ]
    assert 429 in statuses and statuses[-1] == 429


@pytest.fixture
def keeper(stack):
    made = Visitor(stack)
    made.register(f"keeper-{time.monotonic_ns()}@example.org", "Keeper")
    yield made
    made.http.close()


# --- Slow visitors -------------------------------------------------------------------------------------
def pages(stack, count=10):
    """Seconds of ordinary visits, each on a line of its own."""
    times = []
    for _ in range(count):
        began = time.monotonic()
        assert httpx.get(f"{stack.url}/", timeout=20).status_code == 200
        times.append(time.monotonic() - began)
    return times


def upload_head(stack, keeper, address):
    """The head of an upload that the site would read to its end, with cookies and all."""
    keeper.get(address)
    cookies = "; ".join(f"{name}={value}" for name, value in keeper.http.cookies.items())
    return (
        f"POST {address} HTTP/1.1\r\nHost: localhost:{stack.ports['door']}\r\nCookie: {cookies}\r\n"
        "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 30000000\r\n\r\n"
    ).encode()


BEGIN = b'--b\r\nContent-Disposition: form-data; name="photo"; filename="p.jpg"\r\n\r\n' + b"x" * 100_000


def test_fifty_slow_uploads_do_not_hold_up_a_page(stack, keeper):
    head = upload_head(stack, keeper, f"{keeper.make_memorial('Maria Orlova')}media/new/")
    with slow_senders(stack.ports["door"], PEOPLE, head, BEGIN) as senders:
        times = []
        for _ in range(5):
            for line in senders:
                line.sendall(b"x")
            times += pages(stack, 2)
        assert max(times) < MOST_SECONDS, statistics.quantiles(times)


def test_fifty_slow_heads_do_not_hold_up_a_page(stack):
    with slow_senders(stack.ports["door"], PEOPLE, b"GET / HTTP/1.1\r\n", b"X-Slow: ") as senders:
        for line in senders:
            line.sendall(b"y")
        assert max(pages(stack)) < MOST_SECONDS


def test_fifty_slow_readers_do_not_hold_up_a_page(stack, keeper):
    photo = keeper.add_media(keeper.make_memorial("Long Letter"))
    original = f"/files/media/{photo.rstrip('/').split('/')[-1]}/view"
    assert len(keeper.get(original).content) > 50_000
    cookies = "; ".join(f"{name}={value}" for name, value in keeper.http.cookies.items())
    request = f"GET {original} HTTP/1.1\r\nHost: localhost:{stack.ports['door']}\r\nCookie: {cookies}\r\n\r\n"
    with slow_readers(stack.ports["door"], PEOPLE, request.encode()):
        assert max(pages(stack)) < MOST_SECONDS


def test_one_address_does_not_get_all_the_places(stack, keeper):
    head = upload_head(stack, keeper, "/new/")
    with slow_senders(stack.ports["door"], 110, head, BEGIN):
        wait_until(lambda: front_page(stack, 3) == [429] * 3, 10)  # all of them are in
        assert front_page(stack, 10) == [429] * 10
        other = {"X-Forwarded-For": "198.51.100.9"}
        elsewhere = f"http://localhost:{stack.ports['terminator-door']}/"
        assert httpx.get(elsewhere, headers=other).status_code == 200
    wait_until(lambda: front_page(stack, 3) == [200] * 3, 10)
    assert front_page(stack, 3) == [200] * 3


def front_page(stack, times):
    return [httpx.get(stack.url).status_code for _ in range(times)]


# --- Heavy visitors ------------------------------------------------------------------------------------
def test_a_photograph_over_the_sites_limit_is_refused_by_the_site(keeper):
    memorial = keeper.make_memorial("Maria Orlova")
    heavy = PHOTO.read_bytes() + bytes(settings.PHOTO_MAX_BYTES)
    answer = keeper.send(f"{memorial}media/new/", files={"photo": ("p.jpg", heavy)}, caption="A portrait")
    assert answer.status_code == 422 and "csrfmiddlewaretoken" in answer.text


def test_an_upload_over_any_limit_is_413_in_plain_words(keeper, stack):
    memorial = keeper.make_memorial("Maria Orlova")
    before = set((stack.folder / "data" / "media").rglob("*"))
    answer = keeper.send(f"{memorial}media/new/", files={"photo": ("p.jpg", bytes(60 * 2**20))}, caption="")
    assert answer.status_code == 413
    assert answer.text == (BASE_DIR / "config" / "nginx" / "pages" / "too-large.html").read_text("utf-8")
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    assert set((stack.folder / "data" / "media").rglob("*")) == before


def test_nginx_takes_what_the_site_takes_and_little_more(stack):
    configuration = (stack.folder / "nginx-run" / "nginx.conf").read_text("utf-8")
    (megabytes,) = (
        int(line.split()[1].removesuffix("m;"))
        for line in configuration.splitlines()
        if "client_max_body" in line
    )
    assert settings.PHOTO_MAX_BYTES + 2**20 <= megabytes * 2**20 <= settings.PHOTO_MAX_BYTES + 8 * 2**20
    assert f"до {settings.PHOTO_MAX_BYTES // 2**20} МБ" in (
        BASE_DIR / "config" / "nginx" / "pages" / "too-large.html"
    ).read_text("utf-8")


def test_a_site_that_is_away_is_503_in_plain_words(stack):
    stack.stop("web")
    try:
        answer = httpx.post(f"{stack.url}/accounts/login/", data={"login": "x"})
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
        assert answer.text == (BASE_DIR / "config" / "nginx" / "pages" / "away.html").read_text("utf-8")
    finally:
        stack.start("web")
    stack.wait_well("web")
    assert json.loads(httpx.get(f"{stack.url}/healthz").text) == {"ok": True}
