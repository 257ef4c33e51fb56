"""What is said in a film or recording, line by line with its times: WebVTT and SRT, and nothing looser.

Of the text only its words and who speaks them are kept: places on the picture, colours and classes are not.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape, unescape

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from memorials.clock import clock

_CLOCK = r"(?:(\d{2,3}):)?([0-5]\d):([0-5]\d)[.,](\d{3})"
_TIMES = re.compile(rf"{_CLOCK}[ \t]+-->[ \t]+{_CLOCK}(?:[ \t]+\S.*)?")
_BEGINNING = re.compile(r"\ufeff?(?:WEBVTT(?:[ \t].*)?(?=\n|$)|\d+[ \t]*\n" + _CLOCK + r"[ \t]+-->)")
# Each step of these can be taken in one way only: a hostile line is read as fast as any other.
_SPEAKER = re.compile(r"<v(?:\.[^\s<>.]+)*[ \t]([^<>]*)>")
_TAG = re.compile(r"</?(?:[a-z]+(?:\.[^\s<>.]+)*(?:[ \t][^<>]*)?|[\d:.]+)>", re.IGNORECASE)
#: Blocks of WebVTT that say nothing: remarks, looks and places.
_SILENT = ("NOTE", "STYLE", "REGION")


class NotCaptions(ValueError):
    """`line` is the number of the first line that cannot be read."""

    def __init__(self, line: int) -> None:
        self.line = line
        super().__init__(f"line {line}")


@dataclass(frozen=True)
class Cue:
    """Words between two moments, in seconds."""

    start: float
    end: float
    text: str

    @property
    def clock(self) -> str:
        return clock(self.start)


def are_meant(text: str) -> bool:
    """Whether the text begins as captions do."""
    return bool(_BEGINNING.match(_plain_ends(text)))


def read(text: str) -> list[Cue]:
    """The cues in their order. NotCaptions for whatever is not wholly well-formed."""
    if not are_meant(text):
        raise NotCaptions(1)
    spoken = (_cue(number, lines) for number, lines in _blocks(text) if not _is_silent(number, lines))
    cues = [cue for cue in spoken if cue.text]
    if not cues:
        raise NotCaptions(1)
    return cues


def cues_in(text: str) -> list[Cue]:
    """Empty where it is a text like any other."""
    try:
        return read(text)
    except NotCaptions:
        return []


def validate(text: str) -> None:
    """Subtitles with a slip in them would be shown as a text full of numbers."""
    if are_meant(text):
        try:
            read(text)
        except NotCaptions as wrong:
            sentence = _("These subtitles cannot be read from line %(line)s on.")
            raise ValidationError(sentence, params={"line": wrong.line}) from None


def to_webvtt(cues: list[Cue]) -> str:
    """Written anew, so that nothing comes along which was not understood."""
    blocks = (f"{_stamp(cue.start)} --> {_stamp(cue.end)}\n{escape(cue.text, quote=False)}\n" for cue in cues)
    return "\n".join(["WEBVTT\n", *blocks])


def _plain_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\n")


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """Lines that stand together, each with the number of the first of them."""
    together: list[str] = []
    for number, line in enumerate([*_plain_ends(text).split("\n"), ""], 1):
        if words := line.strip("\ufeff").strip():
            together.append(words)
        elif together:
            yield number - len(together), together
            together = []


def _is_silent(number: int, lines: list[str]) -> bool:
    head = lines[0].split(maxsplit=1)[0]
    return head in _SILENT or (number == 1 and head == "WEBVTT" and not any("-->" in line for line in lines))


def _cue(number: int, lines: list[str]) -> Cue:
    """A name or a number may stand above the times."""
    at = 0 if "-->" in lines[0] else 1
    times = _TIMES.fullmatch(lines[at]) if at < len(lines) else None
    if times is None:
        raise NotCaptions(number + min(at, len(lines) - 1))
    start, end = _seconds(times.groups()[:4]), _seconds(times.groups()[4:])
    words = "\n".join(filter(None, map(_words, lines[at + 1 :])))
    if end <= start or "-->" in words:
        raise NotCaptions(number + at)
    return Cue(start, end, words)


def _seconds(clock: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, thousandths = (int(part or 0) for part in clock)
    return round(hours * 3600 + minutes * 60 + seconds + thousandths / 1000, 3)


def _words(line: str) -> str:
    """«<v Вера>Помню» says who speaks; the other marks say only how it looks."""
    return unescape(_TAG.sub("", _SPEAKER.sub(lambda spoken: f"{spoken[1].strip()}: ", line))).strip()


def _stamp(seconds: float) -> str:
    whole, thousandths = divmod(round(seconds * 1000), 1000)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}.{thousandths:03}"
