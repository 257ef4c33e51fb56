"""`manage.py animate PHOTO OUT.mp4 --json`: one clip, without a site, a broker or a database."""

import json
import shutil
import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from animation.engine import (
    GESTURES,
    SIZES,
    STRENGTHS,
    AnimationSpec,
    ClipReport,
    EngineError,
    Progress,
    TemporaryEngineError,
    file_sha256,
    refuse,
    seed_for,
)

REFUSED, FAILED = 3, 1  # exit statuses; 3 is a promise to scripts


class Command(BaseCommand):
    help = "Bring a photograph to life: writes a film. Touches no database."
    requires_system_checks: list[str] = []  # works beside a site that is not set up

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("photo", type=Path)
        parser.add_argument("out", type=Path, metavar="OUT.mp4")
        # Values are checked by the spec, so that a wrong one is a refusal with a code like any other.
        parser.add_argument("--gesture", default="smile", help=", ".join(GESTURES))
        parser.add_argument("--strength", default="clearly", help=", ".join(STRENGTHS))
        parser.add_argument("--face", default=None, help="a number, or all; default: the largest")
        parser.add_argument("--size", type=int, default=720, help=", ".join(map(str, SIZES)))
        parser.add_argument("--seconds", type=float, default=5.0)
        parser.add_argument("--take", type=int, default=1, help="another take moves differently")
        parser.add_argument("--json", action="store_true", help="one JSON object instead of words")

    def handle(self, *, photo: Path, out: Path, json: bool, **options: Any) -> None:
        report = _silence if json else self._progress
        try:
            made = _animate(photo, out, _spec(photo, options), report)
        except EngineError as error:
            self._refused(error, json)
        else:
            self.stdout.write(_as_json(made) if json else f"{out}: {made.mode}, {made.seconds.total:.1f} s")

    def _progress(self, stage: str, share: float) -> None:
        self.stderr.write(f"\r{stage:<10} {share:4.0%}", ending="\n" if share >= 1 else "")

    def _refused(self, error: EngineError, as_json: bool) -> None:
        refusal = {"ok": False, "code": error.code, "message": error.message}
        if error.detail:
            refusal["detail"] = error.detail
        self.stdout.write(json.dumps(refusal) if as_json else str(error))
        sys.exit(FAILED if isinstance(error, TemporaryEngineError) else REFUSED)


def _silence(stage: str, share: float) -> None:
    pass


def _spec(photo: Path, options: dict[str, Any]) -> AnimationSpec:
    asked = {name: options[name] for name in ("gesture", "strength", "size", "seconds")}
    face = options["face"]
    asked["face"] = int(face) if face and face.isdecimal() else face
    try:
        sha256 = file_sha256(photo)
    except OSError as error:
        raise refuse("not_a_picture", error.strerror or "") from error
    seed = seed_for(sha256, **asked, take=options["take"])
    return AnimationSpec(**asked, seed=seed, day=timezone.localdate().isoformat())


def _animate(photo: Path, out: Path, spec: AnimationSpec, report: Progress) -> ClipReport:
    from animation.engines import engine  # numpy and the models, only when there is work

    with tempfile.TemporaryDirectory(prefix="rodnik-clip-") as folder:
        made = engine().animate(photo, spec, Path(folder), report)
        shutil.copyfile(made.clip, out)
        return made


def _as_json(made: ClipReport) -> str:
    return json.dumps({"ok": True, **made.as_outcome()})
