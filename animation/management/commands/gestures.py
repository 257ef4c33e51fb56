"""`manage.py gestures [FILE.toml …]`: the gestures there are, or a new one checked before it is added."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from animation.engine.script import FOLDER, Script, ScriptError, read

WRONG = 1  # exit status


class Command(BaseCommand):
    help = "List the gestures with their figures, or check files that hold new ones. docs/gestures.md"
    requires_system_checks: list[str] = []  # works beside a site that is not set up

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="*", type=Path, metavar="FILE.toml", help="default: all there are")

    def handle(self, *, files: list[Path], **options: Any) -> None:
        good = [self._check(file) for file in files or sorted(FOLDER.glob("*.toml"))]
        if not all(good):
            sys.exit(WRONG)

    def _check(self, file: Path) -> bool:
        try:
            script = read(file)
        except ScriptError as error:
            self.stderr.write(str(error))
            return False
        return self._show(script)

    def _show(self, script: Script) -> bool:
        from animation.engine import figures  # numpy, only when a file could be read

        self.stdout.write(f"{script.name}: {script.about}")
        for seconds in figures.LENGTHS:
            seen = figures.of_clip(script, seconds)
            self.stdout.write(
                f"  {seconds} s: turns {seen.yaw:.1f}°, nods {seen.pitch:.1f}°, tilts {seen.roll:.1f}°, "
                f"at most {seen.fastest:.0f}° a second, blinks {seen.blinks}"
            )
        faults = figures.faults(script)
        for fault in faults:
            self.stderr.write(f"{script.name}: {fault}")
        return not faults
