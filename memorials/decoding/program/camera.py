"""What the camera wrote into the file: of itself, of the moment, and which way it was held.

The place is not read, and no other tag leaves.
"""

import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from PIL import Image

ORIENTATION, MAKE, MODEL, EXIF_PART, TAKEN = 0x0112, 0x010F, 0x0110, 0x8769, 0x9003
LONGEST_NAME = 120
FIRST_PHOTOGRAPH = 1826
#: What Pillow's readers raise for files that are not as they should be. They have no error of their own:
#: a number where a text should be, or a table that ends too early, ends in whatever Python says to it.
BROKEN = (
    OSError, SyntaxError, ValueError, EOFError, LookupError, TypeError, AttributeError, RuntimeError,
    ArithmeticError, AssertionError,
)  # fmt: skip


@dataclass(frozen=True)
class Written:
    orientation: int = 1
    camera: str = ""  # maker and model in one line, at most 120 long
    shot: str = ""  # ISO 8601, on the camera's own clock


def written_in(image: Image.Image) -> Written:
    """Nothing, where it cannot be read: that is no reason to lose a photograph."""
    try:
        exif = image.getexif()
        orientation = exif.get(ORIENTATION, 1)
        camera = camera_of(exif.get(MAKE), exif.get(MODEL))
    except BROKEN:
        return Written()
    return Written(orientation if isinstance(orientation, int) else 1, camera, shot_of(exif))


def camera_of(make: object, model: object) -> str:
    maker, name = clean(make), clean(model)
    if maker and name.casefold().startswith(maker.casefold()):
        maker = ""  # "Canon" and "Canon EOS 5D"
    return f"{maker} {name}".strip()[:LONGEST_NAME].strip()


def shot_of(exif: Image.Exif) -> str:
    """ "" for what can be no time of a photograph: a clock that was never set says 0000:00:00."""
    try:
        told = clean(exif.get_ifd(EXIF_PART).get(TAKEN))
        moment = datetime.strptime(told[:19], "%Y:%m:%d %H:%M:%S")
    except BROKEN:
        return ""
    tomorrow = datetime.now(UTC).replace(tzinfo=None) + timedelta(days=1)
    return moment.isoformat() if moment.year >= FIRST_PHOTOGRAPH and moment <= tomorrow else ""


def clean(told: object) -> str:
    """As one line of plain signs; "" for what is no text."""
    if not isinstance(told, str):
        return ""
    text = unicodedata.normalize("NFC", _as_utf8(told))
    spaced = "".join(" " if unicodedata.category(sign) == "Zs" or sign in "\t\r\n" else sign for sign in text)
    return " ".join("".join(sign for sign in spaced if unicodedata.category(sign)[0] not in "C").split())


def _as_utf8(told: str) -> str:
    """Pillow takes every byte for a sign of its own, and cameras write UTF-8."""
    try:
        return told.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return told
