"""Which command mends a part, on this host: that depends on who starts the parts here."""

from pathlib import Path

from django.conf import settings

from config.embedded.programs import beat_words, worker_words

#: Left by Docker and by Podman in each of their containers.
CONTAINER = (Path("/.dockerenv"), Path("/run/.containerenv"))
UNITS = Path("/etc/systemd/system/rodnik.target")


def start(part: str = "") -> str:
    """Starts what is down; `part` is its name as the doctor says it, "" for the site as a whole."""
    if settings.BROKER.is_private:
        return "make run"
    if any(sign.exists() for sign in CONTAINER):
        return "docker compose up -d"
    if UNITS.exists():
        return "systemctl restart rodnik.target"
    return _by_hand(part)


def _by_hand(part: str) -> str:
    celery = ".venv/bin/celery -A config"
    if part.startswith("worker "):
        words = worker_words(part.removeprefix("worker "), settings.ANIMATION_CONCURRENCY)
        return " ".join([celery, *words])
    if part == "beat":
        return " ".join([celery, *(word or '""' for word in beat_words(Path("data/beat-schedule")))])
    if part == "broker":
        return "start the broker that REDIS_URL or AMQP_URL names: sudo service redis-server start"
    if part == "database":
        return "start the database that DATABASE_URL names: sudo service postgresql start"
    return "start the site again: make run"
