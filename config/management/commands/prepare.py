"""What a site needs before it serves its first page; quick when there is nothing to do."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from config import static_files, tasks
from config.embedded.words import GREETED, PREPARED
from memorials.jobs.sweeper import forget_sendings
from memorials.services.accounts import ensure_first_admin, let_first_admin_in
from memorials.services.demo import load_demo


class Command(BaseCommand):
    help = "Bring database, cache table, static files, first administrator and example up to date."
    requires_system_checks: list[str] = []  # `make check` asks them; here they would cost every start

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--greet-workers",
            action="store_true",
            help="then send each queue a small task, and end when all were really taken",
        )
        parser.add_argument(
            "--without-static",
            action="store_true",
            help="the static files are packed already, as they are in the container's image",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        migrate()
        call_command("createcachetable", verbosity=0)
        if not options["without_static"]:
            static_files.collect()
        forget_sendings()
        self.introduce_admin()
        self.say(PREPARED)
        # The greetings go out before the example does: its living photograph is a long piece of work.
        token = tasks.greet_workers() if options["greet_workers"] else ""
        if settings.LOAD_DEMO:
            load_demo()
        if token:
            tasks.wait_for_answers(token)
            self.say(GREETED)

    def introduce_admin(self) -> None:
        made = ensure_first_admin()
        let_first_admin_in()
        if made:
            email, password = made
            self.say(f"The first administrator is {email} with the one-time password {password}")

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def migrate() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)
