"""Which programs make the site, and with which options; the order here is the order of starting."""

import sys
from collections.abc import Sequence
from pathlib import Path

from config.embedded.children import Child
from config.embedded.place import BASE_DIR, Place

#: Each queue has a worker of its own: a long render must not hold up the sweeper that saves it.
QUEUES = ("animation", "housekeeping")
# config.settings tells a worker from the site by the name of its program, so not `python -m celery`.
CELERY = (sys.executable, str(Path(sys.executable).with_name("celery")), "-A", "config")


def prepare(place: Place) -> Child:
    argv = [sys.executable, str(BASE_DIR / "manage.py"), "prepare", "--greet-workers"]
    return Child("prepare", argv, place, may_end=True)


def web(place: Place, doors: Sequence[int]) -> Child:
    """`doors` are descriptors of listening sockets: the launcher has opened them before everything else."""
    options = {
        "--worker-class": "gthread",
        "--workers": "1",
        "--threads": "8",
        "--timeout": "60",
        "--graceful-timeout": "5",
        "--keep-alive": "5",
        "--limit-request-line": "4094",
        "--limit-request-fields": "60",
        "--limit-request-field_size": "8190",
        "--forwarded-allow-ips": "",  # settings.TRUSTED_PROXIES says who may speak for a visitor
        "--log-level": "warning",
        "--error-logfile": "-",
    }
    if Path("/dev/shm").is_dir():  # noqa: S108  (a heartbeat file there never waits for a disk)
        options["--worker-tmp-dir"] = "/dev/shm"  # noqa: S108
    words = [word for pair in options.items() for word in pair]
    words += [word for door in doors for word in ("--bind", f"fd://{door}")]
    argv = [sys.executable, "-m", "gunicorn", "config.wsgi", "--no-control-socket", *words]
    return Child("web", argv, place, pass_fds=tuple(doors))


def worker(place: Place, queue: str) -> Child:
    pool = ["--pool", "prefork", "--concurrency", str(place.concurrency)]
    if queue != "animation":
        pool = ["--pool", "solo"]
    words = ["worker", *pool, "-Q", queue, "-n", f"{queue}@%h", "-I", "config.embedded.workers"]
    words += ["--without-gossip", "--without-mingle", "--loglevel", "INFO"]
    return Child(f"worker-{queue}", [*CELERY, *words], place, grace=place.render_grace)


def beat(place: Place) -> Child:
    schedule = place.beat_dir / "schedule"
    words = ["beat", "--schedule", str(schedule), "--pidfile", "", "--loglevel", "WARNING"]
    return Child("beat", [*CELERY, *words], place)
