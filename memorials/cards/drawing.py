"""The caller's side of the program that draws a card. It reads a picture that came from outside, so it runs
as the decoder of photographs does: in a process of its own, with its limits."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.core.files.storage import default_storage

from memorials.cards.card import Card
from memorials.decoding.confinement import Limits, confine

PROGRAM = Path(__file__).with_name("program.py")
LIMITS = Limits(memory_bytes=2**30, cpu_seconds=15, wall_seconds=20, largest_file=2**24)
JPEG = b"\xff\xd8\xff"
FONT, TOKENS = "fonts/literata-card.ttf", "css/tokens.css"
#: The tokens that a card is drawn with, in their light values.
COLOURS = ("paper", "sheet", "ink", "ink-2", "line")


class CardNotDrawn(Exception):
    """This machine could not do it now: no memory or no time."""


def draw(card: Card) -> bytes:
    """A JPEG of 1200 × 630 pixels. Raises CardNotDrawn."""
    with tempfile.TemporaryDirectory(prefix="rodnik-card-") as folder:
        _fetch(card.portrait, Path(folder) / "portrait")
        wanted = {"name": card.name, "years": card.years, "box": card.box}
        look = {"font": str(finders.find(FONT)), "colours": colours()}
        return _run(Path(folder), json.dumps(wanted | look))


def _fetch(stored: str, target: Path) -> None:
    """A file that is gone leaves the card without a portrait, as it leaves the page."""
    if not stored:
        return
    try:
        with default_storage.open(stored) as file, target.open("wb") as copy:
            shutil.copyfileobj(file, copy)
    except FileNotFoundError:
        target.unlink(missing_ok=True)


def _run(folder: Path, wanted: str) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603 (our own program, and a path that we chose)
            [sys.executable, "-I", str(PROGRAM), str(folder)],
            input=wanted.encode(),
            capture_output=True,
            timeout=LIMITS.wall_seconds,
            preexec_fn=lambda: confine(LIMITS),
            cwd=folder,
            env={"PATH": os.defpath, "LC_ALL": "C.UTF-8"},
            check=True,
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        raise CardNotDrawn from error
    if not done.stdout.startswith(JPEG):
        raise CardNotDrawn
    return done.stdout


@cache
def colours() -> dict[str, str]:
    """From the style sheet, where colours are decided; the light ones stand there first."""
    decided = Path(str(finders.find(TOKENS))).read_text("utf-8")
    return {name: re.findall(rf"--{name}: *(#[0-9A-F]{{6}});", decided)[0] for name in COLOURS}
