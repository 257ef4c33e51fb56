"""A family with a generated client: invited, told, decided on, asked."""

import pytest

from tests.e2e.generated_client import Person, generate
from tests.e2e.test_generated_client import make_memorial

pytestmark = pytest.mark.e2e
TOLD = "She taught drawing at the school by the river for thirty years."
QUESTION = "What did she teach at the school?"


@pytest.fixture
def family(new_site, tmp_path):
    """The keeper, a relative with an account, and the memorial."""
    site = new_site().start()
    library = generate(site, tmp_path)
    keeper = Person(site, library, "anna@example.org")
    return keeper, Person(site, library, "boris@example.org"), make_memorial(keeper)


def let_in(keeper, relative, memorial):
    wish = keeper.library.body("NewInvitationRequest", role="contributor")
    invitation = keeper.get("memorials_invitations_create", memorial, body=wish)
    assert relative.call("memorials_retrieve", memorial).status_code == 404
    relative.get("invitations_take_up_create", invitation.token)
    assert relative.get("memorials_retrieve", memorial).code == memorial


def tell(relative, memorial):
    told = relative.library.body("MemoryRequest", text=TOLD)
    memory = relative.get("memorials_memories_create", memorial, body=told)
    assert memory.status.value == "pending"
    return memory.code


def approve(keeper, memorial, memory):
    [waiting] = keeper.get("memorials_queue_list", memorial).results
    assert waiting.code == memory
    verdict = keeper.library.body("VerdictRequest", items=[waiting.mark], verdict="approve")
    keeper.get("memorials_decisions_create", memorial, body=verdict)
    assert keeper.get("memorials_queue_list", memorial).results == []


def agree_and_ask(keeper, relative, memorial):
    question = keeper.library.body("QuestionRequest", question=QUESTION)
    closed = relative.call("memorials_archive_conversations_create", memorial, body=question)
    assert (closed.status_code, closed.parsed.code) == (422, "archive_closed")
    agreed = keeper.library.body("AgreeRequest", agreed=True)
    keeper.get("memorials_consents_give_create", memorial, "chat", body=agreed)
    return relative.get("memorials_archive_conversations_create", memorial, body=question)


def test_a_relative_is_let_in_tells_and_asks(family):
    keeper, relative, memorial = family
    let_in(keeper, relative, memorial)
    memory = tell(relative, memorial)
    approve(keeper, memorial, memory)
    [shown] = relative.get("memorials_memories_list", memorial).results
    assert (shown.code, shown.text, shown.status.value) == (memory, TOLD, "approved")
    answer = agree_and_ask(keeper, relative, memorial)
    assert answer.question == QUESTION
    assert all(quote.words in TOLD for quote in answer.quotes)
