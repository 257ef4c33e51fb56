"""Every problem that the API can answer with: its stable code, its status, and its sentence."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions

from memorials.api.errors import INVALID, sentence_of
from memorials.errors import Refusal
from memorials.limits import TOO_OFTEN


@dataclass(frozen=True)
class Problem:
    code: str
    status: int
    sentence: str


def every_problem() -> list[Problem]:
    """By status, then by code. A code with two sentences stands with the first of them."""
    found: dict[str, Problem] = {}
    for problem in [*_of_the_frame(), *_refusals()]:
        found.setdefault(problem.code, problem)
    return sorted(found.values(), key=lambda each: (each.status, each.code))


def _refusals() -> Iterator[Problem]:
    yield from (Problem(*told) for kind in _kin(Refusal) for told in kind.told())


def _of_the_frame() -> Iterator[Problem]:
    """What is refused before a service is asked."""
    own: dict[str, str] = {
        "invalid": str(INVALID),
        "not_found": sentence_of(Http404()),
        "permission_denied": sentence_of(PermissionDenied()),
        "throttled": str(TOO_OFTEN),
    }
    for kind in _kin(exceptions.APIException):
        if kind.status_code < 500:
            code = str(kind.default_code)
            yield Problem(code, kind.status_code, own.get(code) or _placeholders(str(kind.default_detail)))


def _placeholders(sentence: str) -> str:
    for name in ("{method}", "{media_type}"):
        sentence = sentence.replace(name, "…")
    return sentence


def _kin(kind: type[Any]) -> Iterator[type[Any]]:
    for each in kind.__subclasses__():
        yield each
        yield from _kin(each)
