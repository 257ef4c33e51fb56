"""python -m program WORK FORMAT PHOTO FOLDER

WORK is `examine` or `prepare`, FORMAT one of Pillow's names. It prints one JSON object: the answer of the
work, or `{"refused": code}`.
"""

import json
import sys
from pathlib import Path

from .reading import Refused
from .works import examine, prepare


def answer(work: str, kind: str, photo: Path, folder: Path) -> dict[str, object]:
    try:
        return {"examine": examine, "prepare": prepare}[work](photo, kind, folder)
    except Refused as refusal:
        return {"refused": str(refusal)}
    except MemoryError:
        return {"refused": "too_heavy"}


if __name__ == "__main__":
    work, kind, photo, folder = sys.argv[1:]
    json.dump(answer(work, kind, Path(photo), Path(folder)), sys.stdout)
