"""What somebody asks, turn by turn. It is theirs: nobody else reads it, and they can erase it."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chat.models import Citation, Conversation, Turn
from chat.models.reading import hash_of, kind_of
from chat.services.asking import Found, Quoted, ask
from chat.services.joining import join_later
from chat.services.opening import demand_open
from memorials.errors import Refusal
from memorials.models import Memorial
from memorials.viewer import Viewer

LONGEST_QUESTION = 500  # characters
#: After so many turns a conversation is long enough; the next question begins another one.
MOST_TURNS = 100
#: A conversation without an account is opened by its session alone, which ends two weeks after the last
#: question; what nobody can open any more is not kept much longer.
KEPT = timedelta(days=30)
MOST_FORGOTTEN = 500  # in one transaction


class QuestionEmpty(Refusal):
    code = "question_empty"
    sentence = _("Please write what you would like to know.")


class QuestionTooLong(Refusal):
    code = "question_too_long"

    def __init__(self) -> None:
        told = _("This is longer than a question can be here: at most %(number)s characters.")
        super().__init__(told % {"number": LONGEST_QUESTION})


def put_question(
    *, viewer: Viewer, memorial: Memorial, question: str, conversation: Conversation | None = None
) -> Turn:
    """The question and what the archive answers, kept as a turn; without a conversation a new one begins.

    The caller has asked for the word `talk`. Raises ArchiveClosed, QuestionEmpty, QuestionTooLong.
    """
    demand_open(memorial)
    asked = cleaned(question)
    found = ask(viewer, memorial, asked)
    with transaction.atomic():
        if conversation is None or conversation.turns.count() >= MOST_TURNS:
            conversation = Conversation.objects.create(memorial=memorial, asker=viewer.user)
        Conversation.objects.filter(pk=conversation.pk).update(changed=timezone.now())
        turn = _keep(conversation, asked, found)
    join_later(turn, found)
    return turn


def cleaned(question: str) -> str:
    """One line, without control signs. Raises QuestionEmpty or QuestionTooLong."""
    asked = " ".join("".join(sign if sign.isprintable() else " " for sign in question).split())
    if not any(sign.isalnum() for sign in asked):
        raise QuestionEmpty
    if len(asked) > LONGEST_QUESTION:
        raise QuestionTooLong
    return asked


def erase(*, conversation: Conversation) -> None:
    """Gone for good. A question that was sent to the family stays with the family, without who asked."""
    from chat.models import OpenQuestion

    with transaction.atomic():
        OpenQuestion.objects.filter(turn__conversation=conversation).update(asker=None)
        conversation.delete()


def forget_unowned() -> int:
    """Conversations without an account that ended long ago; answers with how many went. What was sent to the
    family stays with the family."""
    old = Conversation.objects.filter(asker=None, changed__lt=timezone.now() - KEPT).order_by("pk")
    forgotten = 0
    while some := list(old.values_list("pk", flat=True)[:MOST_FORGOTTEN]):
        Conversation.objects.filter(pk__in=some).delete()
        forgotten += len(some)
    return forgotten


def _keep(conversation: Conversation, question: str, found: Found) -> Turn:
    turn = Turn.objects.create(
        conversation=conversation, question=question, quoted=len(found.quotes), mode=found.answer.mode,
        confidence=found.answer.confidence, milliseconds=found.milliseconds,
    )  # fmt: skip
    Citation.objects.bulk_create(_citations(turn, found.quotes))
    return turn


def _citations(turn: Turn, quotes: Sequence[Quoted]) -> list[Citation]:
    return [
        Citation(
            turn=turn, number=number, start=quoted.start, end=quoted.end, text_hash=hash_of(quoted.text),
            **{kind_of(quoted.text): quoted.text},
        )
        for number, quoted in enumerate(quotes, start=1)
    ]  # fmt: skip
