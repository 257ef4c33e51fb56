"""Which engine renders is a word in the settings: the row, its outcome and the page take what it says."""

import pytest
from django_celery_results.models import TaskResult

from animation import rendering
from animation.engine.contract import decoded
from animation.engines import engine
from memorials.jobs.model import State
from tests.animation.engine.conftest import HOPPER
from tests.animation.jobs import claimed, job, kept_photo, store_result

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def named(settings):
    """The engine of this name, as a process started with it would have."""

    def use(name):
        settings.ANIMATION_ENGINE = settings.ANIMATION_ENGINES[name]
        engine.cache_clear()
        return engine()

    yield use
    engine.cache_clear()


@pytest.mark.parametrize(("name", "called"), [("warp", "rodnik-warp"), ("gentle", "rodnik-gentle")])
def test_engines_are_found_by_name_and_are_one_a_process(named, name, called):
    assert named(name).name == called
    assert engine() is engine()


def test_another_engine_makes_the_clip_and_is_named_in_the_outcome(memorial, keeper, named, files, tmp_path):
    named("gentle")
    mine = claimed(job(kept_photo(memorial, keeper, HOPPER.read_bytes()), size=512, seconds=3))
    outcome = rendering.run(mine, keep=lambda outcome: store_result(mine.task_id, outcome))
    assert outcome is not None
    told = {name: outcome[name] for name in ("engine", "version", "mode", "frames", "faces", "problems")}
    assert told == {
        "engine": "rodnik-gentle", "version": "2", "mode": "gentle", "frames": 75, "faces": 1, "problems": [],
    }  # fmt: skip
    mine.refresh_from_db()
    assert (mine.status, mine.mode, mine.width, mine.height) == (State.READY, "gentle", 436, 512)
    assert "rodnik-gentle" in TaskResult.objects.get(task_id=mine.task_id).result
    with mine.clip.open("rb") as clip:
        (tmp_path / "clip.mp4").write_bytes(clip.read())
    assert len(decoded(tmp_path / "clip.mp4")) == 75
