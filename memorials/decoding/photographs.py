"""Photographs: known by their first bytes, decoded by a program of its own, shown as WebP.

What the program answers is not trusted: a file may have taken it over.
"""

import json
import re
import sys
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from memorials.decoding.confinement import Limits
from memorials.decoding.found import Copy, Examined, Prepared
from memorials.decoding.run import run_confined
from memorials.errors import FileRefused

#: Isolated Python does not look into a program's own folder.
START = (
    "import runpy, sys; sys.path.append(sys.argv.pop(1)); runpy.run_module('program', None, '__main__', True)"
)
PROGRAM = [sys.executable, "-I", "-c", START, str(Path(__file__).parent)]
LIMITS = Limits(
    # 60 megapixels take 240 MB with transparency; a reader's own buffers and a converted copy stand beside.
    memory_bytes=1200 * 2**20,
    cpu_seconds=30,
    wall_seconds=45,
    largest_file=64 * 2**20,
)
LONGEST_SIDE = 20_000
LONGEST_CAMERA = 120
SIGNATURES = {
    b"\xff\xd8\xff": "JPEG",
    b"\x89PNG\r\n\x1a\n": "PNG",
    b"GIF87a": "GIF",
    b"GIF89a": "GIF",
    b"II*\0": "TIFF",
    b"MM\0*": "TIFF",
    b"II+\0": "TIFF",
    b"MM\0+": "TIFF",
}
AVIF_BRANDS = {b"avif", b"avis"}
HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
CONTENT_TYPES = {
    name: f"image/{name.lower()}" for name in ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "AVIF", "HEIF")
}
REFUSALS = ("broken_picture", "too_many_pixels", "too_heavy", "unknown_kind")


def is_one(head: bytes) -> bool:
    return form_of(head) is not None


def form_of(head: bytes) -> str | None:
    """Which kind of picture a file is by its first 64 bytes, in Pillow's word; None for no picture."""
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WEBP"
    brands = _brands(head)
    if brands & AVIF_BRANDS:
        return "AVIF"
    if brands & HEIF_BRANDS:
        return "HEIF"
    return next((form for signature, form in SIGNATURES.items() if head.startswith(signature)), None)


def _brands(head: bytes) -> set[bytes]:
    """The families that an ISO-BMFF file counts itself to."""
    if head[4:8] != b"ftyp":
        return set()
    box = head[8 : int.from_bytes(head[:4], "big")]
    return {box[:4], *(box[at : at + 4] for at in range(8, len(box), 4))}


def examine(path: Path, into: Path) -> Examined:
    """Decodes a photograph fully and makes the copies for pages.

    Raises FileRefused when it is none, is damaged, or is over a limit.
    """
    form = _form_of_file(path)
    told = _ask("examine", form, path, into)
    try:
        return Examined(
            kind="photo",
            content_type=CONTENT_TYPES[form],
            width=_side(told["width"]),
            height=_side(told["height"]),
            camera=_line(told["camera"]),
            shot=_moment(told["shot"]),
            copies=_copies(told["copies"], into, {"view", "thumb"}),
        )
    except (ValueError, TypeError, KeyError, AttributeError):
        raise FileRefused("broken_picture") from None


def prepare(path: Path, into: Path) -> Prepared:
    """The copy for large screens, where the photograph is larger than the one for pages."""
    told = _ask("prepare", _form_of_file(path), path, into)
    try:
        return Prepared(copies=_copies(told["copies"], into, {"large"}))
    except (ValueError, TypeError, KeyError, AttributeError):
        raise FileRefused("broken_picture") from None


def _form_of_file(path: Path) -> str:
    with path.open("rb") as file:
        form = form_of(file.read(64))
    if form is None:
        raise FileRefused("unknown_kind")
    return form


def _ask(work: str, form: str, path: Path, into: Path) -> Mapping[str, Any]:
    limits = replace(LIMITS, may_multiply=form == "HEIF")  # its reader works in a thread of its own
    ended = run_confined([*PROGRAM, work, form, str(path), str(into)], into, limits)
    try:
        told = json.loads(ended.answer)
        refused = told.get("refused")
    except (ValueError, AttributeError, RecursionError):
        raise FileRefused("broken_picture") from None
    if ended.status != 0 or refused is not None:
        raise FileRefused(refused if refused in REFUSALS else "broken_picture")
    return dict(told)


def _copies(told: list[dict[str, Any]], into: Path, names: Collection[str]) -> list[Copy]:
    """Only what was asked for, only in the folder that was given, only WebP."""
    copies = [
        Copy(name, _webp(into / f"{name}.webp"), "image/webp", _side(copy["width"]), _side(copy["height"]))
        for copy in told
        for name in names
        if copy["name"] == name
    ]
    if len(copies) != len(told) or len({copy.name for copy in copies}) != len(copies):
        raise ValueError("copies that nobody asked for")
    return copies


def _webp(path: Path) -> Path:
    if path.is_symlink() or not path.is_file():
        raise ValueError("no file of its own")
    with path.open("rb") as file:
        if form_of(file.read(64)) != "WEBP":
            raise ValueError("not in the form that is shown")
    return path


def _side(told: object) -> int:
    if type(told) is not int or not 0 < told <= LONGEST_SIDE:
        raise ValueError("no number of pixels")
    return told


def _line(told: object) -> str:
    if not isinstance(told, str) or len(told) > LONGEST_CAMERA:
        raise ValueError("no name of a camera")
    if any(unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} for sign in told):
        raise ValueError("no line of plain signs")
    return told


def _moment(told: object) -> str:
    if told == "":
        return ""
    if not isinstance(told, str) or not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", told, re.ASCII):
        raise ValueError("no moment")
    return datetime.fromisoformat(told).isoformat()
