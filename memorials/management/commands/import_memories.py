from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from memorials.models import Memorial
from memorials.services.importing import LineRefused, import_memories


class Command(BaseCommand):
    help = "Bring memories in from a file, one JSON object a line. Running it twice changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("memorial", metavar="MEMORIAL", help="the code in the address")
        parser.add_argument("file", type=Path, metavar="FILE.jsonl")

    def handle(self, *args: Any, **options: Any) -> None:
        memorial = Memorial.objects.standing().filter(code=options["memorial"]).first()
        if memorial is None:
            raise CommandError(f"There is no memorial {options['memorial']!r}.")
        try:
            lines = options["file"].read_text(encoding="utf-8-sig").splitlines()
            done = import_memories(memorial=memorial, lines=lines)
        except LineRefused as refusal:
            raise CommandError(f"Nothing was imported: {refusal}") from None
        except (OSError, UnicodeError) as error:
            raise CommandError(f"The file cannot be read: {error}") from None
        self.stdout.write(f"{done.new} imported, {done.changed} changed, {done.same} as they were.")
