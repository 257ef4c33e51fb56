"""What the tests of moving share: an old site in a folder, and both databases seen by other eyes."""

import hashlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core import serializers

from config.moving import Report, move
from config.moving.ends import opened, target_settings
from tests.fresh_postgres import command

BASE_DIR = Path(__file__).resolve().parent.parent.parent
SEEN = "move_seen"


@dataclass
class OldSite:
    folder: Path

    @property
    def database(self) -> Path:
        return self.folder / "rodnik.sqlite3"

    @property
    def settings(self) -> dict[str, Any]:
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(self.database)}

    def move(self, to: str, said: list[str] | None = None) -> Report:
        lines: list[str] = [] if said is None else said
        return move(self.settings, to, data_dir=self.folder, say=lines.append)

    def run(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """A program of the project in the old site's place, without a broker."""
        env = {**os.environ, "DATA_DIR": str(self.folder)}
        env["REDIS_URL"] = f"redis+socket://{self.folder}/no-broker.sock"
        env.pop("DATABASE_URL", None)
        return subprocess.run(
            [sys.executable, *words], cwd=BASE_DIR, env=env, capture_output=True, text=True, check=False
        )

    def change(self, statement: str, *values: object) -> None:
        """By hand, past all rules: what a database may hold that was not written by us alone."""
        link = sqlite3.connect(self.database)
        with link:
            link.execute(statement, values)
        link.close()

    def first(self, question: str) -> Any:
        link = sqlite3.connect(self.database)
        try:
            return link.execute(question).fetchone()[0]
        finally:
            link.close()

    def digest(self) -> str:
        return hashlib.sha256(self.database.read_bytes()).hexdigest()

    @contextmanager
    def seen(self) -> Iterator[str]:
        with opened(SEEN, self.settings):
            yield SEEN


@contextmanager
def target_seen(url: str) -> Iterator[str]:
    with opened(SEEN, target_settings(url)):
        yield SEEN


def contents(alias: str) -> dict[str, list[dict[str, Any]]]:
    """All rows as Django's serializer tells them, which shares nothing with the move."""
    return {
        model._meta.label: serializers.serialize("python", model._base_manager.using(alias).order_by("pk"))
        for model in apps.get_models(include_auto_created=True)
        if not model._meta.proxy
    }


def tables_at(url: str) -> list[str]:
    asked = command(url, "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
    return [name for (name,) in asked]
