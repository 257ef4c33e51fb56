"""A site in pieces: web and two workers, each with a folder of its own, and a bucket between them."""

import json

import httpx
import pytest

from tests.e2e.test_living_photograph import frames_of
from tests.e2e.visitor import Visitor
from tests.servers.bucket import Bucket
from tests.servers.production import Production

WORKERS = ("worker-one", "worker-two")
WHO_RENDERED = (
    "import json; from django_celery_results.models import TaskResult as T; "
    "print(json.dumps(sorted(T.objects.filter(task_name='animation.tasks.animate', status='SUCCESS')"
    ".values_list('worker', flat=True))))"
)


@pytest.fixture
def bucket(tmp_path):
    made = Bucket(tmp_path / "bucket")
    made.start()
    made.make()
    yield made
    made.stop()


@pytest.fixture
def site(production, bucket, migrated_database, free_broker):
    pieces: Production = production(
        DATABASE_URL=migrated_database, REDIS_URL=free_broker, STORAGE_URL=bucket.url,
        FILE_DELIVERY="signed-url",
    )  # fmt: skip
    pieces.prepare()
    for name in WORKERS:
        pieces.start_worker(name, "animation")
    pieces.start_worker("housekeeping", "housekeeping")
    pieces.start_beat()
    pieces.start_web()
    return pieces


def test_two_workers_render_what_the_site_took_in(site, bucket, tmp_path):
    keeper = Visitor(site)
    keeper.register("anna@example.org", "Anna")
    memorial = keeper.make_memorial("Maria Orlova")
    photos = [keeper.add_media(memorial) for _ in WORKERS]
    for photo in photos:
        assert keeper.animate(photo, size="512").status_code == 200
    clips = [keeper.wait_for_clip(photo) for photo in photos]
    done = site.manage("shell", "-v0", "-c", WHO_RENDERED)
    assert json.loads(done.stdout) == [f"{name}@test" for name in WORKERS], done.stderr

    led = keeper.http.get(clips[0], follow_redirects=False)
    assert led.headers["Location"].startswith(bucket.origin)
    film = httpx.get(led.headers["Location"])
    assert film.headers["Content-Type"] == "video/mp4"
    assert frames_of(film.content, tmp_path) == ("h264", 125)
    stranger = Visitor(site)
    assert stranger.get(clips[0]).status_code == 404
    assert bucket.origin in keeper.get(photos[0]).headers["Content-Security-Policy"]
    assert not list(site.folder.glob("*/media/*")), "something was stored beside the bucket"
