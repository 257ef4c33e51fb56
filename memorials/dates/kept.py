"""The forms of EDTF in which dates are kept. A few of many: each has its words in both languages.

1906 · 1906-12 · 1906-12-09 · 194X (a decade) · 18XX (a century), and each of these with ~ (about),
? (perhaps) or % (both) · 1951-22 (a season: 21 spring to 24 winter) · 1940/1945 (all that time) ·
[1940..1945] (some day in it) · [..1945] (then or before) · [1945..] (then or later).
The ends are years, months or days, in any mixture.
"""

import re
from dataclasses import dataclass
from enum import Enum
from typing import Self

#: `1906-12-09/1992-10-11` has 21 signs and `[1906-12-09..1992-10-11]` 24; the columns leave some room.
LONGEST = 40

_POINT = r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-[0-9]{2})?)?"
_FORM = re.compile(
    rf"(?P<date>{_POINT}|[0-9]{{3}}X|[0-9]{{2}}XX)(?P<mark>[~?%]?)"
    r"|(?P<season>[0-9]{4}-2[1-4])"
    rf"|(?P<start>{_POINT})/(?P<end>{_POINT})"
    rf"|\[(?P<earliest>{_POINT})\.\.(?P<latest>{_POINT})\]"
    rf"|\[\.\.(?P<before>{_POINT})\]"
    rf"|\[(?P<after>{_POINT})\.\.\]"
)


class Kind(Enum):
    """What a date says; the value is how it is written in EDTF."""

    DATE = "{first}{mark}"
    SEASON = "{first}"
    LASTING = "{first}/{last}"
    BETWEEN = "[{first}..{last}]"
    BEFORE = "[..{last}]"
    AFTER = "[{first}..]"


@dataclass(frozen=True)
class Kept:
    """A date taken apart. An end is `1906`, `1906-12` or `1906-12-09`; an open end is empty."""

    kind: Kind
    first: str = ""
    last: str = ""
    mark: str = ""

    def __str__(self) -> str:
        return self.kind.value.format(first=self.first, last=self.last, mark=self.mark)

    @property
    def is_about(self) -> bool:
        return self.mark in ("~", "%")

    @property
    def is_doubted(self) -> bool:
        return self.mark in ("?", "%")

    @property
    def ends(self) -> list[str]:
        return [end for end in (self.first, self.last) if end]

    @classmethod
    def read(cls, edtf: str) -> Self | None:
        """None for whatever is not written in one of the forms; whether there is such a day is not asked."""
        match = _FORM.fullmatch(edtf)
        if match is None:
            return None
        part = match.groupdict(default="")
        if part["date"]:
            return cls(Kind.DATE, part["date"], mark=part["mark"])
        if part["season"]:
            return cls(Kind.SEASON, part["season"])
        if part["start"]:
            return cls(Kind.LASTING, part["start"], part["end"])
        if part["earliest"]:
            return cls(Kind.BETWEEN, part["earliest"], part["latest"])
        return cls(Kind.BEFORE, last=part["before"]) if part["before"] else cls(Kind.AFTER, part["after"])


def is_day(end: str) -> bool:
    return len(end) == len("1906-12-09")
