"""Reading files that strangers send: always in a process of its own, with its memory and time limited."""

from memorials.decoding.examining import examine, prepare
from memorials.decoding.found import Copy, Examined, Prepared

__all__ = ["Copy", "Examined", "Prepared", "examine", "prepare"]
