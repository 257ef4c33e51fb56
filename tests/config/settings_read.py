"""The settings as a process with a given environment would read them, without starting one."""

import importlib
import sys
from pathlib import Path
from types import ModuleType

import pytest

EXAMPLE = Path(__file__).resolve().parent.parent.parent / ".env.example"
SECRET_KEY = "0123456789 abcdefghijklmnopqrstuvwxyz"


def names_in_example() -> dict[str, str]:
    """Every variable of .env.example with the value that is shown there."""
    lines = EXAMPLE.read_text("utf-8").splitlines()
    pairs = [line[1:].split("=", 1) for line in lines if line.startswith("#") and line[1:2].isupper()]
    return {name: value for name, *rest in pairs for value in rest if name.replace("_", "").isalnum()}


def read_settings(monkeypatch: pytest.MonkeyPatch, data_dir: Path, **said: str) -> ModuleType:
    for name in names_in_example():
        monkeypatch.delenv(name, raising=False)
    said = {"RODNIK_IGNORE_DOTENV": "1", "DATA_DIR": str(data_dir), "SECRET_KEY": SECRET_KEY, **said}
    for name, value in said.items():
        monkeypatch.setenv(name, value)
    sections = {name: sys.modules.pop(name) for name in list(sys.modules) if _is_section(name)}
    try:
        return importlib.import_module("config.settings")
    finally:
        for name in [name for name in sys.modules if _is_section(name)]:
            del sys.modules[name]
        sys.modules.update(sections)


def _is_section(name: str) -> bool:
    return name == "config.settings" or name.startswith("config.settings.")
