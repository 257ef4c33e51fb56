"""Memories from a file. Each has a `ref` of its own there, by which it is known again."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from memorials import dates
from memorials.events import Event, tell
from memorials.models import Memorial, Memory, Status
from memorials.models.derived import save_columns

#: What a line may hold, and the column that keeps it.
COLUMNS = {
    "ref": "ref", "text": "text", "title": "title", "author": "teller", "relation": "relation",
    "happened": "happened", "language": "language",
}  # fmt: skip


#: As in the form of a memory: the database itself does not count.
LONGEST_TEXT = 20_000


class LineRefused(Exception):
    """Says which line, and what is wrong with it."""


@dataclass
class Imported:
    new: int = 0
    changed: int = 0
    same: int = 0


def import_memories(*, memorial: Memorial, lines: Iterable[str]) -> Imported:
    """All lines are looked at before the first is kept. What is kept stands at once: whoever runs this has
    the server. A line whose `ref` is there already changes that memory. Raises LineRefused."""
    wanted = list(_read(memorial, lines))
    known = {memory.ref: memory for memory in memorial.memories.exclude(ref="")}
    done = Imported()
    for columns in wanted:
        memory = known.get(columns["ref"])
        if memory is None:
            _keep(Memory(memorial=memorial, status=Status.APPROVED, **columns))
            done.new += 1
        elif any(getattr(memory, name) != value for name, value in columns.items()):
            for name, value in columns.items():
                setattr(memory, name, value)
            _keep(memory, [*columns, "changed"])
            done.changed += 1
        else:
            done.same += 1
    return done


def _keep(memory: Memory, columns: list[str] | None = None) -> None:
    """Each in a transaction of its own: its vectors are made before that, and other writers get a turn."""
    if memory.stands:
        tell(Event.TEXTS_TO_STAND, texts=[memory])
    with transaction.atomic():
        if columns:
            save_columns(memory, columns)
        else:
            memory.save()
        tell(Event.TEXT_STANDS if memory.stands else Event.TEXT_WITHDRAWN, text=memory)


def _read(memorial: Memorial, lines: Iterable[str]) -> Iterator[dict[str, str]]:
    seen: set[str] = set()
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        columns = _columns(line, number)
        if columns["ref"] in seen:
            raise LineRefused(f"line {number}: the ref {columns['ref']!r} is there twice.")
        seen.add(columns["ref"])
        try:
            Memory(memorial=memorial, status=Status.APPROVED, **columns).clean_fields(exclude=["author"])
        except ValidationError as error:
            told = "; ".join(f"{name}: {' '.join(said)}" for name, said in error.message_dict.items())
            raise LineRefused(f"line {number}: {told}") from None
        yield columns


def _columns(line: str, number: int) -> dict[str, str]:
    try:
        given = json.loads(line)
    except ValueError:
        raise LineRefused(f"line {number} is not JSON.") from None
    if not isinstance(given, dict) or not all(isinstance(value, str) for value in given.values()):
        raise LineRefused(f"line {number}: an object with texts as values is needed.")
    if unknown := sorted(set(given) - set(COLUMNS)):
        raise LineRefused(f"line {number}: {', '.join(unknown)} is not known here.")
    if not given.get("ref") or not given.get("text", "").strip():
        raise LineRefused(f"line {number}: ref and text are needed.")
    if len(given["text"]) > LONGEST_TEXT:
        raise LineRefused(f"line {number}: the text is longer than {LONGEST_TEXT} characters.")
    columns = {column: given.get(name, "") for name, column in COLUMNS.items()}
    return {**columns, "happened": _date(columns["happened"], number)}


def _date(said: str, number: int) -> str:
    """In words or as EDTF."""
    try:
        return dates.parse(said) if said else ""
    except ValidationError as error:
        raise LineRefused(f"line {number}: happened: {' '.join(error.messages)}") from None
