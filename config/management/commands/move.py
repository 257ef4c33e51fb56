"""`manage.py move --to DATABASE_URL`: from the database that the site has to an empty PostgreSQL."""

import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from config.moving import CannotMove, Report, move


class Command(BaseCommand):
    help = (
        "Move everything that the site's database holds to an empty PostgreSQL, in one transaction: all or "
        "nothing. Stop the site first. The old database is only read and stays as it is; photographs and "
        "clips stay in the data folder. What arrived is read back and compared with what was there."
    )
    requires_system_checks: list[str] = []  # they may touch the database that is about to be left

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--to",
            required=True,
            metavar="DATABASE_URL",
            help="postgres://user:password@host/name; a password may also come from PGPASSWORD or ~/.pgpass",
        )
        parser.add_argument("--json", action="store_true", help="one JSON object instead of words")

    def handle(self, *args: Any, to: str, json: bool, **options: Any) -> None:
        say = _silence if json else self.say
        try:
            report = move(settings.DATABASES["default"], to, data_dir=settings.DATA_DIR, say=say)
        except CannotMove as refusal:
            self.refuse(str(refusal), json)
        except KeyboardInterrupt:
            self.refuse("Stopped: nothing was moved, and both databases are as they were.", json)
        else:
            self.tell(report, json)

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def refuse(self, sentence: str, as_json: bool) -> None:
        if as_json:
            self.stdout.write(_as_json({"ok": False, "refusal": sentence}))
        else:
            self.stderr.write(sentence)
        raise SystemExit(1)

    def tell(self, report: Report, as_json: bool) -> None:
        if as_json:
            self.stdout.write(_as_json({"ok": True, **report.as_dict()}))
            return
        for line in _lines(report):
            self.say(line)


def _silence(line: str) -> None:
    pass


def _as_json(answer: dict[str, object]) -> str:
    return json.dumps(answer, ensure_ascii=False)


def _lines(report: Report) -> list[str]:
    files = report.files
    return [
        f"Moved {sum(report.rows.values())} rows of {len(report.rows)} models; "
        "all were read back, and every column is the same.",
        *(f"Left out: table {table}: {why}." for table, why in report.left_out.items()),
        *(f"Mended: {note}." for note in report.mended),
        f"Files: {files.named} are named by rows, {files.missing or 'none'} missing in the storage.",
        *(f"  missing: {name}" for name in files.examples),
        "Next: give DATABASE_URL the address that you gave to --to (in .env or the environment), "
        "and start the site.",
        f"Keep the data folder {settings.DATA_DIR}: photographs, clips and the secret key stay there.",
        f"The old database ({report.source}) is as it was: keep it until you are sure.",
    ]
