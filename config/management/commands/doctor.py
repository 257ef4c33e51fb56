import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from config.doctor import Check, examine


class Command(BaseCommand):
    help = "Say what of the site is down, and which command mends it."
    requires_system_checks: list[str] = []  # they may touch what is broken

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        checks = examine()
        ok = all(check.ok for check in checks)
        if options["json"]:
            answer = {"ok": ok, "checks": [asdict(check) for check in checks]}
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        else:
            self.show(checks)
        if not ok:
            raise SystemExit(1)

    def show(self, checks: list[Check]) -> None:
        width = max(len(check.name) for check in checks)
        for check in checks:
            self.stdout.write(f"{'ok ' if check.ok else 'BAD'}  {check.name:<{width}}  {check.detail}")
            if check.remedy:
                self.stdout.write(f"     {'':<{width}}  mend it with: {check.remedy}")
