"""Is the process alive (`/healthz`), and can it do its work (`/readyz`)? Neither tells a secret."""

import logging
import uuid
from collections.abc import Callable

from celery import current_app
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from memorials.jobs.handover import BROKER_AWAY

logger = logging.getLogger(__name__)
AWAY = (DatabaseError, *BROKER_AWAY)


def ask_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def ask_broker() -> None:
    with current_app.connection_for_write() as broker:
        broker.ensure_connection(max_retries=1, interval_start=0, interval_step=0)


def ask_storage() -> None:
    name = default_storage.save(f"probe/{uuid.uuid4().hex}", ContentFile(b"rodnik"))
    default_storage.delete(name)


PARTS: dict[str, Callable[[], None]] = {
    "database": ask_database,
    "broker": ask_broker,
    "storage": ask_storage,
}


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"ok": True})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    parts = {name: _answers(name, ask) for name, ask in PARTS.items()}
    ok = all(parts.values())
    return JsonResponse({"ok": ok, **parts}, status=200 if ok else 503)


def _answers(name: str, ask: Callable[[], None]) -> bool:
    try:
        ask()
    except AWAY as error:
        logger.warning("%s does not answer: %s", name, type(error).__name__)
        return False
    return True
