from collections.abc import Callable
from dataclasses import dataclass

#: Stands in every place where a file can hold words; no copy may have it.
CANARY = b"kanareyka"
SCRIPT = f"<script>{CANARY.decode()}</script>"


@dataclass(frozen=True)
class Odd:
    """`answer` is the kind that the file is kept as, or the code of the refusal."""

    name: str
    make: Callable[[], bytes]
    answer: str
    sent_as: str = "photo.jpg"
    #: The copies show the four fields of tests/photos.py upright. False where the file has other colours.
    has_fields: bool = False

    @property
    def is_kept(self) -> bool:
        return self.answer in ("photo", "video", "audio", "document")
