"""The migrations of a move, replayed: what they say to an empty PostgreSQL is recorded at the first move of a
test run, and said again, word for word, at each one after it. That takes a fifth of the time."""

from collections.abc import Sequence
from typing import Any

from django.db.migrations.executor import MigrationExecutor

#: What was said, with its parameters, and whether these were many.
_recorded: list[tuple[str, Any, bool]] = []


class RehearsedExecutor(MigrationExecutor):
    def migrate(self, targets: Sequence[tuple[str, str]], *words: Any, **more: Any) -> Any:  # type: ignore[override]
        if not _recorded:
            return self._record(targets, *words, **more)
        with self.connection.cursor() as cursor:
            for sql, values, many in _recorded:
                (cursor.executemany if many else cursor.execute)(sql, values)

    def _record(self, *words: Any, **more: Any) -> Any:
        said: list[tuple[str, Any, bool]] = []

        def listen(execute: Any, sql: Any, values: Any, many: bool, context: Any) -> Any:
            said.append((str(sql), values, many))
            return execute(sql, values, many, context)

        with self.connection.execute_wrapper(listen):
            state = super().migrate(*words, **more)
        _recorded.extend(said)  # only now: a move that failed has not said everything
        return state
