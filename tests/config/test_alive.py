import time

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import OperationalError

from memorials.jobs import pulse

pytestmark = pytest.mark.django_db


def test_a_fresh_sign_of_life_is_well():
    cache.set("pulse:animation", time.time(), timeout=None)
    call_command("alive", "animation")


def test_no_sign_or_an_old_one_is_ill():
    with pytest.raises(CommandError, match=r"^beat has given no sign of life for 30 seconds\.$"):
        call_command("alive", "beat")
    cache.set("pulse:beat", time.time() - pulse.SILENT_AFTER - 1, timeout=None)
    with pytest.raises(CommandError, match="no sign of life"):
        call_command("alive", "beat")


def test_a_database_that_is_away_is_one_sentence(monkeypatch):
    def away(*_, **__):
        raise OperationalError("connection refused")

    monkeypatch.setattr(cache, "get", away)
    with pytest.raises(CommandError, match=r"^The database does not answer\.$"):
        call_command("alive", "beat")
