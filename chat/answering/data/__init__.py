"""Lists of words that lie beside the code as JSON, written for this project."""

import json
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent


@cache
def word_lists(name: str) -> dict[str, frozenset[str]]:
    """Each list of a file by its name."""
    return {key: frozenset(value) for key, value in read(name).items() if isinstance(value, list)}


@cache
def read(name: str) -> Any:
    return json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
