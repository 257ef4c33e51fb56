"""What the environment says about a start, and the sentences for what it says wrongly."""

import os
from pathlib import Path

import pytest

from config.embedded import place, preflight
from config.embedded.errors import CannotStart

NAMES = ("PORT", "DATA", "DATA_DIR", "BIND", "SITE_URL", "REDIS_URL", "AMQP_URL", "ANIMATION_CONCURRENCY")


@pytest.fixture
def start(monkeypatch):
    """A start with nothing but the given variables."""

    def read(**given):
        for name in NAMES:
            monkeypatch.delenv(name, raising=False)
        for name, value in given.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("RODNIK_IGNORE_DOTENV", "1")
        return place.from_environment()

    return read


def test_nothing_given_is_localhost_8000_with_its_own_broker(start):
    here = start()
    assert here.binds == (("127.0.0.1", 8000),)
    assert here.site_url == "http://localhost:8000"
    assert here.data_dir == place.BASE_DIR / "data"
    assert here.private_broker


def test_given_broker_is_not_doubled(start):
    assert not start(REDIS_URL="redis://localhost/0").private_broker


def test_data_of_the_command_counts_before_the_environment(start, tmp_path):
    here = start(DATA=str(tmp_path / "a b"), DATA_DIR="/elsewhere")
    assert here.data_dir == tmp_path / "a b"
    assert here.environment()["DATA_DIR"] == str(tmp_path / "a b")


@pytest.mark.parametrize(
    ("bind", "expected"),
    [
        ("0.0.0.0", (("0.0.0.0", 8001),)),
        ("10.0.0.5:9000", (("10.0.0.5", 9000),)),
        (":9000", (("0.0.0.0", 9000),)),
        ("[::]:9000", (("::", 9000),)),
        ("[::1]", (("::1", 8001),)),
        ("::1", (("::1", 8001),)),
        ("127.0.0.1, [::1]", (("127.0.0.1", 8001), ("::1", 8001))),
    ],
)
def test_bind_is_a_host_with_or_without_port(start, bind, expected):
    assert start(BIND=bind, PORT="8001").binds == expected


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http", "80 80", "٣"])
def test_impossible_port_is_one_sentence(start, port):
    with pytest.raises(CannotStart, match=r"^PORT must be a number from 1 to 65535, not .*\.$"):
        start(PORT=port)


def test_impossible_concurrency_is_one_sentence(start):
    with pytest.raises(CannotStart, match=r"^ANIMATION_CONCURRENCY must be a number"):
        start(ANIMATION_CONCURRENCY="many")


def test_full_disk_is_one_sentence(start, tmp_path, monkeypatch):
    here = start(DATA=str(tmp_path))
    monkeypatch.setattr(preflight, "FREE_BYTES_NEEDED", 2**62)
    with pytest.raises(CannotStart, match=r"^Only \d+ MB are free for the data folder"):
        preflight.check_space(here)


def test_data_folder_that_is_a_file_is_one_sentence(start, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotStart, match=r"^Nothing can be written to the data folder"):
        preflight.make_folders(start(DATA=str(tmp_path / "file" / "data")))


def test_second_lock_is_refused_until_the_first_is_dropped(start, tmp_path):
    here = start(DATA=str(tmp_path))
    preflight.make_folders(here)
    first = preflight.take_lock(here.data_dir)
    with pytest.raises(CannotStart, match=r"^Rodnik already runs on the data folder"):
        preflight.take_lock(here.data_dir)
    os.close(first)
    os.close(preflight.take_lock(here.data_dir))


def test_folders_are_private(start, tmp_path):
    here = start(DATA=str(tmp_path / "data"))
    preflight.make_folders(here)
    folders = (here.data_dir, here.run_dir, here.log_dir)
    assert [oct(Path(folder).stat().st_mode & 0o777) for folder in folders] == ["0o700"] * 3
