"""Reading files that strangers send: always in a process of its own, with its memory and time limited."""

from memorials.decoding.found import Copy, Examined, Prepared
from memorials.decoding.run import decode_photo, prepare

__all__ = ["Copy", "Examined", "Prepared", "decode_photo", "prepare"]
