from collections.abc import Iterator
from typing import Any

import pytest

from animation.engines import engine
from memorials.models import Media, Memorial, User
from tests.animation import jobs
from tests.animation.small_engine import SmallEngine


@pytest.fixture
def photo(memorial: Memorial, keeper: User) -> Media:
    return jobs.kept_photo(memorial, keeper)


@pytest.fixture
def agreed(memorial: Memorial, keeper: User) -> Memorial:
    """The memorial once its keeper has said that the family agrees."""
    jobs.agree(memorial, keeper)
    return memorial


@pytest.fixture
def small_engine(settings: Any) -> Iterator[type[SmallEngine]]:
    settings.ANIMATION_ENGINE = f"{SmallEngine.__module__}.SmallEngine"
    engine.cache_clear()
    SmallEngine.meanwhile, SmallEngine.asked, SmallEngine.seen = None, [], ()
    yield SmallEngine
    SmallEngine.meanwhile = None
    engine.cache_clear()
