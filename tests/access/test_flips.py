"""The oracle sees every cell of the permission table: whichever of them is turned over, it disagrees."""

import pytest
from django.db import transaction

from memorials import permissions
from memorials.permissions import Word
from tests.access.routes import ROUTES
from tests.access.test_routes import ask, expected, where

pytestmark = pytest.mark.django_db
ROLES = ["stranger", "reader", "contributor", "editor", "keeper"]
#: What the table of addresses says of members whatever their role is: no word of the permission table.
NO_WORD = {"belong"}


def needing(word: str) -> tuple[str, str]:
    """An address and a method that need just this word."""
    return next(
        (route, method) for route, words in ROUTES.items() for method, w in words.items() if w == word
    )


def test_every_word_has_an_address_that_needs_it():
    needed = {word for words in ROUTES.values() for word in words.values()}
    assert needed - NO_WORD == {str(word) for word in Word}


@pytest.mark.parametrize("word", list(Word))
@pytest.mark.parametrize("actor", ROLES)
def test_turned_cell_is_noticed(world, monkeypatch, actor, word):
    cast, memorials = world
    route, method = needing(word)
    role = None if actor == "stranger" else actor
    turned = permissions.WORDS_OF[role] ^ {word}
    monkeypatch.setattr(permissions, "WORDS_OF", {**permissions.WORDS_OF, role: turned})
    with transaction.atomic():
        got = ask(getattr(cast, actor), method, where(route, memorials["public"])).status_code
        transaction.set_rollback(True)
    assert got not in expected(actor, "public", word, route)
