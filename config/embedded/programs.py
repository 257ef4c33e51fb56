"""Which programs make the site, and with which options; the order here is the order of starting."""

import sys
from collections.abc import Sequence
from pathlib import Path

from config.embedded.children import Child
from config.embedded.place import BASE_DIR, Place

#: Each queue has a worker of its own: a long render must not hold up the sweeper that saves it.
QUEUES = ("animation", "media", "housekeeping")
GUNICORN = (sys.executable, "-m", "gunicorn", "config.wsgi", "-c", "python:config.gunicorn")
# config.settings tells a worker from the site by the name of its program, so not `python -m celery`.
CELERY = (sys.executable, str(Path(sys.executable).with_name("celery")), "-A", "config")


def prepare(place: Place) -> Child:
    argv = [sys.executable, str(BASE_DIR / "manage.py"), "prepare", "--greet-workers"]
    return Child("prepare", argv, place, may_end=True)


def web(place: Place, doors: Sequence[int]) -> Child:
    """`doors` are descriptors of listening sockets: the launcher has opened them before everything else."""
    words = [word for door in doors for word in ("--bind", f"fd://{door}")]
    argv = [*GUNICORN, "--workers", "1", "--graceful-timeout", "5", *words]
    return Child("web", argv, place, pass_fds=tuple(doors))


def worker(place: Place, queue: str) -> Child:
    words = [*worker_words(queue, place.concurrency), "-I", "config.embedded.workers"]
    return Child(f"worker-{queue}", [*CELERY, *words], place, grace=place.render_grace)


def worker_words(queue: str, concurrency: int) -> list[str]:
    """The same in docker-compose.yml and config/systemd; a test compares them."""
    pool = ["--pool", "solo"]
    if queue == "animation":
        pool = ["--pool", "prefork", "--concurrency", str(concurrency)]
    return [
        "worker", *pool, "-Q", queue, "-n", f"{queue}@%h",
        "--without-gossip", "--without-mingle", "--loglevel", "INFO",
    ]  # fmt: skip


def beat(place: Place) -> Child:
    return Child("beat", [*CELERY, *beat_words(place.beat_dir / "schedule")], place)


def beat_words(schedule: Path) -> list[str]:
    return ["beat", "--schedule", str(schedule), "--pidfile", "", "--loglevel", "WARNING"]
