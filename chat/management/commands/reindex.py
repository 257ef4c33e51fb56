import time
from argparse import ArgumentParser
from collections.abc import Iterator
from itertools import takewhile
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from chat import machines
from chat.models import Text
from chat.services.reading import read, waiting
from memorials.models import Memorial


class Command(BaseCommand):
    help = "Let the archive read all texts anew: for a new embedder, or where readings were lost."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("memorial", nargs="?", metavar="MEMORIAL", help="one memorial only: its code")
        parser.add_argument(
            "--waiting", action="store_true", help="only what is not read yet, or by another embedder"
        )
        parser.add_argument("--seconds", type=float, help="end after so long, whatever is left")

    def handle(self, *args: Any, **options: Any) -> None:
        memorial = self._memorial(options["memorial"])
        texts = waiting(memorial, anew=not options["waiting"])
        read_now = [read(text) for text in _within(texts, options["seconds"])]
        by = machines.embedder_name() or "words alone"
        self.stdout.write(f"{sum(read_now)} of {len(read_now)} texts read, by {by}.")
        if not all(read_now):
            raise CommandError("Some texts could not be read. They are found by their words meanwhile.")

    @staticmethod
    def _memorial(code: str | None) -> Memorial | None:
        if code is None:
            return None
        try:
            return Memorial.objects.standing().get(code=code)
        except Memorial.DoesNotExist:
            raise CommandError(f"There is no memorial {code!r}.") from None


def _within(texts: Iterator[Text], seconds: float | None) -> Iterator[Text]:
    began = time.monotonic()
    return takewhile(lambda _: seconds is None or time.monotonic() - began < seconds, texts)
