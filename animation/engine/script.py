"""A gesture as it is written down: a small TOML file in `gestures/`, read and checked.

docs/gestures.md describes the format, field by field. Nothing here needs numpy: the names of the gestures are
wanted where no clip is made.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "gestures"

#: What a phrase moves, and how far its points may lie from rest. With the looseness and the drift a head then
#: stays within ten degrees of the photograph's own pose.
TRACKS = {"yaw": 8.0, "pitch": 8.0, "roll": 4.0, "sway": 0.03, "smile": 1.0, "brow": 1.0}
FARTHEST_LOOK = 18.0  # degrees to the side or up: beyond it the photograph shows too little of the eye
SIDES = ("same", "either", "in turn")
LONGEST_PHRASE, LONGEST_HOLD = 12.0, 12.0  # s: the longest clip
SETTLED = 0.12  # s before its end that a phrase's last look is back: the slowest saccade
LEAST_STRETCH = 0.4  # of what is written: a rest pressed together more than that is a twitch
LIMITS = ("eyes_shut", "eyes_hidden", "mouth_open")  # of a face; one that is turned away only ever breathes

Row = tuple[float, ...]


class ScriptError(ValueError):
    """A file that is no gesture: which one, where in it, and what is wrong."""

    def __init__(self, file: str, where: str, what: str) -> None:
        super().__init__(f"{file}: {where}: {what}" if where else f"{file}: {what}")


@dataclass(frozen=True)
class Phrase:
    """One movement from rest to rest. Times are seconds from its own start."""

    seconds: float
    stretch: tuple[float, float]  # the part of it that may last longer or shorter
    lasts: tuple[float, float]  # seconds, the least and the most, of that part
    overlap: float  # s before its end the next phrase may begin
    side: str  # which side "to the right" is: the same, either, or each side in turn
    tracks: Mapping[str, tuple[Row, ...]]  # (second, value)
    looks: tuple[Row, ...]  # (second, degrees to the side, degrees up): the eyes go there at once
    blinks: tuple[float, ...]  # seconds at which a blink begins

    @property
    def least(self) -> float:
        return self.seconds - (self.stretch[1] - self.stretch[0]) + self.lasts[0]

    @property
    def most(self) -> float:
        return self.seconds - (self.stretch[1] - self.stretch[0]) + self.lasts[1]


@dataclass(frozen=True)
class Script:
    name: str
    about: str
    limited_by: tuple[str, ...]  # codes of a face that leave something of this gesture out
    phrases: tuple[Phrase, ...]  # in turn, until the clip is full
    blink_every: float  # s, where the phrases leave room
    glance_every: float  # s
    glance: float  # degrees: how far the eyes stray while they rest on something
    breath: float  # depth, 1 that of a calm person
    drift: float  # of a head at rest, 1 the usual
    loose_seconds: float  # how far a seed moves a point in time
    loose_share: float  # and in reach


def read(path: Path) -> Script:
    """Raises ScriptError, in a sentence that says where and what."""
    try:
        told = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ScriptError(path.name, "", f"not TOML: {error}") from error
    except OSError as error:
        raise ScriptError(path.name, "", error.strerror or "cannot be read") from error
    page = _Part(told, path.name, "")
    if not path.stem.isidentifier():
        raise ScriptError(path.name, "", "the file's name is the gesture's: letters, without blanks")
    script = _script(path.stem, page)
    page.close()
    return script


def read_all(folder: Path = FOLDER) -> dict[str, Script]:
    """By name, in the order of the alphabet."""
    return {path.stem: read(path) for path in sorted(folder.glob("*.toml"))}


def _script(name: str, page: "_Part") -> Script:
    blinks, glances = page.part("blinks"), page.part("glances")
    loose = page.part("loose")
    script = Script(
        name=name,
        about=page.words("about"),
        limited_by=tuple(page.one_of("limited_by", each, LIMITS) for each in page.list("limited_by")),
        phrases=tuple(_phrase(each) for each in page.parts("phrase")),
        blink_every=blinks.number("every", 1.2, LONGEST_PHRASE, 4.0),
        glance_every=glances.number("every", 0.5, LONGEST_PHRASE, 1.6),
        glance=glances.number("degrees", 0.0, 5.0, 1.0),
        breath=page.number("breath", 0.0, 2.0, 1.0),
        drift=page.number("drift", 0.0, 2.0, 1.0),
        loose_seconds=loose.number("seconds", 0.0, 0.5, 0.06),
        loose_share=loose.number("share", 0.0, 0.3, 0.1),
    )
    for each in (blinks, glances, loose):
        each.close()
    return script


def _phrase(part: "_Part") -> Phrase:
    seconds = part.number("seconds", 0.5, LONGEST_PHRASE)
    start, end = part.pair("stretch", 0.0, seconds, (0.0, 0.0))
    phrase = Phrase(
        seconds=seconds,
        stretch=(start, end),
        lasts=part.pair("lasts", 0.0, LONGEST_HOLD, (end - start, end - start)),
        overlap=part.number("overlap", 0.0, seconds / 2, 0.0),
        side=part.one_of("side", part.words("side", "either"), SIDES),
        tracks={name: part.rows(name, seconds, (most,)) for name, most in TRACKS.items()},
        looks=part.rows("looks", seconds, (FARTHEST_LOOK, FARTHEST_LOOK)),
        blinks=tuple(each for (each,) in part.rows("blinks", seconds, ())),
    )
    if phrase.looks and (any(phrase.looks[-1][1:]) or phrase.looks[-1][0] > seconds - SETTLED):
        part.fail("looks", f"the last one must be [second, 0, 0], at least {SETTLED} s before the end")
    if phrase.lasts[0] < LEAST_STRETCH * (end - start) or (start == end and any(phrase.lasts)):
        part.fail("lasts", f"must be at least {LEAST_STRETCH:g} of the stretch, and needs one")
    part.close()
    return phrase


class _Part:
    """A table of the file that is asked for its fields one by one; what nobody asked for is a mistake."""

    def __init__(self, told: Any, file: str, where: str) -> None:
        self._file, self._where = file, where
        if not isinstance(told, dict):
            raise ScriptError(file, where, "must be a table")
        self._told, self._asked = told, set[str]()

    def fail(self, key: str, what: str) -> None:
        raise ScriptError(self._file, f"{self._where}.{key}".strip("."), what)

    def close(self) -> None:
        for key in sorted(set(self._told) - self._asked):
            self.fail(key, f"is not known here; known: {', '.join(sorted(self._asked))}")

    def _get(self, key: str, default: Any) -> Any:
        self._asked.add(key)
        if key not in self._told and default is None:
            self.fail(key, "is missing")
        return self._told.get(key, default)

    def part(self, key: str) -> "_Part":
        return _Part(self._get(key, {}), self._file, key)

    def parts(self, key: str) -> Iterator["_Part"]:
        tables = self._get(key, None)
        if not isinstance(tables, list) or not tables:
            self.fail(key, f"is written as one or more tables: [[{key}]]")
        return (_Part(each, self._file, f"{key} {number}") for number, each in enumerate(tables, 1))

    def words(self, key: str, default: str | None = None) -> str:
        words = self._get(key, default)
        if not isinstance(words, str) or not words.strip():
            self.fail(key, "must be words")
        return str(words)

    def one_of(self, key: str, word: Any, known: tuple[str, ...]) -> str:
        if word not in known:
            self.fail(key, f"{word!r} is not one of: {', '.join(known)}")
        return str(word)

    def list(self, key: str) -> list[Any]:
        told = self._get(key, [])
        if not isinstance(told, list):
            self.fail(key, "must be a list")
        return list(told)

    def number(self, key: str, least: float, most: float, default: float | None = None) -> float:
        return self._within(key, self._get(key, default), least, most)

    def pair(self, key: str, least: float, most: float, default: tuple[float, float]) -> tuple[float, float]:
        told = self._get(key, list(default))
        if not isinstance(told, list) or len(told) != 2:
            self.fail(key, "must be two numbers")
        start, end = (self._within(key, each, least, most) for each in told)
        if start > end:
            self.fail(key, "the first number must not be larger than the second")
        return start, end

    def rows(self, key: str, seconds: float, reaches: tuple[float, ...]) -> tuple[Row, ...]:
        """Points in time: a second within the phrase, each later than the one before, then values within
        `reaches` of rest. A lone second needs no brackets."""
        rows = [each if isinstance(each, list) else [each] for each in self.list(key)]
        checked = []
        for row in rows:
            if len(row) != 1 + len(reaches):
                self.fail(key, f"{row} must have {1 + len(reaches)} numbers: the second, then the values")
            second = self._within(key, row[0], 0.0, seconds)
            values = (self._within(key, each, -r, r) for each, r in zip(row[1:], reaches, strict=True))
            checked.append((second, *values))
        times = [0.0, *(row[0] for row in checked), seconds]
        if checked and any(later <= earlier for earlier, later in pairwise(times)):
            self.fail(key, f"seconds must grow, and lie between 0 and {seconds:g}")
        return tuple(checked)

    def _within(self, key: str, value: Any, least: float, most: float) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.fail(key, f"{value!r} is not a number")
        if not least <= value <= most:
            self.fail(key, f"{value!r} is not between {least:g} and {most:g}")
        return float(value)
