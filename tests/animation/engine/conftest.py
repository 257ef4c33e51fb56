from pathlib import Path

import pytest

from animation.engine import AnimationSpec, photo, search
from animation.engine import models as nets
from animation.engine.contract import decoded
from animation.engine.framing import frame
from animation.engine.scene import build
from animation.engine.warp import WarpEngine

HOPPER = Path(__file__).parents[3] / "memorials" / "demo" / "grace_hopper.jpg"


@pytest.fixture(scope="session")
def hopper() -> Path:
    """Rear Admiral Grace Hopper, 512 x 600; U.S. Navy, public domain."""
    return HOPPER


@pytest.fixture(scope="session")
def models():
    return nets.load()


@pytest.fixture(scope="session")
def engine():
    return WarpEngine()


@pytest.fixture(scope="session")
def portrait(hopper):
    return photo.read(hopper)


@pytest.fixture(scope="session")
def face(portrait, models):
    return search.find_all(portrait.pixels, models)[0]


@pytest.fixture(scope="session")
def scene(portrait, face, models):
    return build(frame(portrait, [face], [], 512, models), models)


@pytest.fixture(scope="session")
def spec():
    return AnimationSpec(size=512, seconds=2.0, seed=7)


@pytest.fixture(scope="session")
def made(engine, hopper, spec, tmp_path_factory):
    """One clip and its report, rendered once for all tests that only look at it."""
    return engine.animate(hopper, spec, tmp_path_factory.mktemp("clip"), lambda stage, share: None)


@pytest.fixture(scope="session")
def film(made):
    return decoded(made.clip)
