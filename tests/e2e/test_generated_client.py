"""Two journeys with a client that nobody wrote: generated from the API's description of itself. A photograph
is brought to life; a relative is let in, tells and asks."""

import time

import pytest

from tests.e2e.conftest import on
from tests.e2e.generated_client import Person, generate
from tests.e2e.visitor import PHOTO, RENDER_SECONDS

pytestmark = pytest.mark.e2e
TOLD = "She taught drawing at the school by the river for thirty years."
QUESTION = "What did she teach at the school?"


@pytest.fixture(scope="module")
def library(site, tmp_path_factory):
    return generate(site, tmp_path_factory.mktemp("client"))


def make_memorial(keeper):
    made = keeper.get("memorials_create", body=keeper.library.shape("MemorialRequest")(name="Maria Orlova"))
    assert made.visibility.value == "private"
    return made.code


def add_photograph(keeper, memorial):
    """Sent twice under one key, kept once."""
    codes = set()
    for _ in "12":
        body = keeper.library.shape("NewMediaRequest")(file=keeper.library.file(PHOTO), taken="1984")
        kept = keeper.get("memorials_media_create", memorial, body=body, idempotency_key="a-portrait-of-1984")
        codes.add(kept.code)
    [code] = codes
    assert [each.code for each in keeper.get("memorials_media_list", memorial).results] == [code]
    return code


def bring_to_life(keeper, memorial, photo):
    """Asked for with the family's consent, waited for by ETag and Retry-After; the living photograph."""
    wish = keeper.library.shape("WishRequest")
    refused = keeper.call("memorials_media_animations_create", memorial, photo, body=wish())
    assert (refused.status_code, refused.parsed.code) == (422, "consent_missing")
    asked = keeper.call("memorials_media_animations_create", memorial, photo, body=wish(agreed=True))
    assert (asked.status_code, asked.headers["Retry-After"]) == (202, "2")
    return wait_for(keeper, memorial, asked.parsed.code)


def wait_for(keeper, memorial, animation):
    etag, deadline = "", time.monotonic() + RENDER_SECONDS
    unchanged = 0
    while time.monotonic() < deadline:
        answer = keeper.call("memorials_animations_retrieve", memorial, animation, if_none_match=etag)
        etag = answer.headers["ETag"]
        if answer.status_code == 304:
            unchanged += 1
        elif answer.parsed.status.value == "ready":
            again = keeper.call("memorials_animations_retrieve", memorial, animation, if_none_match=etag)
            assert again.status_code == 304
            return answer.parsed
        time.sleep(int(answer.headers.get("Retry-After", "1")) / 4)
    raise AssertionError(f"not ready; {unchanged} answers were 304")


def watch(keeper, living):
    part = keeper.http.get(living.clip, headers={"Range": "bytes=4-7"})
    assert (part.status_code, part.content) == (206, b"ftyp")


def is_hidden_from(stranger, memorial, photo, living):
    for operation, place in (
        ("memorials_retrieve", [memorial]),
        ("memorials_media_list", [memorial]),
        ("memorials_media_retrieve", [memorial, photo]),
        ("memorials_animations_retrieve", [memorial, living.code]),
    ):
        answer = stranger.call(operation, *place)
        assert (answer.status_code, answer.parsed.code) == (404, "not_found"), operation
    assert stranger.http.get(living.clip).status_code == 404


@on(("sqlite", "built-in"))
def test_a_generated_client_goes_the_whole_way(site, library):
    keeper = Person(site, library, "anna@example.org")
    memorial = make_memorial(keeper)
    photo = add_photograph(keeper, memorial)
    living = bring_to_life(keeper, memorial, photo)
    watch(keeper, living)
    for stranger in (Person(site, library, "boris@example.org"), Person(site, library)):
        is_hidden_from(stranger, memorial, photo, living)


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


@on(("sqlite", "built-in"))
def test_a_relative_is_let_in_tells_and_asks(site, library):
    keeper, relative = (Person(site, library, f"{name}@example.org") for name in ("vera", "gleb"))
    memorial = make_memorial(keeper)
    let_in(keeper, relative, memorial)
    memory = tell(relative, memorial)
    approve(keeper, memorial, memory)
    [shown] = relative.get("memorials_memories_list", memorial).results
    assert (shown.code, shown.text, shown.status.value) == (memory, TOLD, "approved")
    answer = agree_and_ask(keeper, relative, memorial)
    assert answer.question == QUESTION
    assert all(quote.words in TOLD for quote in answer.quotes)
