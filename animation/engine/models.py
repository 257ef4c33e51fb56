"""The four nets beside this file: checked against their digests, loaded once, run one at a time."""

import hashlib
import threading
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from ai_edge_litert.interpreter import Interpreter
from numpy.typing import NDArray

from animation.engine.refusals import PermanentEngineError

FOLDER = Path(__file__).parent / "models"
DIGESTS = "SHA256SUMS"
DETECTOR = "face_detector.tflite"
LANDMARKS = "face_landmarks_detector.tflite"
EXPRESSIONS = "face_blendshapes.tflite"
MATTE = "selfie_segmentation.tflite"

Tensor = NDArray[np.float32]


class Net:
    """One input of shape (1, …) in, all outputs out, as float32 arrays by their size."""

    def __init__(self, content: bytes, threads: int) -> None:
        self._interpreter: Any = Interpreter(model_content=content, num_threads=threads)
        self._interpreter.allocate_tensors()
        self._input = self._interpreter.get_input_details()[0]["index"]
        self._outputs = [each["index"] for each in self._interpreter.get_output_details()]
        self._one_at_a_time = threading.Lock()

    def __call__(self, tensor: NDArray[Any]) -> list[Tensor]:
        with self._one_at_a_time:
            self._interpreter.set_tensor(self._input, tensor.astype(np.float32)[None])
            self._interpreter.invoke()
            return [self._interpreter.get_tensor(index) for index in self._outputs]


class Models:
    """The nets of one folder. A missing or damaged file is refused before it reaches the interpreter."""

    def __init__(self, folder: Path = FOLDER, threads: int = 2) -> None:
        digests = _read_digests(folder)
        self.detector = Net(_checked(folder, DETECTOR, digests), threads)
        self.landmarks = Net(_checked(folder, LANDMARKS, digests), threads)
        self.expressions = Net(_checked(folder, EXPRESSIONS, digests), threads)
        self.matte = Net(_checked(folder, MATTE, digests), threads)


@cache
def load(folder: Path = FOLDER, threads: int = 2) -> Models:
    """One set a process, however many engines ask."""
    return Models(folder, threads)


def problems(folder: Path = FOLDER) -> list[str]:
    """What is wrong with the files, without loading them."""
    try:
        digests = _read_digests(folder)
    except PermanentEngineError as error:
        return [str(error)]
    found = [_problem(folder, name, digests) for name in (DETECTOR, LANDMARKS, EXPRESSIONS, MATTE)]
    return [problem for problem in found if problem]


def _problem(folder: Path, name: str, digests: dict[str, str]) -> str:
    try:
        _checked(folder, name, digests)
    except PermanentEngineError as error:
        return str(error)
    return ""


def _read_digests(folder: Path) -> dict[str, str]:
    try:
        lines = (folder / DIGESTS).read_text().splitlines()
    except OSError as error:
        raise PermanentEngineError("model_missing", DIGESTS) from error
    return {name.strip(): digest for digest, name in (line.split(maxsplit=1) for line in lines if line)}


def _checked(folder: Path, name: str, digests: dict[str, str]) -> bytes:
    try:
        content = (folder / name).read_bytes()
    except OSError as error:
        raise PermanentEngineError("model_missing", name) from error
    if hashlib.sha256(content).hexdigest() != digests.get(name):
        raise PermanentEngineError("model_damaged", name)
    return content
