"""`check --deploy`: silent where all is well, and one warning for each thing that is not."""

import pytest

from config import checks
from tests.config.settings_read import read_settings


@pytest.fixture
def warnings_of(monkeypatch, tmp_path):
    """The warnings that a process with the given environment would give."""
    tmp_path.chmod(0o700)

    def ask(**said: str) -> list[str]:
        monkeypatch.setattr(checks, "settings", read_settings(monkeypatch, tmp_path, **said))
        return [str(message.id) for message in checks.check_deployment(None)]

    return ask


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"REDIS_URL": "redis://redis:6379/0", "DATABASE_URL": "postgres://rodnik:secret@db/rodnik"},
        {"REDIS_URL": "redis://10.0.0.7:6379/0", "DATABASE_URL": "postgres://rodnik@/rodnik?host=/run/pg"},
        {"REDIS_URL": "rediss://:secret@redis.example:6379"},
        {"AMQP_URL": "amqps://rodnik:secret@rabbit.example/site"},
        {"DATABASE_URL": "postgres://rodnik:secret@db.example/rodnik?sslmode=require"},
    ],
)
def test_safe_ways_are_silent(warnings_of, said):
    assert warnings_of(**said) == []


@pytest.mark.parametrize(
    ("said", "warning"),
    [
        ({"REDIS_URL": "redis://:secret@redis.example:6379/0"}, "rodnik.W001"),
        ({"AMQP_URL": "amqp://rodnik:secret@93.184.216.34/site"}, "rodnik.W001"),
        ({"REDIS_URL": "rediss://redis.example?ssl_cert_reqs=none"}, "rodnik.W002"),
        ({"REDIS_URL": "rediss://redis.example?ssl_check_hostname=false"}, "rodnik.W002"),
        ({"AMQP_URL": "amqps://rabbit.example?ssl_cert_reqs=CERT_NONE"}, "rodnik.W002"),
        ({"AMQP_URL": "amqps://rabbit.example?ssl_check_hostname=false"}, "rodnik.W002"),
        ({"DATABASE_URL": "postgres://rodnik:secret@db.example/rodnik"}, "rodnik.W003"),
        ({"DATABASE_URL": "postgres://rodnik@db.example/rodnik?sslmode=prefer"}, "rodnik.W003"),
    ],
)
def test_open_and_unproved_ways_are_named(warnings_of, said, warning):
    assert warnings_of(**said) == [warning]


def test_folder_and_key_that_others_may_read_are_named(warnings_of, tmp_path):
    (tmp_path / "secret_key").write_text("x" * 40)
    (tmp_path / "secret_key").chmod(0o644)
    tmp_path.chmod(0o755)
    assert warnings_of() == ["rodnik.W004", "rodnik.W004"]
