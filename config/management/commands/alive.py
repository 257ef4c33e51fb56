from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from memorials.jobs import pulse


class Command(BaseCommand):
    help = "For health checks: end with 0 if the worker of a queue, or beat, has given a sign of life lately."
    requires_system_checks: list[str] = []  # asked every half minute, for as long as the site runs

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="a queue, or the word beat")

    def handle(self, *args: Any, **options: Any) -> None:
        name = options["name"]
        try:
            alive = pulse.is_alive(name)
        except DatabaseError as error:
            raise CommandError("The database does not answer.") from error
        if not alive:
            raise CommandError(f"{name} has given no sign of life for {pulse.SILENT_AFTER:.0f} seconds.")
