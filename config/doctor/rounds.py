"""Asks every part at once, each for a short time only: a part that hangs must not hang the doctor."""

import threading
import time
from collections.abc import Callable, Mapping

from django.db import connection

from config.doctor import parts, readers
from config.doctor.check import Check, ill
from config.doctor.letters import letters
from config.doctor.remedies import start
from config.tasks import routed_queues

SECONDS = 3.0
CHECKS: Mapping[str, Callable[[], Check]] = {
    "database": parts.database,
    "migrations": parts.migrations,
    "broker": parts.broker,
    **{f"worker {queue}": parts.worker_of(queue) for queue in routed_queues()},
    "beat": parts.beat,
    "storage": parts.storage,
    "proxies": parts.proxies,
    "engine": parts.engine,
    "models": parts.models,
    "ffmpeg": parts.ffmpeg,
    "decoder": readers.decoder,
    "archive": readers.archive,
    "language model": readers.language_model,
    "disk": parts.disk,
    "mail": parts.mail,
    "letters": letters,
}


def examine(checks: Mapping[str, Callable[[], Check]] = CHECKS, seconds: float = SECONDS) -> list[Check]:
    found: dict[str, Check] = {}
    rounds = [
        threading.Thread(target=_ask, args=(name, ask, found), daemon=True) for name, ask in checks.items()
    ]
    for each in rounds:
        each.start()
    deadline = time.monotonic() + seconds
    for each in rounds:
        each.join(max(0.0, deadline - time.monotonic()))
    silent = f"no answer within {seconds:g} seconds"
    return [found.get(name) or ill(name, silent, start(name)) for name in checks]


def _ask(name: str, ask: Callable[[], Check], found: dict[str, Check]) -> None:
    try:
        found[name] = ask()
    except Exception as error:  # whatever is broken is a finding, never the end of the visit
        reason = str(error).strip().splitlines() or [""]
        found[name] = ill(name, f"{type(error).__name__}: {reason[0]}"[:300], start(name))
    finally:
        connection.close()
