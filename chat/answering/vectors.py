"""Vectors as they are stored, and what is done to a text before it becomes one."""

import numpy as np
from numpy.typing import NDArray

from chat.answering.protocol import Vectors

STORED = np.dtype("<f4")  # little-endian everywhere: a database may move to another machine


def packed(vector: Vectors) -> bytes:
    """For a BinaryField: four bytes a number."""
    return np.asarray(vector, STORED).tobytes()


def unpacked(stored: bytes | memoryview) -> Vectors:
    """ValueError where the bytes are no vector."""
    vector = np.frombuffer(stored, STORED).astype(np.float32)
    if not len(vector) or not np.isfinite(vector).all():
        raise ValueError("these bytes are no vector")
    return vector


def of_length_one(rows: NDArray[np.floating]) -> Vectors:
    """ValueError where a row has no direction."""
    lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
    if not np.isfinite(rows).all() or not (lengths > 0).all():
        raise ValueError("a vector without direction")
    return np.asarray(rows / lengths, np.float32)


def embeddable(text: str) -> str:
    """A NUL would silently end the text, half a surrogate pair cannot be encoded."""
    return text.replace("\x00", " ").encode("utf-8", "replace").decode("utf-8")
