"""The commands keep the promise of names and shapes that scripts rely on."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone
from PIL import Image

from animation.engine import GESTURES, file_sha256, seed_for


def run(*words):
    """Exit status and what was printed, read as one JSON object."""
    printed, status = StringIO(), 0
    try:
        call_command(*map(str, words), stdout=printed)
    except SystemExit as stop:
        status = stop.code
    return status, json.loads(printed.getvalue())


@pytest.fixture
def empty(tmp_path):
    Image.new("RGB", (200, 200), (90, 120, 90)).save(tmp_path / "meadow.png")
    return tmp_path / "meadow.png"


def test_faces_prints_boxes_and_problems(hopper):
    status, told = run("faces", hopper, "--json")
    assert status == 0
    assert (told["width"], told["height"]) == (512, 600)
    assert [set(face) for face in told["faces"]] == [{"index", "box", "yaw", "problems"}]
    assert told["faces"][0]["problems"] == []


def test_faces_says_in_words_what_limits_a_face(hopper, tmp_path):
    with Image.open(hopper) as picture:
        picture.resize((85, 100)).save(tmp_path / "tiny.png")
    printed = StringIO()
    call_command("faces", str(tmp_path / "tiny.png"), stdout=printed)
    assert "smaller than 40 pixels" in printed.getvalue()


def test_faces_of_a_meadow_are_none(empty):
    assert run("faces", empty, "--json") == (0, {"width": 200, "height": 200, "faces": []})


def test_faces_refuses_what_is_not_a_picture(tmp_path):
    (tmp_path / "a.txt").write_text("hello")
    status, told = run("faces", tmp_path / "a.txt", "--json")
    assert (status, told["ok"], told["code"]) == (3, False, "not_a_picture")


def test_animate_writes_the_film_and_reports_it(hopper, tmp_path):
    out = tmp_path / "out.mp4"
    status, told = run("animate", hopper, out, "--gesture", "nod", "--size", 512, "--seconds", 2, "--json")
    assert status == 0
    assert out.stat().st_size > 10_000
    promised = {"ok", "engine", "mode", "width", "height", "frames", "fps", "seconds", "peak_rss_mb", "seed"}
    assert promised <= set(told)
    assert (told["ok"], told["mode"], told["frames"], told["fps"]) == (True, "portrait", 50, 25)
    assert f"sha256:{file_sha256(hopper)}".encode() in out.read_bytes()
    assert timezone.localdate().isoformat().encode() in out.read_bytes()
    asked = {"gesture": "nod", "strength": "clearly", "face": None, "size": 512, "seconds": 2.0}
    assert told["seed"] == seed_for(file_sha256(hopper), **asked, take=1)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--gesture", "dance"], "bad_request"),
        (["--strength", "wildly"], "bad_request"),
        (["--face", "first"], "bad_request"),
        (["--size", "640"], "bad_request"),
        (["--face", "4"], "no_such_face"),
    ],
)
def test_animate_refuses_with_a_code_and_exit_3(hopper, tmp_path, words, code):
    status, told = run("animate", hopper, tmp_path / "out.mp4", *words, "--json")
    assert (status, told["ok"], told["code"]) == (3, False, code)
    assert told["message"]
    assert list(tmp_path.iterdir()) == []


def test_animate_refuses_a_meadow_and_a_missing_file(empty, tmp_path):
    assert run("animate", empty, tmp_path / "out.mp4", "--json")[1]["code"] == "no_face"
    assert run("animate", tmp_path / "nowhere.jpg", tmp_path / "out.mp4", "--json")[0] == 3


def test_gestures_are_listed_with_their_figures():
    printed = StringIO()
    call_command("gestures", stdout=printed)
    named = [line.split(":")[0] for line in printed.getvalue().splitlines() if not line.startswith(" ")]
    assert named == list(GESTURES)
    assert printed.getvalue().count("5 s: turns") == len(GESTURES)


def test_a_file_that_is_no_gesture_is_told_and_ends_with_status_1(tmp_path):
    (tmp_path / "bow.toml").write_text('about = "a bow"\n[[phrase]]\nseconds = 3\nnod = []\n')
    (tmp_path / "jolt.toml").write_text('about = "x"\n[[phrase]]\nseconds = 1\nyaw = [[0.2, 8], [0.5, -8]]\n')
    said = StringIO()
    with pytest.raises(SystemExit) as stop:
        call_command(
            "gestures", tmp_path / "bow.toml", tmp_path / "jolt.toml", stderr=said, stdout=StringIO()
        )
    assert stop.value.code == 1
    assert "bow.toml: phrase 1.nod: is not known here" in said.getvalue()
    assert "jolt: in 3 s it moves" in said.getvalue()
