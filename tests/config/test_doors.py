"""A bad value is one line on standard error at every door, and never a traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.launched import free_port

BASE_DIR = Path(__file__).resolve().parent.parent.parent
SENTENCE = "TRUSTED_PROXIES must be a number from 0 to 10, not 'all'."
CELERY = (str(Path(sys.executable).with_name("celery")), "-A", "config")
MANAGE = (sys.executable, "manage.py")


def refused(data_dir: Path, *words: str, **said: str) -> "subprocess.CompletedProcess[str]":
    env = {**os.environ, "DATA_DIR": str(data_dir), "DATA": str(data_dir), "TRUSTED_PROXIES": "all", **said}
    return subprocess.run(
        words, cwd=BASE_DIR, env=env, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize(
    "words",
    [
        (*MANAGE, "check"),
        (*MANAGE, "migrate"),
        (*MANAGE, "doctor", "--json"),
        (*MANAGE, "help"),
        (*CELERY, "worker", "--pool", "solo"),
        (*CELERY, "beat"),
    ],
    ids=lambda words: " ".join(words[1:]),
)
def test_commands_say_the_sentence_and_nothing_else(tmp_path, words):
    done = refused(tmp_path, *words)
    assert (done.returncode, done.stdout, done.stderr) == (78, "", SENTENCE + "\n")


def test_gunicorn_gives_up_with_the_sentence(tmp_path):
    words = (sys.executable, "-m", "gunicorn", "config.wsgi", "--no-control-socket")
    done = refused(tmp_path, *words, "--log-level", "critical", "--bind", f"127.0.0.1:{free_port()}")
    assert done.returncode == 3
    assert done.stderr == SENTENCE + "\n"


def test_launcher_says_the_sentence_and_leaves_nothing_running(tmp_path):
    words = (sys.executable, "-m", "config.embedded")
    done = refused(tmp_path / "data", *words, PORT=str(free_port()), REDIS_URL="")
    assert (done.returncode, done.stderr) == (1, SENTENCE + "\n")
    assert list((tmp_path / "data" / "run").glob("*.pid")) == []
