import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand

from chat.models.reading import kind_of
from chat.services.asking import Found, Quoted, ask, ranking, source_name
from chat.services.opening import is_open
from memorials.models import Memorial, Memory, User
from memorials.viewer import Viewer, viewer_of

#: Exit code where the asker may not see the memorial, or its archive is closed.
NOT_THERE = 4


class Command(BaseCommand):
    help = "Ask the archive of a memorial, as a visitor or as somebody with an account."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("memorial", metavar="MEMORIAL", help="the code in the address")
        parser.add_argument("question", nargs="?", help="left out: one question a line on standard input")
        parser.add_argument("--as", dest="asker", metavar="EMAIL")
        parser.add_argument("--retrieve", type=int, default=0, metavar="K", help="also the K best memories")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            viewer = _viewer(options["asker"])
            memorial = Memorial.objects.visible_to(viewer).get(code=options["memorial"])
        except (User.DoesNotExist, Memorial.DoesNotExist):
            return self._refuse("no_such_memorial", "This asker sees no such memorial.", options["json"])
        if not is_open(memorial):
            return self._refuse("archive_closed", "The family has not opened this archive.", options["json"])
        for question in _questions(options["question"]):
            found = ask(viewer, memorial, question)
            answer = _answer(question, found)
            if options["retrieve"]:
                answer["ranking"] = _refs(ranking(viewer, memorial, question, most=options["retrieve"]))
            self.stdout.write(json.dumps(answer, ensure_ascii=False) if options["json"] else _said(answer))

    def _refuse(self, code: str, message: str, as_json: bool) -> None:
        refusal = json.dumps({"ok": False, "code": code, "message": message})
        self.stdout.write(refusal if as_json else message)
        sys.exit(NOT_THERE)


def _viewer(email: str | None) -> Viewer:
    """A visitor, or somebody. Raises User.DoesNotExist: to an address without account nothing is there."""
    return viewer_of(User.objects.get(email__iexact=email, is_active=True)) if email else Viewer()


def _questions(given: str | None) -> Iterator[str]:
    if given is not None:
        yield given
        return
    yield from (line for line in (raw.strip() for raw in sys.stdin) if line)


def _answer(question: str, found: Found) -> dict[str, Any]:
    return {
        "question": question,
        "answered": found.told,
        "confidence": round(found.answer.confidence, 4),
        "quotes": [_quote(quoted) for quoted in found.quotes],
        "milliseconds": found.milliseconds,
    }


def _quote(quoted: Quoted) -> dict[str, Any]:
    text = quoted.text
    return {
        "source": source_name(text),
        kind_of(text): text.code,
        "ref": text.ref if isinstance(text, Memory) else "",
        "text": quoted.words,
        "start": quoted.start,
        "end": quoted.end,
    }


def _refs(memories: list[Memory]) -> list[str]:
    """A memory that was not imported has no ref of its own: its code stands for it."""
    return [memory.ref or memory.code for memory in memories]


def _said(answer: dict[str, Any]) -> str:
    """For a person at the terminal."""
    lines = [f"? {answer['question']}", *(f"  «{quote['text']}»" for quote in answer["quotes"])]
    return "\n".join(lines if answer["answered"] else [*lines, "  —"])
