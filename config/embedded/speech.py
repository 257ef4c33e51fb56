"""The launcher's two ways of speaking; everything else goes to the logs."""

import sys
from contextlib import suppress
from typing import TextIO


def say(line: str) -> None:
    _write(sys.stdout, line)


def complain(sentence: str) -> None:
    _write(sys.stderr, sentence)


def _write(stream: TextIO, line: str) -> None:
    # A reader that went away (`make run | head -1`) must not take the site down with it.
    with suppress(BrokenPipeError, ValueError):
        stream.write(line + "\n")
        stream.flush()


def speak_utf8() -> None:
    """Under a C locale a Russian name would otherwise stop the launcher in mid-sentence."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
