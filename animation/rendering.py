"""One run of one job: from the claimed row to the clip that belongs to it."""

from __future__ import annotations

import logging
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection

from animation.engine import AnimationSpec, ClipReport, PermanentEngineError, seed_for
from animation.engines import engine
from animation.models import MOST_FAILURES, Animation
from animation.services import attach
from memorials.services.media import delete_files

logger = logging.getLogger(__name__)
Keep = Callable[[dict[str, Any]], None]


class NotOurs(Exception):
    """The row was cancelled, removed, or given to another run: stop, and leave nothing behind."""


class Lease:
    """Renews the lease of a run from a thread of its own, however long a stage is silent."""

    def __init__(self, animation: Animation) -> None:
        self.pk, self.token = animation.pk, animation.token
        self.stage, self.progress = "reading", 0
        self.lost = False
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="lease", daemon=True)

    def report(self, stage: str, share: float) -> None:
        """The engine's progress: kept for the next renewal. Raises NotOurs to stop the engine."""
        if self.lost:
            raise NotOurs
        self.stage, self.progress = stage, min(99, round(100 * share))

    def _keep(self) -> None:
        # A second is how fresh a progress bar must be; the lease itself needs a third of its length.
        pause = min(1.0, settings.ANIMATION_LEASE_SECONDS / 3)
        try:
            while not self._over.wait(pause):
                self._renew()
        finally:
            connection.close()

    def _renew(self) -> None:
        try:
            self.lost = not Animation.objects.renew(
                self.pk, self.token, stage=self.stage, progress=self.progress
            )
        except DatabaseError as error:  # the next renewal may succeed; if none does, the lease runs out
            logger.warning("animation %s: the lease was not renewed: %s", self.pk, error)
            connection.close()

    def __enter__(self) -> Lease:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()


def run(animation: Animation, *, keep: Keep) -> dict[str, Any] | None:
    """Render a claimed job; `keep` stores its outcome in the transaction that finishes the row.

    Answers with the outcome, or None when the row is not this run's any more or will be tried again.
    Raises the engine's error when the job has failed for good.
    """
    try:
        with tempfile.TemporaryDirectory(prefix="rodnik-clip-") as folder, Lease(animation) as lease:
            clip = _render(animation, Path(folder), lease)
            return _attach(animation, clip, keep)
    except NotOurs:
        return None
    except PermanentEngineError as error:
        Animation.objects.fail(animation.pk, animation.token, code=error.code)
        raise
    except SoftTimeLimitExceeded:
        Animation.objects.fail(animation.pk, animation.token, code="too_slow")
        raise
    except Exception as error:  # the outer edge: whatever it was, the row says so and the log says why
        _try_again_or_fail(animation, error)
        return None


def _render(animation: Animation, folder: Path, lease: Lease) -> ClipReport:
    photo = folder / "photo"
    with animation.photo.original.open("rb") as original, photo.open("wb") as file:
        for chunk in File(original).chunks():
            file.write(chunk)
    return engine().animate(photo, spec_of(animation), folder, lease.report)


def spec_of(animation: Animation) -> AnimationSpec:
    asked: dict[str, Any] = {
        "gesture": animation.gesture,
        "strength": animation.strength,
        "face": _face(animation.faces),
        "size": animation.size,
        "seconds": animation.seconds,
    }
    return AnimationSpec(**asked, seed=seed_for(animation.photo.sha256, **asked, take=animation.take))


def _face(faces: str) -> Any:
    """The row's word as the engine's: None for the largest, "all", or an index."""
    return {"largest": None, "all": "all"}[faces] if not faces.isdigit() else int(faces)


def _attach(animation: Animation, clip: ClipReport, keep: Keep) -> dict[str, Any] | None:
    """Store the files under names that hold the token, then let the row own them."""
    outcome = {**clip.as_outcome(), "clip": animation.code, "attempt": animation.attempt}
    names = [f"living/{animation.token}{path.suffix}" for path in (clip.clip, clip.poster)]
    attached = False
    try:
        for name, path in zip(names, (clip.clip, clip.poster), strict=True):
            with path.open("rb") as source:
                default_storage.save(name, File(source))
        attached = attach(
            animation,
            animation.token,
            keep=lambda: keep(outcome),
            clip=names[0],
            poster=names[1],
            width=clip.width,
            height=clip.height,
            bytes=clip.clip.stat().st_size,
            mode=clip.mode,
        )
    finally:
        if not attached:  # nor is half a file left, where the disk was full
            delete_files(names)
    return outcome if attached else None


def _try_again_or_fail(animation: Animation, error: Exception) -> None:
    logger.exception("animation %s, attempt %s failed", animation.pk, animation.attempt)
    failures = animation.failures + 1
    if failures < MOST_FAILURES:
        Animation.objects.put_back(animation.pk, animation.token, failures=failures)
        return
    Animation.objects.fail(animation.pk, animation.token, code=getattr(error, "code", "engine_failed"))
    raise error
