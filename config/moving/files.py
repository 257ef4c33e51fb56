"""The files stay where they are; here is only looked whether those that rows name are there."""

from dataclasses import dataclass, field

from django.core.exceptions import SuspiciousOperation
from django.db import models

#: So many missing ones are named; of the rest only the number is told.
MOST_EXAMPLES = 20


@dataclass
class NamedFiles:
    named: int = 0
    missing: int = 0
    examples: list[str] = field(default_factory=list)

    def look_for(self, field: models.FileField, name: str | None, row: str) -> None:
        if not name:
            return
        self.named += 1
        if not _exists(field, name):
            self.missing += 1
            if len(self.examples) < MOST_EXAMPLES:
                self.examples.append(f"{name} ({row})")


def _exists(field: models.FileField, name: str) -> bool:
    try:
        return bool(field.storage.exists(name))
    except SuspiciousOperation:  # a name that leads out of the storage is the name of no file of ours
        return False
