"""Reading files that strangers send: always in a process of its own, with its memory and time limited."""

from memorials.decoding.run import Decoded, DecodedCopy, decode_photo

__all__ = ["Decoded", "DecodedCopy", "decode_photo"]
