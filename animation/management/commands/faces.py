"""`manage.py faces PHOTO --json`: the faces an engine would animate, and what limits each of them."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from animation.engine import MESSAGES, FacesReport, PermanentEngineError

REFUSED = 3  # exit status, a promise to scripts


class Command(BaseCommand):
    help = "Find the faces on a photograph. Touches no database."
    requires_system_checks: list[str] = []  # works beside a site that is not set up

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("photo", type=Path)
        parser.add_argument("--json", action="store_true", help="one JSON object instead of words")

    def handle(self, *, photo: Path, json: bool, **options: Any) -> None:
        from animation.engines import engine  # numpy and the models, only when there is work

        try:
            found = engine().find_faces(photo)
        except PermanentEngineError as error:
            self._refused(error, json)
        else:
            self.stdout.write(_as_json(found) if json else _as_words(found))

    def _refused(self, error: PermanentEngineError, as_json: bool) -> None:
        refusal = {"ok": False, "code": error.code, "message": error.message}
        self.stdout.write(json.dumps(refusal) if as_json else error.message)
        sys.exit(REFUSED)


def _as_json(found: FacesReport) -> str:
    return json.dumps(found.as_outcome())


def _as_words(found: FacesReport) -> str:
    lines = [
        f"face {face.index}: {face.box[2]} x {face.box[3]} px at {face.box[0]}, {face.box[1]}, "
        f"turned {face.yaw:.0f} degrees. {' '.join(MESSAGES[code] for code in face.problems)}".rstrip()
        for face in found.faces
    ]
    return "\n".join([f"{found.width} x {found.height} px", *(lines or ["no face"])])
