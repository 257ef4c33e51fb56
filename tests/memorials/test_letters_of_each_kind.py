"""A letter of every kind leaves: one kind without its words or its right would stop all others too."""

import pytest
from django.core import mail

from memorials.models import Notice
from memorials.notice_letter import ONE
from memorials.services.letters import send_due
from memorials.services.notices import NEEDED
from tests.notices import tell, wants

pytestmark = pytest.mark.django_db


def test_each_kind_has_a_sentence_and_the_word_that_its_reader_needs():
    assert set(NEEDED) == set(ONE) == set(Notice.Kind)


@pytest.mark.parametrize("kind", Notice.Kind)
def test_a_letter_of_each_kind_leaves(kind, memorial, keeper):
    wants(keeper)
    tell(memorial, keeper, kind=kind)
    send_due()
    assert [letter.to for letter in mail.outbox] == [[keeper.email]]
    assert Notice.objects.unsent().count() == 0
