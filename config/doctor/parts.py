"""One small question to each part of the site."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import imageio_ffmpeg
from celery import current_app
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from animation.engine import models as engine_models
from animation.engines import engine as animation_engine
from config.doctor.check import Check, ill, well
from config.doctor.remedies import start
from memorials.jobs import pulse
from memorials.jobs.handover import BROKER_AWAY

FREE_BYTES_NEEDED = 200 * 2**20
ASK_SECONDS = 2.5


def database() -> Check:
    kind = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}.get(connection.vendor, connection.vendor)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        return ill("database", f"{kind} does not answer: {_first_line(error)}", start("database"))
    return well("database", f"{kind} answers")


def migrations() -> Check:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        return ill("migrations", f"{len(waiting)} not applied", "python manage.py migrate")
    return well("migrations", "all applied")


def broker() -> Check:
    try:
        with current_app.connection_for_write() as link:
            link.ensure_connection(max_retries=1, interval_start=0, interval_step=0)
    except BROKER_AWAY as error:
        return ill("broker", f"does not answer: {_first_line(error)}", start("broker"))
    unproved = settings.BROKER.tls and not settings.BROKER.is_verified
    return well("broker", "answers; nobody checks that it is yours (ssl options)" if unproved else "answers")


def worker_of(queue: str) -> Callable[[], Check]:
    return lambda: _pulse(f"worker {queue}", queue)


def beat() -> Check:
    return _pulse("beat", "beat")


def _pulse(name: str, pulse_name: str) -> Check:
    age = pulse.age(pulse_name)
    if age is None:
        return ill(name, "has never given a sign of life", start(name))
    if age >= pulse.SILENT_AFTER:
        return ill(name, f"last sign of life {age:.0f} seconds ago", start(name))
    return well(name, f"last sign of life {age:.0f} seconds ago")


def storage() -> Check:
    try:
        name = default_storage.save("probe/doctor", ContentFile(b"rodnik"))
        default_storage.delete(name)
    except OSError as error:
        return ill("storage", f"cannot be written: {_first_line(error)}", _storage_remedy())
    return well("storage", "can be written")


def _storage_remedy() -> str:
    if settings.FILES.bucket:
        return f"correct STORAGE_URL and its keys (they must list, get, put and delete), then {start()}"
    return f"chmod -R u+rwX {settings.MEDIA_ROOT}"


def proxies() -> Check:
    """An https site to which nobody says that a visitor came by https sends everybody round in circles."""
    if settings.SITE_IS_HTTPS and not settings.TRUSTED_PROXIES:
        detail = "SITE_URL is https, but no proxy is trusted to say that a visitor came so"
        return ill("proxies", detail, f"TRUSTED_PROXIES=1 in .env, then {start()}")
    return well("proxies", f"{settings.TRUSTED_PROXIES} trusted")


def engine() -> Check:
    """The one that is named, as a worker would use it."""
    try:
        used = animation_engine()
    except (ImportError, AttributeError) as error:
        return ill("engine", f"cannot be imported: {_first_line(error)}", "correct ANIMATION_ENGINE in .env")
    problems = used.problems()
    if problems:
        return ill("engine", f"{used.name}: {'; '.join(problems)}", "make install; see the lines below")
    return well("engine", f"{used.name} is ready")


def models() -> Check:
    problems = engine_models.problems()
    if problems:
        return ill("models", "; ".join(problems), "git checkout -- animation/engine/models")
    return well("models", "present, checksums agree")


def ffmpeg() -> Check:
    remedy = "make install"
    try:
        program = imageio_ffmpeg.get_ffmpeg_exe()
        asked = subprocess.run(  # noqa: S603  (the program that the package names)
            [program, "-hide_banner", "-version"], capture_output=True, timeout=ASK_SECONDS, check=True
        )
    except (RuntimeError, OSError, subprocess.SubprocessError) as error:
        return ill("ffmpeg", f"does not run: {_first_line(error)}", remedy)
    return well("ffmpeg", " ".join(asked.stdout.decode("utf-8", "replace").split()[:3]))


def disk() -> Check:
    free = shutil.disk_usage(settings.DATA_DIR).free
    detail = f"{free / 2**30:.1f} GB free in {settings.DATA_DIR}"
    if free < FREE_BYTES_NEEDED:
        return ill("disk", detail, f"du -xh {settings.DATA_DIR} | sort -h | tail")
    return well("disk", detail)


def mail() -> Check:
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    if folder is None:
        return well("mail", f"sent through {settings.EMAIL_HOST}")
    folder = Path(folder)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.stat().st_mode & 0o077 or not os.access(folder, os.W_OK):
        return ill("mail", f"{folder} is not private or not writable", f"chmod 700 {folder}")
    return well("mail", f"letters are kept as files in {folder}")


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
