import pytest
from django.db import OperationalError

from config import health

pytestmark = pytest.mark.django_db


def test_living_process_says_so(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"ok": True})


def test_site_with_all_its_parts_is_ready(client, broker):
    answer = client.get("/readyz")
    assert answer.json() == {"ok": True, "database": True, "broker": True, "storage": True}
    assert answer.status_code == 200


@pytest.mark.parametrize("part", ["database", "broker", "storage"])
def test_missing_part_is_named_without_its_secrets(client, broker, monkeypatch, part):
    def away():
        raise OperationalError("password=secret")

    monkeypatch.setitem(health.PARTS, part, away)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"ok": False, "database": True, "broker": True, "storage": True, part: False}
    assert b"secret" not in answer.content
