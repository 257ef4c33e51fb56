"""The engine that brings photographs to life: one of ours by its name, or somebody's by its dotted path."""

from collections.abc import Mapping
from importlib.util import find_spec

from django.core.exceptions import ImproperlyConfigured


def engine(said: str, known: Mapping[str, str]) -> str:
    """The dotted path of its class. The class itself is imported when it is first used, not here."""
    if said in known:
        return known[said]
    module = said.rpartition(".")[0]
    if not module or not all(part.isidentifier() for part in said.split(".")) or not _exists(module):
        raise ImproperlyConfigured(
            f"ANIMATION_ENGINE must be one of {', '.join(known)}, or the dotted path of an engine's class "
            f"that is installed here, not {said!r}."
        )
    return said


def _exists(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ImportError:  # a folder above it is missing, or cannot be imported
        return False
