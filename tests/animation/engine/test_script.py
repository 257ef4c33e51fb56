"""A file of a gesture is read whole, or refused in a sentence that says where and what."""

import pytest

from animation.engine import GESTURES
from animation.engine.script import FOLDER, ScriptError, read

BOW = """
about = "a bow"
limited_by = ["eyes_shut"]
blinks.every = 3

[[phrase]]
seconds = 3.0
stretch = [1.0, 2.0]
lasts = [0.5, 2.5]
pitch = [[1.0, 6.0], [2.0, 5.5]]
looks = [[0.5, 2, -4], [2.2, 0, 0]]
blinks = [0.4]
"""


@pytest.fixture
def written(tmp_path):
    def write(text, name="bow.toml"):
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return path

    return write


def test_a_script_says_all_that_is_in_the_file(written):
    bow = read(written(BOW))
    assert (bow.name, bow.about, bow.limited_by, bow.blink_every) == ("bow", "a bow", ("eyes_shut",), 3.0)
    (phrase,) = bow.phrases
    assert (phrase.seconds, phrase.least, phrase.most, phrase.side) == (3.0, 2.5, 4.5, "either")
    assert phrase.tracks["pitch"] == ((1.0, 6.0), (2.0, 5.5))
    assert phrase.tracks["yaw"] == ()
    assert phrase.looks == ((0.5, 2.0, -4.0), (2.2, 0.0, 0.0))
    assert phrase.blinks == (0.4,)


@pytest.mark.parametrize(
    ("right", "wrong", "sentence"),
    [
        ("about", "abut", "bow.toml: about: is missing"),
        ('"a bow"', "7", "about: must be words"),
        ('"a bow"', '"a bow', "not TOML"),
        ("eyes_shut", "asleep", "limited_by: 'asleep' is not one of: eyes_shut, eyes_hidden, mouth_open"),
        ("[[phrase]]", "[phrase]", "phrase: is written as one or more tables"),
        ("seconds = 3.0", "seconds = 30", "phrase 1.seconds: 30 is not between 0.5 and 12"),
        ("seconds = 3.0", 'seconds = "3"', "phrase 1.seconds: '3' is not a number"),
        ("seconds = 3.0", "seconds = nan", "nan is not between"),
        ("seconds = 3.0", "seconds = true", "True is not a number"),
        ("[1.0, 2.0]", "[2.0, 1.0]", "stretch: the first number must not be larger"),
        ("[1.0, 2.0]", "[1.0]", "stretch: must be two numbers"),
        ("[0.5, 2.5]", "[0.1, 2.5]", "lasts: must be at least 0.4 of the stretch"),
        ("stretch = [1.0, 2.0]\n", "", "lasts: must be at least 0.4 of the stretch, and needs one"),
        ("6.0]", "60]", "phrase 1.pitch: 60 is not between -8 and 8"),
        ("[1.0, 6.0]", "[1.0]", "must have 2 numbers"),
        ("[1.0, 6.0]", "[2.5, 6.0]", "pitch: seconds must grow"),
        ("[1.0, 6.0]", "[0.0, 6.0]", "pitch: seconds must grow"),
        ("[2.2, 0, 0]", "[2.2, 1, 0]", "looks: the last one must be [second, 0, 0]"),
        ("[2.2, 0, 0]", "[2.95, 0, 0]", "looks: the last one must be [second, 0, 0]"),
        ("pitch", "nod", "phrase 1.nod: is not known here; known: blinks, brow"),
        ("blinks.every", "blinks.often", "blinks.often: is not known here; known: every"),
        ("blinks.every = 3", "blinks = 3", "blinks: must be a table"),
        ("blinks = [0.4]", "blinks = 0.4", "blinks: must be a list"),
    ],
)
def test_a_mistake_is_told_with_its_place(written, right, wrong, sentence):
    assert right in BOW
    with pytest.raises(ScriptError) as error:
        read(written(BOW.replace(right, wrong, 1)))
    assert sentence in str(error.value)
    assert str(error.value).startswith("bow.toml: ")


def test_a_file_that_is_not_there_or_has_no_name_for_a_gesture_is_refused(written, tmp_path):
    with pytest.raises(ScriptError, match=r"wave\.toml: No such file"):
        read(tmp_path / "wave.toml")
    with pytest.raises(ScriptError, match="letters, without blanks"):
        read(written(BOW, "low bow.toml"))


def test_every_gesture_of_the_engine_has_a_file_and_a_sentence():
    assert (
        set(GESTURES) == {path.stem for path in FOLDER.iterdir()} == {"smile", "look", "blink", "nod", "up"}
    )
    assert all(GESTURES.values())
