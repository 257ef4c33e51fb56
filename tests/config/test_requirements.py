"""requirements.txt is made on one Python, and installed without asking for more on each from 3.11 on."""

import re
from importlib.metadata import requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

BASE_DIR = Path(__file__).resolve().parents[2]
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==", re.M)


def pinned() -> set[str]:
    return {
        canonicalize_name(name) for name in PINNED.findall((BASE_DIR / "requirements.txt").read_text("utf-8"))
    }


@pytest.mark.parametrize("python", ["3.11.0", "3.11.2", "3.12.0", "3.13.0", "3.14.0"])
def test_the_lock_holds_what_its_packages_need_on_each_python(python):
    here = {"python_full_version": python, "python_version": python.rsplit(".", 1)[0], "extra": ""}
    missing = {
        f"{name} needs {need}"
        for name in pinned()
        for need in map(Requirement, requires(name) or [])
        if need.marker is None or need.marker.evaluate(here)
        if canonicalize_name(need.name) not in pinned()
    }
    assert missing == set()
