"""The seed of a clip: the same photograph, request and take give the same clip, the next take another."""

import hashlib
from pathlib import Path
from typing import Literal


def seed_for(
    photo_sha256: str,
    gesture: str,
    strength: str,
    face: int | Literal["all"] | None,
    size: int,
    seconds: float,
    take: int,
) -> int:
    """A number of 63 bits, so that it fits a signed database column."""
    chosen = "largest" if face is None else str(face)
    request = f"{photo_sha256}|{gesture}|{strength}|{chosen}|{size}|{float(seconds):g}|{take}"
    return int.from_bytes(hashlib.sha256(request.encode()).digest()[:8], "big") >> 1


def file_sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
