import shutil

import pytest

from animation.engine import AnimationSpec, PermanentEngineError, models
from animation.engine.warp import WarpEngine


@pytest.fixture
def folder(tmp_path):
    """A copy of the model files, to be damaged."""
    return shutil.copytree(models.FOLDER, tmp_path / "models")


def test_the_files_beside_the_engine_are_whole():
    assert models.problems() == []


def test_models_are_loaded_once_a_process():
    assert models.load() is models.load()


@pytest.mark.parametrize("name", [models.DETECTOR, models.LANDMARKS, models.EXPRESSIONS, models.MATTE])
def test_a_damaged_file_is_named_before_anything_runs(folder, name):
    content = bytearray((folder / name).read_bytes())
    content[1000] ^= 1
    (folder / name).write_bytes(content)
    with pytest.raises(PermanentEngineError, match=name) as refusal:
        models.Models(folder)
    assert refusal.value.code == "model_damaged"


@pytest.mark.parametrize("name", [models.MATTE, models.DIGESTS])
def test_a_missing_file_is_named(folder, name):
    (folder / name).unlink()
    with pytest.raises(PermanentEngineError, match=name) as refusal:
        models.Models(folder)
    assert refusal.value.code == "model_missing"


def test_engine_with_a_damaged_model_says_so_and_makes_nothing(folder, hopper, tmp_path):
    (folder / models.LANDMARKS).write_bytes(b"not a model")
    engine = WarpEngine(model_folder=folder)
    assert [models.LANDMARKS in problem for problem in engine.problems()] == [True]
    work = tmp_path / "work"
    work.mkdir()
    with pytest.raises(PermanentEngineError) as refusal:
        engine.animate(hopper, AnimationSpec(size=512), work, lambda stage, share: None)
    assert refusal.value.code == "model_damaged"
    assert list(work.iterdir()) == []
