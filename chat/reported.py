"""Answers reported as wrong, with the memories that they quoted, as far as their reader may see them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from chat.models import WrongAnswer
from memorials.models import Memory
from memorials.viewer import Viewer


@dataclass(frozen=True)
class Reported:
    code: str
    question: str
    words: str
    created: datetime
    texts: list[
        Memory
    ]  # chapters and words of visitors are not among them: they have no place to be opened at


def with_quoted(viewer: Viewer, reports: Iterable[WrongAnswer]) -> list[Reported]:
    """By two queries. A memory that was taken back meanwhile is not named any more."""
    found = list(reports)
    wanted = {code for report in found for code in _memories(report)}
    seen = {memory.code: memory for memory in Memory.objects.visible_to(viewer).filter(code__in=wanted)}
    return [
        Reported(
            report.code, report.question, report.words, report.created,
            [seen[code] for code in _memories(report) if code in seen],
        )
        for report in found
    ]  # fmt: skip


def _memories(report: WrongAnswer) -> list[str]:
    """Each once, in the order of the quotations."""
    return list(dict.fromkeys(code for kind, code, *_ in report.quoted if kind == "memory"))
