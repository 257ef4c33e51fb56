"""The main job from outside: a keeper asks, a worker renders, the page shows, whatever comes between."""

import io
import json
import os
import signal
import subprocess
from pathlib import Path
from secrets import token_hex

import cv2
import pytest

from tests.e2e.conftest import on
from tests.e2e.launched import wait_until
from tests.e2e.visitor import RENDER_SECONDS, Visitor

pytestmark = pytest.mark.e2e
#: Each broker beside another database; all pairs would take twice the time and prove hardly more.
BUILT_IN, VALKEY, REDIS = ("sqlite", "built-in"), ("sqlite", "valkey"), ("postgres", "redis")


def keeper_with_photo(site):
    keeper = Visitor(site)
    keeper.register(f"anna-{token_hex(4)}@example.org", "Anna")
    memorial = keeper.make_memorial("Maria Orlova")
    return keeper, memorial, keeper.add_media(memorial)


def rows(site):
    """What the database says, read by the project's own code."""
    program = (
        "import json; from animation.models import Animation as A; "
        "from django_celery_results.models import TaskResult as T; "
        "names = ('pk', 'photo__code', 'status', 'attempt', 'losses', 'task_id', 'clip'); "
        "print(json.dumps({'rows': list(A.objects.values(*names)), "
        "'results': list(T.objects.filter(task_name='animation.tasks.animate')"
        ".values('task_id','status','result'))}))"
    )
    done = site.manage("shell", "-v0", "-c", program)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def row_of(photo, found):
    [row] = [row for row in found["rows"] if f"/{row['photo__code']}/" in photo]
    return row


def outcome_of(row, found):
    [outcome] = [result for result in found["results"] if result["task_id"] == row["task_id"]]
    return json.loads(outcome["result"])


def stored_clips(site):
    return {path.name for path in (site.data_dir / "media" / "living").glob("*")}


class Log:
    """What the worker says from now on."""

    def __init__(self, site):
        self.path = site.data_dir / "logs" / "worker-animation.log"
        self.told_before = len(self.path.read_text())

    def count(self, word):
        return self.path.read_text()[self.told_before :].count(word)


def frames_of(clip: bytes, tmp_path: Path) -> tuple[str, int]:
    """Codec and number of frames, by decoding the clip again."""
    path = tmp_path / "clip.mp4"
    path.write_bytes(clip)
    film = cv2.VideoCapture(str(path))
    codec = int(film.get(cv2.CAP_PROP_FOURCC)).to_bytes(4, "little").decode()
    frames = 0
    while film.read()[0]:
        frames += 1
    film.release()
    return codec, frames


@on(BUILT_IN, REDIS)
def test_keeper_brings_a_photograph_to_life_and_nobody_else_sees_it(site, tmp_path):
    keeper, memorial, photo = keeper_with_photo(site)
    asked = keeper.animate(photo)
    assert (asked.status_code, asked.url.path) == (200, f"{photo}living/")
    clip = keeper.wait_for_clip(photo)

    film = keeper.get(clip)
    assert film.headers["Content-Type"] == "video/mp4"
    assert frames_of(film.content, tmp_path) == ("h264", 125)
    part = keeper.get(clip, headers={"Range": "bytes=0-99"})
    assert (part.status_code, part.content) == (206, film.content[:100])

    said = keeper.reads(f"{photo}living/")
    assert "by rodnik-warp" in said and "Anna" in said
    assert clip in keeper.get(memorial).text
    found = rows(site)
    assert outcome_of(row_of(photo, found), found)["frames"] == 125

    stranger = Visitor(site)
    stranger.register(f"boris-{token_hex(4)}@example.org", "Boris")
    for asker in (Visitor(site), stranger):
        paths = (memorial, photo, f"{photo}living/", clip, clip.replace("clip", "poster"))
        assert [asker.get(path).status_code for path in paths] == [404] * 5


def test_example_is_brought_to_life_at_the_first_start_and_stays_deleted(new_site, tmp_path):
    site = new_site(DEMO="on", empty=True).start()
    visitor = Visitor(site)
    wait_until(lambda: "/m/" in visitor.get("/").text, 20)
    demo = visitor.get("/").text.split('href="/m/')[1].split('"')[0]

    def clip():
        page = visitor.get(f"/m/{demo}").text
        return page.split('src="/files/living/')[1].split('"')[0] if "/files/living/" in page else ""

    wait_until(clip, RENDER_SECONDS, pause=0.5)
    assert frames_of(visitor.get(f"/files/living/{clip()}").content, tmp_path) == ("h264", 125)
    remove = (
        "from memorials.models import Memorial; from memorials.services.memorials import remove_memorial; "
        "[remove_memorial(memorial=m) for m in Memorial.objects.filter(is_demo=True)]"
    )
    assert site.manage("shell", "-v0", "-c", remove).returncode == 0
    site.restart()
    assert "/m/" not in visitor.get("/").text
    assert stored_clips(site) == set()


@on(VALKEY, REDIS)
def test_broker_away_the_page_answers_and_the_clip_comes_once_it_is_back(site, own_broker):
    keeper, _, photo = keeper_with_photo(site)
    own_broker.stop()
    assert keeper.animate(photo).status_code == 200
    workshop = "The photograph and your choice are saved"
    wait_until(lambda: workshop in keeper.reads(f"{photo}living/"), 10)
    assert workshop in keeper.reads(f"{photo}living/")
    assert keeper.get("/readyz").status_code == 503
    own_broker.start()
    keeper.wait_for_clip(photo)  # and nothing was pressed
    assert row_of(photo, rows(site))["status"] == "ready"


@on(VALKEY, REDIS)
def test_emptied_broker_loses_no_request(site, own_broker):
    keeper, _, photo = keeper_with_photo(site)
    own_broker.stop()
    keeper.animate(photo)
    own_broker.forget()
    own_broker.start()
    keeper.wait_for_clip(photo)


@on(BUILT_IN, REDIS)
def test_same_message_twice_makes_one_clip_and_leaves_the_outcome_alone(site):
    clips = stored_clips(site)
    keeper, _, photo = keeper_with_photo(site)
    keeper.animate(photo)
    keeper.wait_for_clip(photo)
    before = rows(site)
    row = row_of(photo, before)
    again = (
        "from celery import current_app as c; "
        f"[c.send_task('animation.tasks.animate', args=[{row['pk']}], task_id=t) "
        f"for t in ('{row['task_id']}', 'another')]"
    )
    log = Log(site)
    assert site.manage("shell", "-v0", "-c", again).returncode == 0
    wait_until(lambda: log.count("received") >= 2, 20)
    wait_until(lambda: log.count("ignored") >= 2, 20)
    assert rows(site) == before
    assert len(stored_clips(site) - clips) == 2  # one clip and its poster


@on(BUILT_IN, REDIS)
def test_pool_child_killed_in_the_middle_the_clip_comes_once(site):
    clips = stored_clips(site)
    keeper, _, photo = keeper_with_photo(site)
    keeper.animate(photo)
    wait_for_rendering(keeper, photo)
    os.kill(pool_child(site), signal.SIGKILL)
    keeper.wait_for_clip(photo)
    row = row_of(photo, rows(site))
    assert (row["status"], row["losses"], row["attempt"]) == ("ready", 1, 2)
    assert len(stored_clips(site) - clips) == 2


@on(BUILT_IN)
def test_cancelled_in_the_middle_leaves_no_clip(site):
    clips, log = stored_clips(site), Log(site)
    keeper, _, photo = keeper_with_photo(site)
    keeper.animate(photo)
    wait_for_rendering(keeper, photo)
    page = keeper.get(f"{photo}living/").text
    cancel = page.split('/cancel/"')[0].split('action="')[-1] + "/cancel/"
    answer = keeper.post(cancel, keeper.token(f"{photo}living/"))
    assert answer.status_code == 200
    assert "Stopped, as you asked" in keeper.reads(f"{photo}living/")
    wait_until(lambda: log.count("ignored"), 20)
    assert stored_clips(site) == clips


@on(BUILT_IN)
def test_whole_site_killed_in_the_middle_the_clip_comes_after_the_next_start(site):
    clips = stored_clips(site)
    keeper, _, photo = keeper_with_photo(site)
    keeper.animate(photo)
    wait_for_rendering(keeper, photo)
    site.signal(signal.SIGKILL)
    site.wait_end()
    assert site.wait_gone(15) == []  # a worker may be at work on this very clip
    site.start()
    keeper.wait_for_clip(photo)
    assert row_of(photo, rows(site))["status"] == "ready"
    assert len(stored_clips(site) - clips) == 2


def wait_for_rendering(keeper, photo):
    drawing = "Drawing the frames"
    wait_until(lambda: drawing in keeper.reads(f"{photo}living/"), RENDER_SECONDS, pause=0.2)


def pool_child(site):
    parent = site.children()["worker-animation"]
    listed = subprocess.run(["pgrep", "-P", str(parent)], capture_output=True, text=True, check=True)  # noqa: S607
    return int(io.StringIO(listed.stdout).readline())
