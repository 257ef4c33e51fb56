"""Further copies from outside: somebody adds a photograph, a worker prepares it, whatever comes between."""

import io

import pytest
from PIL import Image

from tests.e2e.conftest import on
from tests.e2e.family import Family, rows, settled, wait_for_work
from tests.e2e.launched import wait_until
from tests.e2e.visitor import Visitor

pytestmark = pytest.mark.e2e
VALKEY, BUILT_IN = ("sqlite", "valkey"), ("postgres", "built-in")


@on(VALKEY, BUILT_IN)
def test_removed_in_the_middle_leaves_nothing(site):
    """The first on its site, where nothing else is yet."""
    family = Family(site)
    code = family.add(8000, 6400)
    log = site.data_dir / "logs" / "worker-media.log"
    wait_for_work(log)
    path = f"{family.memorial}media/{code}/remove/"
    assert family.send(path).status_code == 200
    wait_until(lambda: "prepare[" in log.read_text().split("received")[-1], 30)  # how it ended
    assert rows(site) == {"jobs": [], "large": 0, "orphans": 0, "missing": 0}
    assert [each for each in (site.data_dir / "media").rglob("*") if each.is_file()] == []


@on(VALKEY, BUILT_IN)
def test_what_was_added_is_prepared_and_only_those_who_see_it_get_it(site):
    family = Family(site)
    code = family.add()
    family.wait_for(code)
    shown = family.get(f"/files/media/{code}/large")
    assert Image.open(io.BytesIO(shown.content)).size == (2560, 1829)
    assert Visitor(site).get(f"/files/media/{code}/large").status_code == 404
    found = rows(site)
    assert settled(found) and found["large"] == len(found["jobs"])


@on(VALKEY)
def test_broker_away_it_is_kept_and_prepared_once_the_broker_is_back(site, own_broker):
    family = Family(site)
    own_broker.stop()
    code = family.add()
    assert [job["status"] for job in rows(site)["jobs"] if job["status"] != "ready"] == ["queued"]
    own_broker.forget()
    own_broker.start()
    family.wait_for(code)
    assert settled(rows(site))


@on(VALKEY)
def test_messages_twice_and_two_sweepers_prepare_each_once(site):
    family = Family(site)
    codes = [family.add(1800, 1300) for _ in range(4)]
    again = (
        "import threading; from memorials.jobs import handover, sweeper; from memorials.models import "
        "Preparation as P; [handover.send(P, pk) for pk in P.objects.values_list('pk', flat=True)]; "
        "P.objects.filter(status='queued').update(sent_at=None); "
        "both = [threading.Thread(target=sweeper.sweep) for _ in range(2)]; "
        "[each.start() for each in both]; [each.join() for each in both]"
    )
    log = site.data_dir / "logs" / "worker-media.log"
    said_before = len(log.read_text())
    assert site.manage("shell", "-v0", "-c", again).returncode == 0
    family.wait_for(*codes)
    wait_until(lambda: "ignored" in log.read_text()[said_before:], 20)
    found = rows(site)
    assert settled(found) and found["large"] == len(found["jobs"]) >= 4, found
