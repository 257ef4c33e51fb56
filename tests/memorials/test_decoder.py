"""The decoder runs in a process of its own, with little memory, little time and nothing to see."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from memorials.decoding import program, run
from memorials.errors import FileRefused


def confined(code: str, folder: Path) -> "subprocess.CompletedProcess[bytes]":
    import sys

    return subprocess.run(
        [sys.executable, "-I", "-c", code],
        capture_output=True,
        preexec_fn=run.confine,
        cwd=folder,
        check=False,
    )


def test_the_decoder_gets_no_more_memory_than_its_limit(tmp_path):
    done = confined("try: bytearray(1300 * 2**20)\nexcept MemoryError: print('refused')", tmp_path)
    assert done.stdout == b"refused\n"


def test_the_decoder_writes_no_file_beyond_its_limit(tmp_path):
    confined(f"open('big', 'wb').write(bytes({run.LARGEST_OUTPUT} + 1))", tmp_path)
    assert (tmp_path / "big").stat().st_size <= run.LARGEST_OUTPUT


def test_the_decoder_is_killed_when_it_takes_too_much_time(tmp_path, monkeypatch):
    monkeypatch.setattr(run, "CPU_SECONDS", 1)
    assert confined("while True: pass", tmp_path).returncode < 0


def decoder_that(does: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder / "other_decoder.py"
    path.write_text(does)
    monkeypatch.setattr(run, "PROGRAM", path)


@pytest.mark.parametrize(
    ("does", "code"),
    [
        ("import os; os.kill(os.getpid(), 9)", "too_heavy"),
        ("raise SystemExit(3)", "broken_picture"),
        ("print('not json')", "broken_picture"),
        ("print('[]')", "broken_picture"),
        ("print('{}')", "broken_picture"),
        ("print('null')", "broken_picture"),
        ('print(\'{"refused": "unheard of"}\')', "broken_picture"),
        ('print(\'{"copies": [{"name": "view"}]}\')', "broken_picture"),
    ],
)
def test_whatever_becomes_of_the_decoder_the_answer_is_a_plain_refusal(tmp_path, monkeypatch, does, code):
    decoder_that(does, tmp_path, monkeypatch)
    with pytest.raises(FileRefused) as refusal:
        run.decode_photo(tmp_path / "photo", tmp_path)
    assert refusal.value.code == code


def test_a_decoder_that_hangs_is_stopped(tmp_path, monkeypatch):
    decoder_that("import time; time.sleep(60)", tmp_path, monkeypatch)
    monkeypatch.setattr(run, "WALL_SECONDS", 0.5)
    with pytest.raises(FileRefused) as refusal:
        run.decode_photo(tmp_path / "photo", tmp_path)
    assert refusal.value.code == "too_heavy"


def test_a_decoder_in_foreign_hands_cannot_name_files_outside_its_folder(tmp_path, monkeypatch):
    copy = {"name": "view", "path": "/etc/passwd", "content_type": "image/webp", "width": 1, "height": 1}
    answer = {"content_type": "image/jpeg", "width": 1, "height": 1, "copies": [copy]}
    decoder_that(f"print({json.dumps(answer)!r})", tmp_path, monkeypatch)
    decoded = run.decode_photo(tmp_path / "photo", tmp_path)
    assert [copy.path for copy in decoded.copies] == [tmp_path / "passwd"]


def test_the_decoder_sees_nothing_of_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "canary")
    monkeypatch.setenv("PYTHONPATH", "/canary")
    decoder_that("import os, sys; open('seen', 'w').write(repr(dict(os.environ)))", tmp_path, monkeypatch)
    with pytest.raises(FileRefused):
        run.decode_photo(tmp_path / "photo", tmp_path)
    assert "canary" not in (tmp_path / "seen").read_text()
    assert set(eval((tmp_path / "seen").read_text())) == {"PATH", "LC_ALL"}  # noqa: S307 (our own repr)


def test_the_decoder_inherits_no_open_file(tmp_path, monkeypatch):
    with (tmp_path / "secret").open("w") as secret:
        os.set_inheritable(secret.fileno(), True)
        decoder_that(
            f"import os\ntry: os.fstat({secret.fileno()}); open('seen', 'w')\nexcept OSError: pass",
            tmp_path,
            monkeypatch,
        )
        with pytest.raises(FileRefused):
            run.decode_photo(tmp_path / "photo", tmp_path)
    assert not (tmp_path / "seen").exists()


def test_the_decoder_reaches_no_network_where_the_system_allows_that(tmp_path):
    unshared = subprocess.run(["unshare", "--user", "--net", "true"], capture_output=True, check=False)  # noqa: S607
    if unshared.returncode:
        pytest.skip("this system gives no network namespaces")
    inside = confined("import os; print(os.readlink('/proc/self/ns/net'))", tmp_path).stdout.decode().strip()
    assert inside != str(Path("/proc/self/ns/net").readlink())


def test_the_decoder_knows_nothing_of_the_project():
    text = Path(program.__file__).read_text()
    assert not any(word in text for word in ("django", "memorials", "import os", "subprocess"))
