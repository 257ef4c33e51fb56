"""Hostile and odd files, each made by a few lines, and what the site has to answer to each."""

from pathlib import Path

from tests.corpus.codecs import OTHER_FILMS, OTHER_PAPERS, OTHER_SOUNDS
from tests.corpus.forms import FORMS
from tests.corpus.jpegs import JPEGS
from tests.corpus.odd import Odd
from tests.corpus.papers import PAPERS
from tests.corpus.pictures import PICTURES
from tests.corpus.pretenders import PRETENDERS
from tests.corpus.references import REFERENCES
from tests.corpus.scans import SCANS
from tests.corpus.sounds_and_films import FILMS, SOUNDS

FAMILIES: tuple[tuple[Odd, ...], ...] = (
    PICTURES, JPEGS, SCANS, FORMS, PRETENDERS,
    FILMS, REFERENCES, OTHER_FILMS, SOUNDS, OTHER_SOUNDS, PAPERS, OTHER_PAPERS,
)  # fmt: skip
ALL: tuple[Odd, ...] = tuple(odd for family in FAMILIES for odd in family)
CORPUS: dict[str, Odd] = {odd.name: odd for odd in ALL}


def sample() -> list[str]:
    """Of each family the first file for each answer under each ending of a name; and all that say they are
    something else, or name what the site must not fetch. `make corpus` sends the whole corpus."""
    first: dict[tuple[int, str, str], Odd] = {}
    for number, family in enumerate(FAMILIES):
        for odd in family:
            first.setdefault((number, odd.answer, Path(odd.sent_as).suffix.lower()), odd)
    chosen = {*first.values(), *PRETENDERS, *REFERENCES}
    return [odd.name for odd in ALL if odd in chosen]


__all__ = ["ALL", "CORPUS", "Odd", "sample"]
