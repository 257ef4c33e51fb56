"""Both engines keep what any engine promises; and the promises notice who does not."""

import shutil
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from animation.engine import AnimationEngine, AnimationSpec, ClipReport, Face, Progress, contract
from animation.engine.contract import PROMISES, Trial
from animation.engine.gentle import GentleEngine
from animation.engine.protocol import FacesReport
from animation.engine.warp import WarpEngine
from tests.animation.engine.conftest import HOPPER
from tests.animation.small_engine import SmallEngine

ENGINES: tuple[type[AnimationEngine], ...] = (WarpEngine, GentleEngine)
#: What an engine owes to the jobs, whatever it makes.
FOR_JOBS = (
    contract.is_ready_and_has_a_name,
    contract.tells_how_far_it_is,
    contract.stops_when_it_is_told_to,
)


@pytest.fixture(scope="module", params=ENGINES, ids=lambda made: made.name)
def trial(request, hopper, tmp_path_factory) -> Trial:
    return Trial(request.param(), hopper, tmp_path_factory.mktemp(request.param.name))


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.__name__)
def test_engine_keeps_its_promise(trial, promise):
    assert list(promise(trial)) == []


@pytest.mark.parametrize("promise", FOR_JOBS, ids=lambda promise: promise.__name__)
def test_engine_of_the_tests_of_jobs_keeps_what_jobs_rely_on(hopper, tmp_path, promise):
    assert list(promise(Trial(SmallEngine(), hopper, tmp_path))) == []


class Careless:
    """Breaks every promise, with the film of another."""

    name = "Careless Engine"

    def __init__(self, made: ClipReport) -> None:
        self._made = made

    def problems(self) -> list[str]:
        return ["it is asleep"]

    def find_faces(self, photo: Path) -> FacesReport:
        return FacesReport(512, 7, (Face(1, (9000, 0, 10, 10), 0.0),))

    def animate(self, photo: Path, spec: AnimationSpec, workdir: Path, report: Progress) -> ClipReport:
        with suppress(Exception):
            report("dreaming", 0.9)
        (workdir / "thumbs.db").write_bytes(b"")
        clip, poster = (Path(shutil.copy(each, workdir)) for each in (self._made.clip, STRANGER))
        return replace(self._made, clip=clip, poster=poster, frames=7, seed=99)


STRANGER = HOPPER  # a poster of another size than the film


def test_each_promise_notices_who_breaks_it(made, hopper, tmp_path):
    trial = Trial(Careless(made), hopper, tmp_path)
    broken = {promise.__name__ for promise in PROMISES if list(promise(trial))}
    assert {promise.__name__ for promise in PROMISES} - broken == {"begins_and_ends_at_rest"}


def test_a_film_that_jumps_and_one_that_stands_still_are_noticed(made, hopper, tmp_path):
    trial = Trial(Careless(made), hopper, tmp_path)
    trial.__dict__["film"] = [np.full((8, 8, 3), shade, np.uint8) for shade in (9, 9, 90)]
    assert [sentence[:24] for sentence in contract.begins_and_ends_at_rest(trial)] == [
        "its last frame is unlike"
    ]
    trial.__dict__["film"] = [np.full((8, 8, 3), 9, np.uint8)] * 3
    assert list(contract.begins_and_ends_at_rest(trial)) == ["nothing moves"]
