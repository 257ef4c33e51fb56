"""docker-compose.yml as Compose reads it: merged, with its ${names} replaced, its times as seconds."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

BASE_DIR = Path(__file__).resolve().parents[2]
PATH = BASE_DIR / "docker-compose.yml"
#: The three that a host must give.
REQUIRED = {
    "SITE_HOST": "memory.example",
    "SECRET_KEY": "only for tests: 0123456789 abcdefghijklmnopqrstuvwxyz",
    "POSTGRES_PASSWORD": "0123456789abcdef",
}
_NAME = re.compile(r"\$\{(?P<name>\w+)(?:(?P<how>:?[-?])(?P<word>(?:[^{}]|\$\{[^{}]*\})*))?\}")
_TIME = re.compile(r"(?:(?P<m>\d+)m)?(?:(?P<s>\d+)s)?")


class NameMissing(Exception):
    """Compose refuses to start; the argument is what it says."""


def replaced(text: str, given: Mapping[str, str]) -> str:
    """${NAME}, ${NAME:-word} and ${NAME:?complaint}; a word may hold such names again."""

    def one(found: re.Match[str]) -> str:
        value = given.get(found["name"], "")
        if value or found["how"] is None:
            return value
        word = found["word"] or ""
        if "?" in found["how"]:
            raise NameMissing(f"{found['name']} {word}")
        return replaced(word, given)

    return _NAME.sub(one, text)


@cache
def written() -> dict[str, Any]:
    """The file as it stands."""
    return yaml.safe_load(PATH.read_text("utf-8"))


def loaded(given: Mapping[str, str] = REQUIRED) -> dict[str, Any]:
    """The file with everything replaced that a host may give."""
    return _replaced_within(written(), given)


def _replaced_within(part: Any, given: Mapping[str, str]) -> Any:
    if isinstance(part, str):
        return replaced(part, given)
    if isinstance(part, list):
        return [_replaced_within(each, given) for each in part]
    if isinstance(part, dict):
        return {key: _replaced_within(value, given) for key, value in part.items()}
    return part


def services(given: Mapping[str, str] = REQUIRED) -> dict[str, dict[str, Any]]:
    return loaded(given)["services"]


def environment(service: Mapping[str, Any], given: Mapping[str, str] = REQUIRED) -> dict[str, str]:
    """A name without a value is taken from what the host gives, or left out."""
    named = {
        name: given.get(name) if value is None else value for name, value in service["environment"].items()
    }
    return {name: value for name, value in named.items() if value is not None}


def seconds(time: str) -> int:
    found = _TIME.fullmatch(time)
    assert found, f"{time!r} is no time"
    return 60 * int(found["m"] or 0) + int(found["s"] or 0)


def queue_of(command: list[str]) -> str:
    return command[command.index("-Q") + 1]
