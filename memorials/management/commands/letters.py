"""manage.py letters: how many wait, and how many were given up. With --again those are tried once more."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from memorials.models import Notice
from memorials.services.letters import begin_again


class Command(BaseCommand):
    help = "Says how many notices wait to be sent by mail; --again takes up those that were given up."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--again", action="store_true", help="try once more what was given up")

    def handle(self, *args: Any, again: bool = False, **options: Any) -> None:
        if again:
            self.stdout.write(f"{begin_again()} notices will be tried once more within a minute.")
        given_up = Notice.objects.given_up().count()
        waiting = Notice.objects.unsent().count() - given_up
        self.stdout.write(f"{waiting} notices wait to be sent; {given_up} were given up.")
