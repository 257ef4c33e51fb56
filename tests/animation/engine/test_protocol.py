import json
import pickle
import subprocess
import sys

import pytest

from animation.engine import (
    MESSAGES,
    AnimationSpec,
    PermanentEngineError,
    TemporaryEngineError,
    file_sha256,
    refuse,
    seed_for,
)

REQUEST = {"gesture": "smile", "strength": "clearly", "face": None, "size": 720, "seconds": 5}


@pytest.mark.parametrize(
    "wrong",
    [
        {"gesture": "dance"},
        {"gesture": ""},
        {"strength": "wildly"},
        {"size": 640},
        {"seconds": 0.5},
        {"seconds": float("nan")},
        {"face": -1},
        {"face": True},
        {"face": "both"},
        {"seed": -1},
        {"seed": 1.5},
        {"day": "yesterday"},
        {"day": "20261125"},
        {"day": 5},
    ],
)
def test_spec_refuses_what_no_engine_can_do(wrong):
    with pytest.raises(PermanentEngineError) as refusal:
        AnimationSpec(**wrong)
    assert refusal.value.code == "bad_request"


def test_refusal_of_a_gesture_names_the_known_ones():
    with pytest.raises(
        PermanentEngineError, match=r"unknown gesture 'jump', known: blink, look, nod, smile, up"
    ):
        AnimationSpec(gesture="jump")


def test_default_request_is_the_one_the_bars_are_for():
    spec = AnimationSpec()
    assert (spec.gesture, spec.strength, spec.face, spec.size, spec.seconds) == (
        "smile",
        "clearly",
        None,
        720,
        5.0,
    )


def test_same_photograph_request_and_take_give_the_same_seed():
    assert seed_for("ab" * 32, **REQUEST, take=1) == seed_for("ab" * 32, **REQUEST, take=1)
    assert seed_for("ab" * 32, **REQUEST | {"seconds": 5.0}, take=1) == seed_for("ab" * 32, **REQUEST, take=1)


@pytest.mark.parametrize(
    "change",
    [
        {"gesture": "nod"},
        {"strength": "barely"},
        {"face": 0},
        {"face": "all"},
        {"size": 512},
        {"seconds": 4},
        {"take": 2},
    ],
)
def test_another_request_or_take_gives_another_seed(change):
    asked = REQUEST | {"take": 1}
    assert seed_for("ab" * 32, **asked | change) != seed_for("ab" * 32, **asked)


def test_another_photograph_gives_another_seed_that_fits_a_column():
    seeds = {seed_for(f"{n:064x}", **REQUEST, take=1) for n in range(50)}
    assert len(seeds) == 50
    assert all(0 <= seed < 2**63 for seed in seeds)


def test_sha256_of_a_file(tmp_path):
    (tmp_path / "empty").write_bytes(b"")
    assert file_sha256(tmp_path / "empty").startswith("e3b0c44298fc1c14")


@pytest.mark.parametrize("kind", [TemporaryEngineError, PermanentEngineError])
def test_errors_survive_the_way_between_processes(kind):
    error = pickle.loads(pickle.dumps(kind("no_face", "a detail")))  # noqa: S301  our own bytes
    assert (type(error), error.code, error.detail, error.message) == (
        kind,
        "no_face",
        "a detail",
        MESSAGES["no_face"],
    )


def test_refusal_reads_as_a_sentence():
    assert str(refuse("no_face")) == "No face was found in this photograph."


def test_report_goes_through_json_without_naming_files(made):
    outcome = json.loads(json.dumps(made.as_outcome()))
    assert {"clip", "poster"}.isdisjoint(outcome)
    assert set(outcome["seconds"]) == {"faces", "build", "render", "total"}


def test_importing_the_protocol_is_cheap():
    asked = "import sys, animation.engine; print({'cv2', 'numpy', 'django', 'PIL'} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"


def test_the_whole_engine_needs_neither_django_nor_scipy():
    asked = "import sys, animation.engine.warp; print({'django', 'scipy'} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"
