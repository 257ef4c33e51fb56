"""Hostile and odd files, each made by a few lines, and what the site has to answer to each."""

from tests.corpus.odd import Odd
from tests.corpus.papers import PAPERS
from tests.corpus.pictures import PICTURES
from tests.corpus.pretenders import PRETENDERS
from tests.corpus.sounds_and_films import FILMS, SOUNDS

CORPUS: dict[str, Odd] = {odd.name: odd for odd in (*PICTURES, *PRETENDERS, *FILMS, *SOUNDS, *PAPERS)}

__all__ = ["CORPUS", "Odd"]
