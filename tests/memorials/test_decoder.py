"""The decoder runs in a process of its own, with little memory, little time and nothing to see."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path
from shutil import which

import pillow_heif
import pytest

from memorials import decoding
from memorials.decoding import photographs, program, run
from memorials.decoding.confinement import confine
from memorials.errors import FileRefused
from tests.e2e.launched import wait_until
from tests.photos import encoded, jpeg, picture

LIMITS = photographs.LIMITS
NOBODY = 65534


def confined(code: str, folder: Path, limits=LIMITS, **how) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        [sys.executable, "-I", "-c", code],
        capture_output=True,
        preexec_fn=lambda: confine(limits),
        cwd=folder,
        check=False,
        **how,
    )


def test_the_decoder_gets_no_more_memory_than_its_limit(tmp_path):
    done = confined("try: bytearray(1300 * 2**20)\nexcept MemoryError: print('refused')", tmp_path)
    assert done.stdout == b"refused\n"


def test_the_decoder_writes_no_file_beyond_its_limit(tmp_path):
    confined(f"open('big', 'wb').write(bytes({LIMITS.largest_file} + 1))", tmp_path)
    assert (tmp_path / "big").stat().st_size <= LIMITS.largest_file


def test_the_decoder_is_killed_when_it_takes_too_much_time(tmp_path):
    assert confined("while True: pass", tmp_path, replace(LIMITS, cpu_seconds=1)).returncode < 0


def test_the_decoder_opens_few_files(tmp_path):
    code = (
        "try:\n  kept = [open('/dev/null') for _ in range(100)]\nexcept OSError as error: print(error.errno)"
    )
    assert confined(code, tmp_path).stdout == b"24\n"


def test_the_decoder_starts_no_process(tmp_path):
    """Asked as an account without a root's rights, which a site has; root's processes are not counted."""
    if os.geteuid() != 0:
        pytest.skip("only root can become somebody else")

    def become_nobody() -> None:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
        confine(LIMITS)

    shell = ["/bin/sh", "-c", "/bin/true; echo started"]  # what every account can reach
    done = subprocess.run(shell, capture_output=True, preexec_fn=become_nobody, check=False)
    assert done.returncode != 0 and b"started" not in done.stdout and b"fork" in done.stderr


FORMS = ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "AVIF", "HEIF")


def test_every_form_is_decoded_for_an_account_without_rights(tmp_path):
    """As in a container: no root, no namespaces. Root's threads are not counted, those of others are."""
    if os.geteuid() != 0 or not which("setpriv"):
        pytest.skip("only root can become somebody else, by setpriv")
    tmp_path.chmod(0o777)
    pillow_heif.register_heif_opener()
    for form in FORMS:
        (tmp_path / form).write_bytes(encoded(picture(), form))
    code = f"""
import django, pathlib
django.setup()
from memorials.decoding import confinement, examine
confinement.CLONE_NEWUSER = -1  # the kernel refuses such flags
folder = pathlib.Path({str(tmp_path)!r})
print([examine(folder / form, folder).width for form in {FORMS}])
"""
    account = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
    way_in = ["--inh-caps=+dac_override", "--ambient-caps=+dac_override"]  # to this Python, wherever it lies
    done = subprocess.run([*account, *way_in, sys.executable, "-c", code], capture_output=True, check=False)
    assert (done.stdout.decode(), done.returncode) == (f"{[60] * len(FORMS)}\n", 0), done.stderr


def decoder_that(does: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Another program in the decoder's place; the answer is a photograph to ask it about."""
    path = folder / "other_decoder.py"
    path.write_text(does)
    monkeypatch.setattr(photographs, "PROGRAM", [sys.executable, "-I", str(path)])
    photo = folder / "photo"
    photo.write_bytes(jpeg())
    return photo


GOOD = {"width": 60, "height": 40, "camera": "", "shot": "", "copies": []}


@pytest.mark.parametrize(
    ("does", "code"),
    [
        ("import os; os.kill(os.getpid(), 9)", "too_heavy"),
        ("raise SystemExit(3)", "broken_picture"),
        ("print('not json')", "broken_picture"),
        ("print('[' * 60_000)", "broken_picture"),
        ("print('[]')", "broken_picture"),
        ("print('{}')", "broken_picture"),
        ("print('null')", "broken_picture"),
        ("print('{\"refused\": [1]}')", "broken_picture"),
        ('print(\'{"refused": "unheard of"}\')', "broken_picture"),
        ('print(\'{"refused": "too_many_pixels"}\')', "too_many_pixels"),
        ('print(\'{"copies": [{"name": "view"}]}\')', "broken_picture"),
        ("print('{' + ' ' * 10_000_000 + '}')", "broken_picture"),
    ],
)
def test_whatever_becomes_of_the_decoder_the_answer_is_a_plain_refusal(tmp_path, monkeypatch, does, code):
    photo = decoder_that(does, tmp_path, monkeypatch)
    with pytest.raises(FileRefused) as refusal:
        decoding.examine(photo, tmp_path)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    "lie",
    [
        {"width": "60"}, {"width": 0}, {"width": -1}, {"width": 20_001}, {"height": 1.5}, {"height": True},
        {"camera": None}, {"camera": "x" * 121}, {"camera": "a\u202eb"}, {"camera": "a\nb"},
        {"shot": "yesterday"}, {"shot": "2020-13-01T00:00:00"}, {"shot": "2020-01-01T00:00:00+03:00"},
        {"shot": 5}, {"copies": None}, {"copies": [1]},
        {"copies": [{"name": "film", "width": 1, "height": 1}]},
        {"copies": [{"name": "view", "width": 1, "height": 1}] * 2},
        {"copies": [{"name": "thumb", "width": 1, "height": 1}]},
        {"copies": [{"name": "../view", "width": 1, "height": 1}]},
        {"width": 10**400},
    ],
)  # fmt: skip
def test_a_decoder_in_foreign_hands_is_not_believed(tmp_path, monkeypatch, lie):
    (tmp_path / "view.webp").write_bytes(encoded(picture(), "WEBP"))
    (tmp_path / "thumb.webp").write_bytes(b"<script>")
    photo = decoder_that(f"print({json.dumps({**GOOD, **lie})!r})", tmp_path, monkeypatch)
    with pytest.raises(FileRefused) as refusal:
        decoding.examine(photo, tmp_path)
    assert refusal.value.code == "broken_picture"


def test_a_decoder_in_foreign_hands_cannot_give_files_that_are_not_its_own(tmp_path, monkeypatch):
    outside = tmp_path / "outside"
    outside.write_bytes(encoded(picture(), "WEBP"))
    answer = {**GOOD, "copies": [{"name": "view", "width": 60, "height": 40}]}
    does = f"import os; os.symlink({str(outside)!r}, 'view.webp'); print({json.dumps(answer)!r})"
    photo = decoder_that(does, tmp_path, monkeypatch)
    with pytest.raises(FileRefused):
        decoding.examine(photo, tmp_path)


def test_a_decoder_that_hangs_is_stopped_with_all_that_it_started(tmp_path, monkeypatch):
    does = "import subprocess, time; subprocess.Popen(['sleep', '61.25']); open('ready', 'w'); time.sleep(60)"
    photo = decoder_that(does, tmp_path, monkeypatch)
    limits = replace(LIMITS, wall_seconds=1.5, may_multiply=True)
    monkeypatch.setattr(photographs, "LIMITS", limits)
    with pytest.raises(FileRefused) as refusal:
        decoding.examine(photo, tmp_path)
    assert refusal.value.code == "too_heavy"
    assert (tmp_path / "ready").exists()
    wait_until(lambda: not runs("61.25"), 5)
    assert not runs("61.25")


def runs(word: str) -> bool:
    lines = (path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if path.exists())
    return any(word.encode() in line.split(b"\0") for line in lines)


def test_a_decoder_ends_with_whoever_waits_for_it(tmp_path):
    """The site may be killed at any moment, and nobody would be left to stop its decoder."""
    code = (
        "import sys; sys.path.insert(0, '.')\n"
        "from pathlib import Path\n"
        "from memorials.decoding.confinement import Limits\n"
        "from memorials.decoding.run import run_confined\n"
        f"run_confined(['sleep', '62.25'], Path({str(tmp_path)!r}), Limits(2**30, 9, 60, 2**20))"
    )
    with subprocess.Popen([sys.executable, "-c", code]) as site:
        wait_until(lambda: runs("62.25"), 10)
        assert runs("62.25")
        site.send_signal(signal.SIGKILL)
    wait_until(lambda: not runs("62.25"), 5)
    assert not runs("62.25")


def test_no_more_decoders_run_at_once_than_there_are_processors(tmp_path, monkeypatch):
    photo = decoder_that(
        "import os, time; open(f'began-{os.getpid()}', 'w'); time.sleep(0.6); print('{}')",
        tmp_path,
        monkeypatch,
    )
    monkeypatch.setattr(run, "SLOTS", threading.BoundedSemaphore(2))

    def asks() -> None:
        with pytest.raises(FileRefused):
            decoding.examine(photo, tmp_path)

    askers = [threading.Thread(target=asks) for _ in range(4)]
    for asker in askers:
        asker.start()
    time.sleep(0.4)
    assert len(list(tmp_path.glob("began-*"))) <= 2
    for asker in askers:
        asker.join()
    assert len(list(tmp_path.glob("began-*"))) == 4


def test_the_decoder_sees_nothing_of_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "canary")
    monkeypatch.setenv("PYTHONPATH", "/canary")
    photo = decoder_that("import os; open('seen', 'w').write(repr(dict(os.environ)))", tmp_path, monkeypatch)
    with pytest.raises(FileRefused):
        decoding.examine(photo, tmp_path)
    assert set(eval((tmp_path / "seen").read_text())) == {"LC_ALL", "MALLOC_ARENA_MAX", "PATH"}  # noqa: S307 (our own repr)


def test_the_decoder_inherits_no_open_file_and_nothing_to_read(tmp_path, monkeypatch):
    with (tmp_path / "secret").open("w") as secret:
        os.set_inheritable(secret.fileno(), True)
        photo = decoder_that(
            "import os, sys; seen = sys.stdin.read() + ' '.join(os.readlink(f'/proc/self/fd/{fd}')"
            " for fd in os.listdir('/proc/self/fd') if os.path.exists(f'/proc/self/fd/{fd}'))"
            "; open('seen', 'w').write(seen)",
            tmp_path, monkeypatch,
        )  # fmt: skip
        with pytest.raises(FileRefused):
            decoding.examine(photo, tmp_path)
    seen = (tmp_path / "seen").read_text()
    assert "/dev/null" in seen
    assert "secret" not in seen


def test_what_the_decoder_complains_of_is_one_short_line_for_the_host(tmp_path, monkeypatch, caplog):
    photo = decoder_that(
        "import sys; sys.stderr.write('x' * 10_000 + '\\nlast \\x1b[31m line \\u2028 \\n'); sys.exit(5)",
        tmp_path, monkeypatch,
    )  # fmt: skip
    with pytest.raises(FileRefused) as refusal:
        decoding.examine(photo, tmp_path)
    [line] = [record.getMessage() for record in caplog.records]
    assert re.fullmatch(r"python\S* ended with 5: '[ -~\ufffd]{1,250}'", line)
    assert "last" in line
    assert "last" not in str(refusal.value.sentence)


def test_the_decoder_reaches_no_network_where_the_system_allows_that(tmp_path):
    unshared = subprocess.run(["unshare", "--user", "--net", "true"], capture_output=True, check=False)  # noqa: S607
    if unshared.returncode:
        pytest.skip("this system gives no network namespaces")
    inside = confined("import os; print(os.readlink('/proc/self/ns/net'))", tmp_path).stdout.decode().strip()
    assert inside != str(Path("/proc/self/ns/net").readlink())


def test_the_decoder_works_where_the_system_gives_no_namespaces(tmp_path, monkeypatch):
    monkeypatch.setattr("memorials.decoding.confinement.CLONE_NEWUSER", -1)  # the kernel refuses such flags
    photo = tmp_path / "photo"
    photo.write_bytes(jpeg())
    assert decoding.examine(photo, tmp_path).width == 60


def test_the_decoder_knows_nothing_of_the_project():
    parts = [path.read_text() for path in Path(program.__file__).parent.glob("*.py")]
    assert len(parts) > 3
    forbidden = r"\b(django|memorials|import os|subprocess|socket)\b"
    assert [found[0] for part in parts if (found := re.search(forbidden, part))] == []
