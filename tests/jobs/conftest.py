from typing import Any

import pytest

from memorials.models import Memorial, User
from tests.animation.jobs import kept_photo
from tests.jobs.kinds import KINDS, Kind


@pytest.fixture(params=KINDS, ids=lambda model: model.__name__.lower())
def kind(request: pytest.FixtureRequest, memorial: Memorial, keeper: User, settings: Any) -> Kind:
    """A test that asks for it runs for each kind of job, with the same limits."""
    made = Kind(request.param, settings, memorial, kept_photo(memorial, keeper))
    made.allow(lease_seconds=15, time_limit=600)
    return made
