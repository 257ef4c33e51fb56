"""What the doctor tells a host to do: the command of the way in which this site is run."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from config.doctor import remedies


@pytest.fixture
def elsewhere(settings, monkeypatch, tmp_path):
    """A site whose broker is not the one of `make run`, on a host without container and without units."""
    settings.BROKER = SimpleNamespace(is_private=False)
    monkeypatch.setattr(remedies, "CONTAINER", (tmp_path / ".dockerenv",))
    monkeypatch.setattr(remedies, "UNITS", tmp_path / "rodnik.target")
    return tmp_path


def test_site_of_make_run_is_started_by_make_run(settings):
    settings.BROKER = SimpleNamespace(is_private=True)
    assert {remedies.start(part) for part in ("", "broker", "worker animation", "beat")} == {"make run"}


@pytest.mark.parametrize(
    ("sign", "command"),
    [(".dockerenv", "docker compose up -d"), ("rodnik.target", "systemctl restart rodnik.target")],
)
def test_container_and_units_are_started_in_their_own_way(elsewhere, sign, command):
    (elsewhere / sign).touch()
    assert remedies.start("worker animation") == command


def test_who_starts_each_part_by_hand_is_told_the_command_of_the_guide(elsewhere):
    guide = (Path(__file__).resolve().parents[2] / "docs" / "operations.md").read_text("utf-8")
    for part in ("worker animation", "worker media", "worker housekeeping", "beat"):
        assert f"\n{remedies.start(part)}\n" in guide
    assert "redis-server start" in remedies.start("broker")
    assert "postgresql start" in remedies.start("database")
