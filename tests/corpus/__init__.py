"""Hostile and odd files, each made by a few lines, and what the site has to answer to each."""

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

ALL: tuple[Odd, ...] = (
    *PICTURES, *JPEGS, *SCANS, *FORMS, *PRETENDERS,
    *FILMS, *REFERENCES, *OTHER_FILMS, *SOUNDS, *OTHER_SOUNDS, *PAPERS, *OTHER_PAPERS,
)  # fmt: skip
CORPUS: dict[str, Odd] = {odd.name: odd for odd in ALL}

__all__ = ["ALL", "CORPUS", "Odd"]
