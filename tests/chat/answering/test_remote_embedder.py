"""The remote embedder's client: vectors of the right number, length and order, or one named error."""

import time
from typing import Any

import numpy as np
import pytest

from chat.answering import EmbedderError, Endpoint, RemoteEmbedder, remote_embedder
from chat.answering.remote_embedder import PAUSE
from tests.chat.answering.scripted_server import Handler, Script, body, hang, json_of, redirect, serving


def rows(handler: Handler, asked: Any) -> None:
    """Each text becomes (its length, 1, 0), in reversed order, as is allowed."""
    told = [{"index": at, "embedding": [len(text), 1, 0]} for at, text in enumerate(asked["input"])]
    json_of({"data": told[::-1]})(handler, asked)


def embed(script: Script, texts: list[str], model: str = "some-e5-model") -> Any:
    with serving(script) as server:
        return RemoteEmbedder(Endpoint(server.url, timeout=0.5), model).passages(texts), server.asked


def test_vectors_come_in_the_order_of_the_texts_and_have_length_one():
    vectors, asked = embed(rows, ["a" * n for n in range(70)])
    assert vectors.shape == (70, 3) and vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1)
    assert np.allclose(vectors[:, 0] / vectors[:, 1], [n + len("passage: ") for n in range(70)], rtol=1e-4)
    assert [len(sent["input"]) for _, _, sent in asked] == [32, 32, 6]


def test_only_models_that_want_a_prefix_get_one():
    with serving(rows) as server:
        for model, expected in (("multilingual-e5", "query: где?"), ("other", "где?")):
            RemoteEmbedder(Endpoint(server.url), model).questions(["где?"])
            assert server.asked[-1][2]["input"] == [expected]


def test_dimensions_are_learned_and_then_kept():
    with serving(rows) as server:
        embedder = RemoteEmbedder(Endpoint(server.url), "other")
        assert embedder.dimensions == 3
        server.script = json_of({"data": [{"index": 0, "embedding": [1, 2]}]})
        with pytest.raises(EmbedderError, match="another length"):
            embedder.questions(["где?"])


@pytest.mark.parametrize(
    "data",
    [
        [],
        [{"index": 0, "embedding": [1, 2]}, {"index": 1, "embedding": [1, 2]}],
        [{"index": 1, "embedding": [1, 2]}],
        [{"index": 0, "embedding": []}],
        [{"index": 0, "embedding": [0, 0]}],
        [{"index": 0, "embedding": ["1", 2]}],
        [{"index": 0, "embedding": [[1, 2], [3, 4]]}],
        [{"index": 0, "embedding": [True, False]}],
        [{"index": 0, "embedding": None}],
        [{"index": "x", "embedding": [1, 2]}],
        [{"embedding": [1, 2]}],
        [{"index": 0, "embedding": [1] * 9000}],
        ["x"],
        None,
    ],
)
def test_answer_without_proper_vectors_is_an_error(data: Any):
    with pytest.raises(EmbedderError, match="no vectors"):
        embed(json_of({"data": data}), ["a"])


@pytest.mark.parametrize(
    "script", [hang, redirect, body(b"{}", 500), body(b""), json_of([]), json_of("data")]
)
def test_machine_that_fails_is_an_error(script: Script):
    with pytest.raises(EmbedderError):
        embed(script, ["a"])


def test_a_machine_that_is_away_is_not_waited_for_again_until_a_pause_is_over(monkeypatch):
    with serving(hang) as server:
        embedder = RemoteEmbedder(Endpoint(server.url, timeout=0.3), "other")
        with pytest.raises(EmbedderError, match="in time"):
            embedder.questions(["где?"])
        server.script = rows
        for _ in range(8):
            with pytest.raises(EmbedderError, match="a moment ago"):
                embedder.questions(["где?"])
        assert len(server.asked) == 1
        later = time.monotonic() + PAUSE + 1
        monkeypatch.setattr(remote_embedder.time, "monotonic", lambda: later)
        assert embedder.questions(["где?"]).shape == (1, 3)


def test_a_machine_that_refuses_one_text_is_asked_for_the_next():
    with serving(body(b"{}", 400)) as server:
        embedder = RemoteEmbedder(Endpoint(server.url), "other")
        with pytest.raises(EmbedderError, match="400"):
            embedder.passages(["a"])
        server.script = rows
        assert embedder.passages(["b"]).shape == (1, 3)


def test_numbers_beyond_all_bounds_are_an_error():
    endless = body(b'{"data": [{"index": 0, "embedding": [1e999, 1]}]}')
    with pytest.raises(EmbedderError, match="no vectors"):
        embed(endless, ["a"])


def test_no_texts_are_no_request():
    with serving(rows) as server:
        embedder = RemoteEmbedder(Endpoint(server.url), "other")
        assert embedder.dimensions == 3
        assert embedder.passages([]).shape == (0, 3)
        assert len(server.asked) == 1
