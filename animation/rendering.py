"""One run of one animation: from the claimed row to the clip that belongs to it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.utils import timezone

from animation.engine import AnimationSpec, ClipReport, PermanentEngineError, seed_for
from animation.engines import engine
from animation.models import Animation
from animation.services import attach
from memorials.jobs.lease import Lease
from memorials.jobs.products import keep_products
from memorials.jobs.run import fetch, run_job

Keep = Callable[[dict[str, Any]], None]


def run(animation: Animation, *, keep: Keep) -> dict[str, Any] | None:
    """Render a claimed job; `keep` stores its outcome in the transaction that finishes the row.

    Answers with the outcome, or None when the row is not this run's any more or will be tried again.
    Raises the engine's error when the job has failed for good.
    """

    def work(folder: Path, lease: Lease) -> dict[str, Any] | None:
        return _attach(animation, _render(animation, folder, lease), keep)

    return run_job(animation, work, refusal=PermanentEngineError, failure="engine_failed")


def _render(animation: Animation, folder: Path, lease: Lease) -> ClipReport:
    photo = fetch(animation.photo.original, folder / "photo")
    return engine().animate(photo, spec_of(animation), folder, lease.report)


def spec_of(animation: Animation) -> AnimationSpec:
    asked: dict[str, Any] = {
        "gesture": animation.gesture,
        "strength": animation.strength,
        "face": _face(animation.faces),
        "size": animation.size,
        "seconds": animation.seconds,
    }
    seed = seed_for(animation.photo.sha256, **asked, take=animation.take)
    return AnimationSpec(**asked, seed=seed, day=timezone.localdate().isoformat())


def _face(faces: str) -> Any:
    """The row's word as the engine's: None for the largest, "all", or an index."""
    return {"largest": None, "all": "all"}[faces] if not faces.isdigit() else int(faces)


def _attach(animation: Animation, clip: ClipReport, keep: Keep) -> dict[str, Any] | None:
    """Store clip and poster, then let the row own them."""
    outcome = {**clip.as_outcome(), "clip": animation.code, "attempt": animation.attempt}
    clip_name, poster_name = (f"living/{animation.token}{path.suffix}" for path in (clip.clip, clip.poster))

    def own() -> bool:
        return attach(
            animation,
            animation.token,
            keep=lambda: keep(outcome),
            clip=clip_name,
            poster=poster_name,
            width=clip.width,
            height=clip.height,
            bytes=clip.clip.stat().st_size,
            mode=clip.mode,
        )

    attached = keep_products({clip_name: clip.clip, poster_name: clip.poster}, own)
    return outcome if attached else None
