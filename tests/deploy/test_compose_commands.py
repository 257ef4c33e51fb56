"""The commands of docker-compose.yml, run: PostgreSQL, Debian's redis-server, the site, its workers and beat,
and Debian's nginx with the very configuration that the container gets."""

import gzip
import json
import os
import re
import signal
import time

import pytest
import redis

from memorials.jobs import pulse
from tests.deploy.compose_file import services
from tests.e2e.launched import wait_until
from tests.e2e.visitor import RENDER_SECONDS, Visitor

pytestmark = pytest.mark.servers

EXAMINED = [name for name, service in services().items() if "healthcheck" in service]
#: What every private file says about itself, whoever carries it.
PRIVATE = {
    "Cache-Control": "private, no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Accept-Ranges": "bytes",
}


@pytest.fixture(scope="module")
def keeper(stack):
    made = Visitor(stack)
    made.register("anna@example.org", "Anna")
    yield made
    made.http.close()


@pytest.fixture(scope="module")
def photo(keeper):
    """The address of a photograph in a private memorial."""
    return keeper.add_media(keeper.make_memorial("Maria Orlova"))


@pytest.fixture(scope="module")
def clip(keeper, photo):
    keeper.animate(photo)
    return keeper.wait_for_clip(photo)


def stored(stack, address):
    """What lies in the storage under the address of a clip."""
    code = address.split("/")[3]
    program = f"from animation.models import Animation as A; print(A.objects.get(code='{code}').clip.name)"
    return stack.folder / "data" / "media" / stack.manage("shell", "-v0", "-c", program).strip()


@pytest.mark.parametrize("name", EXAMINED)
def test_health_check_says_well_of_what_is_well(stack, name):
    assert stack.health(name) == 0


def test_prepare_told_the_one_time_password_once(stack):
    assert re.fullmatch(r"Prepared\.\n", stack.prepare())


def test_ready_with_database_broker_and_storage(stack, visit):
    parts = {"ok": True, "database": True, "broker": True, "storage": True}
    assert visit().get("/readyz").json() == parts


# --- Files: the site decides, nginx carries ------------------------------------------------------------
def test_clip_is_carried_by_nginx_with_all_its_headers(stack, keeper, clip):
    on_disk = stored(stack, clip).read_bytes()
    film = keeper.get(clip)
    assert film.content == on_disk and len(on_disk) > 50_000
    assert film.headers["Server"] == "nginx"
    assert film.headers["Content-Type"] == "video/mp4"
    assert film.headers["ETag"] == f'"{stored(stack, clip).name}"'
    assert film.headers["Content-Disposition"].startswith("inline")
    assert {name: film.headers.get(name) for name in PRIVATE} == PRIVATE
    assert not {"Last-Modified", "X-Accel-Redirect", "Set-Cookie"} & set(film.headers)
    straight = keeper.get(f"http://localhost:{stack.ports['web']}{clip}")
    assert (straight.content, straight.headers["X-Accel-Redirect"][:8]) == (b"", "/stored/")


@pytest.mark.parametrize(
    ("asked", "begin", "end"),
    [
        ("bytes=0-99", 0, 100),
        ("bytes=1000-1999", 1000, 2000),
        ("bytes=-10", -10, None),
        ("bytes=40000-", 40000, None),
    ],
)
def test_a_part_of_a_clip(keeper, clip, asked, begin, end):
    whole = keeper.get(clip).content
    part = keeper.get(clip, headers={"Range": asked})
    assert (part.status_code, part.content) == (206, whole[begin:end])
    first = begin % len(whole)
    assert part.headers["Content-Range"] == f"bytes {first}-{first + len(part.content) - 1}/{len(whole)}"
    assert {name: part.headers.get(name) for name in PRIVATE if name != "Accept-Ranges"} == {
        name: value for name, value in PRIVATE.items() if name != "Accept-Ranges"
    }


def test_conditions_on_a_part(keeper, clip):
    whole = keeper.get(clip)
    beyond = keeper.get(clip, headers={"Range": f"bytes={len(whole.content)}-"})
    assert (beyond.status_code, beyond.headers["Content-Range"]) == (416, f"bytes */{len(whole.content)}")
    assert beyond.headers["X-Content-Type-Options"] == "nosniff"
    same = {"Range": "bytes=0-9", "If-Range": whole.headers["ETag"]}
    assert keeper.get(clip, headers=same).status_code == 206
    other = keeper.get(clip, headers={**same, "If-Range": '"another"'})
    assert (other.status_code, other.content) == (200, whole.content)
    several = keeper.get(clip, headers={"Range": "bytes=0-9,20-29"})
    assert (several.status_code, several.content) == (200, whole.content)
    known = keeper.get(clip, headers={"If-None-Match": whole.headers["ETag"]})
    assert (known.status_code, known.content) == (304, b"")


def test_head_tells_the_size_and_sends_nothing(keeper, clip):
    head = keeper.http.head(clip)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["Content-Length"] == str(len(keeper.get(clip).content))
    assert {name: head.headers.get(name) for name in PRIVATE} == PRIVATE


def test_stored_names_open_nothing_and_look_like_any_missing_page(stack, keeper, clip, visit):
    name = stored(stack, clip).relative_to(stack.folder / "data" / "media")
    missing = keeper.get("/no-such-page")
    assert missing.status_code == 404
    for path in (f"/stored/{name}", f"/stored//{name}", f"/%73tored/{name}", "/stored/", f"/media/{name}",
                 f"/static/../stored/{name}", "/nginx-pages/away.html"):  # fmt: skip
        answer = keeper.get(path)
        assert (answer.status_code, answer.content) == (404, missing.content), path
    assert [visit().get(path).status_code for path in (clip, clip.replace("clip", "poster"))] == [404, 404]


def test_a_file_that_is_gone_is_a_missing_page(stack, keeper, clip):
    path = stored(stack, clip)
    path.rename(path.with_suffix(".away"))
    try:
        answer = keeper.get(clip)
        assert (answer.status_code, answer.content) == (404, keeper.get("/no-such-page").content)
    finally:
        path.with_suffix(".away").rename(path)


def test_uploads_and_clips_are_readable_for_the_group_and_nobody_else(stack, clip):
    files = [path for path in (stack.folder / "data" / "media").rglob("*") if path.is_file()]
    assert {path.stat().st_mode & 0o777 for path in files} == {0o640}


# --- Static files ----------------------------------------------------------------------------------------
def test_static_files_are_packed_kept_for_ever_and_asked_for_once(stack, visit):
    visitor = visit()
    path = re.search(r'href="(/static/css/base\.[0-9a-f]{12}\.css)"', visitor.get("/").text)[1]
    packed = visitor.get(path, headers={"Accept-Encoding": "gzip, deflate, br"})
    plain = visitor.get(path, headers={"Accept-Encoding": "identity"})
    assert (packed.headers.get("Content-Encoding"), plain.headers.get("Content-Encoding")) == ("gzip", None)
    assert packed.text == plain.text
    assert "immutable" in packed.headers["Cache-Control"] and packed.headers["Content-Type"].startswith(
        "text/css"
    )
    os.killpg(stack.running["web"].pid, signal.SIGSTOP)
    try:
        assert visitor.get(path, headers={"Accept-Encoding": "gzip"}).text == plain.text
    finally:
        os.killpg(stack.running["web"].pid, signal.SIGCONT)


def test_pages_are_not_compressed(visit):
    page = visit().get("/", headers={"Accept-Encoding": "gzip, br"})
    assert (page.status_code, page.headers.get("Content-Encoding")) == (200, None)


# --- Work ----------------------------------------------------------------------------------------------
def outcome(stack, photo):
    """(status, attempt, losses) of each request for the photograph."""
    program = (
        "import json; from animation.models import Animation as A; print(json.dumps([list(row) for row in "
        f"A.objects.filter(photo__code='{photo.rstrip('/').split('/')[-1]}')"
        ".values_list('status', 'attempt', 'losses')]))"
    )
    return json.loads(stack.manage("shell", "-v0", "-c", program))


@pytest.fixture
def other_photo(keeper):
    return keeper.add_media(keeper.make_memorial("Pavel Orlov"))


def wait_for_rendering(keeper, photo):
    wait_until(lambda: "Drawing the frames" in keeper.reads(f"{photo}living/"), RENDER_SECONDS)


def test_a_worker_stopped_in_mid_render_ends_its_clip_first(stack, keeper, other_photo):
    keeper.animate(other_photo)
    wait_for_rendering(keeper, other_photo)
    log = stack.log("worker-animation")
    done_before = log.read_text("utf-8").count("succeeded in")
    code, took = stack.stop("worker-animation")
    try:
        assert code == 0
        assert log.read_text("utf-8").count("succeeded in") == done_before + 1
        assert outcome(stack, other_photo) == [["ready", 1, 0]]
        assert took < 60
        keeper.wait_for_clip(other_photo)
    finally:
        stack.start("worker-animation")
    stack.wait_well("worker-animation")


def test_asked_while_the_worker_is_away_it_is_done_when_it_is_back(stack, keeper, other_photo):
    assert stack.stop("worker-animation")[0] == 0
    try:
        keeper.animate(other_photo)
        assert [status for status, *_ in outcome(stack, other_photo)] == ["queued"]
    finally:
        stack.start("worker-animation")
    stack.wait_well("worker-animation")
    keeper.wait_for_clip(other_photo)


def test_everything_stops_in_its_time_and_comes_back_with_what_it_had(stack, keeper, clip):
    ours = ("nginx", "beat", "worker-housekeeping", "worker-media", "worker-animation", "web", "redis")
    ended = {name: stack.stop(name)[0] for name in ours}
    assert ended == dict.fromkeys(ours, 0)
    stack.start_all()
    assert keeper.get(clip).status_code == 200


def test_redis_runs_as_the_file_says_and_keeps_its_messages_through_a_kill(stack):
    with redis.Redis(port=stack.ports["redis"]) as link:
        wanted = {
            "appendonly": "yes",
            "maxmemory-policy": "noeviction",
            "appendfsync": "everysec",
            "save": "",
        }
        assert {name: link.config_get(name)[name] for name in wanted} == wanted
        link.set("kept", "by the log")
        time.sleep(1.5)  # appendfsync everysec
    stack.kill("redis")
    stack.start("redis")
    stack.wait_well("redis")
    with redis.Redis(port=stack.ports["redis"]) as link:
        assert link.get("kept") == b"by the log"
        link.delete("kept")


# --- Health checks of what is ill ------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["worker-animation", "worker-media", "worker-housekeeping", "beat"])
def test_health_check_says_ill_of_a_part_without_a_sign_of_life(stack, name):
    sign = name.removeprefix("worker-")
    os.killpg(stack.running[name].pid, signal.SIGSTOP)
    silent = f"cache.set('pulse:{sign}', time.time() - {pulse.SILENT_AFTER + 1}, timeout=None)"
    try:
        time.sleep(1)  # a sweep that it had begun may still end
        stack.manage("shell", "-v0", "-c", f"import time; from django.core.cache import cache; {silent}")
        assert stack.health(name) == 1
    finally:
        os.killpg(stack.running[name].pid, signal.SIGCONT)
    stack.wait_well(name)


@pytest.mark.parametrize("name", ["web", "redis", "nginx"])
def test_health_check_says_ill_of_a_part_that_is_away(stack, name):
    stack.stop(name)
    try:
        assert stack.health(name) != 0
    finally:
        stack.start(name)
    stack.wait_well(name)


def test_health_check_says_ill_of_a_database_that_is_away(stack):
    there, stack.database_url = stack.database_url, "postgres://postgres@/x?host=/nowhere"
    try:
        assert stack.health("db") != 0
    finally:
        stack.database_url = there


def test_gunicorn_that_hangs_is_ill(stack):
    os.killpg(stack.running["web"].pid, signal.SIGSTOP)
    try:
        assert stack.health("web") == 1
    finally:
        os.killpg(stack.running["web"].pid, signal.SIGCONT)
    stack.wait_well("web")


def test_packed_files_in_the_image_and_here_are_the_same_kind(stack):
    some = next((stack.folder / "static" / "css").glob("base.*.css.gz"))
    assert gzip.decompress(some.read_bytes()) == some.with_suffix("").read_bytes()
