"""Which machines this site has for its archive: one that embeds, and perhaps one that joins sentences."""

from functools import cache

from django.conf import settings

from chat.answering.local_embedder import local_embedder
from chat.answering.outside import Endpoint
from chat.answering.protocol import Embedder, LanguageModel
from chat.answering.remote_embedder import RemoteEmbedder
from chat.answering.remote_model import RemoteLanguageModel

#: For one request; somebody waits for it who asks, approves or writes.
EMBEDDING_SECONDS = 8.0


@cache
def embedder() -> Embedder | None:
    """None where neither the wheel nor an address is there: the archive then goes by words alone."""
    if settings.EMBEDDINGS:
        named = settings.EMBEDDINGS
        return RemoteEmbedder(Endpoint(named.base_url, named.key, timeout=EMBEDDING_SECONDS), named.model)
    return local_embedder()


@cache
def language_model() -> LanguageModel | None:
    if not settings.LLM:
        return None
    named = settings.LLM
    return RemoteLanguageModel(Endpoint(named.base_url, named.key, timeout=settings.LLM_SECONDS), named.model)


def embedder_name() -> str:
    found = embedder()
    return found.name if found else ""
