"""`.env.example` is the promise: every variable that is read stands in it, with the default it says."""

import ast
import re
from pathlib import Path

from tests.config.settings_read import names_in_example, read_settings

BASE_DIR = Path(__file__).resolve().parent.parent.parent
CONFIG, COMPOSE = BASE_DIR / "config", BASE_DIR / "docker-compose.yml"
READERS = {"given", "one_of", "flag", "whole", "seconds", "time_zone", "sender"}
#: Said on a command line only: `make run DATA=`, and the tests' wish to read no .env.
NOT_IN_A_FILE = {"RODNIK_IGNORE_DOTENV", "DATA"}
CONTRACT = {
    "SITE_URL", "BIND", "REGISTRATION", "DATABASE_URL", "REDIS_URL", "SECRET_KEY", "ALLOWED_HOSTS",
    "DATA_DIR", "STORAGE_URL", "FILE_DELIVERY", "EMAIL_URL", "LANGUAGE_CODE", "TRUSTED_PROXIES",
    "ANIMATION_CONCURRENCY", "LLM_BASE_URL", "LLM_MODEL", "LLM_API_KEY",
}  # fmt: skip


def _read_by_code() -> set[str]:
    calls = [
        node
        for path in CONFIG.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and node.args
    ]
    firsts = [call.args[0] for call in calls if _asks(call.func)]
    names = [first.value for first in firsts if isinstance(first, ast.Constant)]
    return {name for name in names if isinstance(name, str) and name.isupper()}


def _asks(called: ast.expr) -> bool:
    """A reader of values, or `.get` of the environment itself."""
    return ast.unparse(called) in {*READERS, "os.environ.get", "environ.get", "said.get"}


def _read_by_compose() -> set[str]:
    return set(re.findall(r"\$\{([A-Z_]+)", COMPOSE.read_text("utf-8"))) if COMPOSE.exists() else set()


def test_example_lists_exactly_what_is_read():
    shown = set(names_in_example())
    assert _read_by_code() - NOT_IN_A_FILE - shown == set()
    assert shown - _read_by_code() - _read_by_compose() == set()


def test_promised_variables_are_read():
    assert CONTRACT - set(names_in_example()) == set()


def test_copied_example_changes_nothing(monkeypatch, tmp_path):
    said = names_in_example()
    del said["DATA_DIR"], said["SECRET_KEY"]  # the test's own
    with_it = read_settings(monkeypatch, tmp_path, **said)
    without = read_settings(monkeypatch, tmp_path)
    assert _settings(with_it) == _settings(without)


def _settings(module):
    return {name: getattr(module, name) for name in dir(module) if name.isupper()}
