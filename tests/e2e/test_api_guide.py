"""docs/api.md, typed as it stands: its commands run one after another, and print what it says."""

import os
import re
import shutil
import subprocess

import pytest

from tests.e2e.launched import BASE_DIR
from tests.e2e.visitor import PHOTO
from tests.installed import program

pytestmark = pytest.mark.e2e
BLOCK = re.compile(r"^```sh\n(.*?)^```\n(?:```text\n(.*?)^```$)?", re.M | re.S)
THE_END = "--- the end of a block ---"


def steps():
    """(commands, what they print) of each block."""
    return BLOCK.findall((BASE_DIR / "docs" / "api.md").read_text("utf-8"))


def as_pattern(told):
    return re.compile(re.escape(told).replace("…", ".*"))


def test_the_journey_of_the_guide_is_as_it_says(new_site, tmp_path):
    program("curl")
    site = new_site().start()
    shutil.copy(PHOTO, tmp_path / "portrait.jpg")
    script = "".join(f"{commands}\necho '{THE_END}'\n" for commands, _told in steps())
    done = subprocess.run(
        [program("bash"), "-eu", "-c", script.replace("http://localhost:8000", site.url)],
        cwd=tmp_path, env=os.environ, capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    printed = done.stdout.split(f"{THE_END}\n")
    assert done.returncode == 0, (printed, done.stderr)
    for (commands, told), shown in zip(steps(), printed, strict=False):
        assert as_pattern(told).fullmatch(shown), f"{commands}\nprinted:\n{shown}\ninstead of:\n{told}"
    assert (tmp_path / "living.mp4").read_bytes()[4:8] == b"ftyp"


def test_each_document_that_is_named_is_there_or_comes_with_the_sign_in():
    text = (BASE_DIR / "docs" / "api.md").read_text("utf-8")
    named = re.findall(r"\]\(([a-z-]+\.md)\)", text)
    assert named and [name for name in named if not (BASE_DIR / "docs" / name).exists()] == []
