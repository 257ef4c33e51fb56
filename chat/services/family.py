"""What is handed to the family: a question that the archive cannot answer, and an answer that is wrong."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chat.models import OpenQuestion, Turn, WrongAnswer
from memorials.errors import Refusal
from memorials.models import Media, Memorial, Memory, Notice, User
from memorials.permissions import Word
from memorials.services.memories import add_memory
from memorials.services.notices import notify, notify_holders
from memorials.viewer import Viewer

#: Questions of one conversation that may wait for the family at a time.
MOST_OPEN = 5


class TooManyOpen(Refusal):
    code = "too_many_open_questions"
    sentence = _("Some of your questions wait for the family already. Please let them answer these first.")


def ask_family(*, turn: Turn, viewer: Viewer) -> OpenQuestion:
    """The question goes to those who may answer it; pressed twice it goes once. Raises TooManyOpen."""
    memorial = turn.conversation.memorial
    others = OpenQuestion.objects.open().filter(turn__conversation=turn.conversation).exclude(turn=turn)
    if others.count() >= MOST_OPEN:
        raise TooManyOpen
    with transaction.atomic():
        question, new = OpenQuestion.objects.get_or_create(
            turn=turn, defaults={"memorial": memorial, "asker": viewer.user, "question": turn.question}
        )
        if new:
            _tell_keepers(memorial, but=viewer.user)
    return question


def report_wrong(*, turn: Turn, viewer: Viewer, words: str = "") -> WrongAnswer:
    """The question and what was quoted go to the family, as whoever reports it was told."""
    memorial = turn.conversation.memorial
    quoted = [
        [cited.kind, getattr(cited, cited.kind).code, cited.start, cited.end]
        for cited in turn.citations.select_related("memory", "tribute", "chapter")
    ]
    with transaction.atomic():
        report, new = WrongAnswer.objects.get_or_create(
            turn=turn,
            defaults={"memorial": memorial, "question": turn.question, "quoted": quoted, "words": words},
        )
        if new:
            _tell_keepers(memorial, but=viewer.user)
    return report


def answer_question(
    *, question: OpenQuestion, by: User, attached: "list[Media] | None" = None, **fields: object
) -> Memory:
    """The answer becomes a memory like any other, and whoever asked is told where it stands.

    A word of the host's list makes it wait: then whoever asked is told when it is approved.
    """
    memory = add_memory(memorial=question.memorial, author=by, attached=attached or (), **fields)
    with transaction.atomic():
        Memory.objects.select_for_update().get(pk=memory.pk)  # it may be approved at this very moment
        _close(question, by, answer=memory)
        tell_asker(answer=memory)
    return memory


def tell_asker(*, answer: Memory) -> None:
    """Once, when the answer stands; call it in the transaction in which it comes to stand."""
    for question in OpenQuestion.objects.to_be_told(answer).select_related("asker", "memorial"):
        if OpenQuestion.objects.filter(pk=question.pk, told_at=None).update(told_at=timezone.now()):
            notify(
                recipients=[question.asker] if question.asker else [], memorial=question.memorial,
                kind=Notice.Kind.TOLD, path=where_it_stands(answer),
            )  # fmt: skip


def keep_letter(*, answer: Memory) -> None:
    """It stands no more: a letter that has not left does not leave, until it stands again."""
    unsent = Notice.objects.unsent().filter(memorial=answer.memorial_id, path=where_it_stands(answer))
    for notice in unsent.filter(kind=Notice.Kind.TOLD):
        OpenQuestion.objects.filter(answer=answer, asker=notice.recipient_id).update(told_at=None)
        notice.delete()


def close(*, asked: OpenQuestion | WrongAnswer, by: User) -> None:
    """Read, and left as it is."""
    _close(asked, by)


def where_it_stands(answer: Memory) -> str:
    return f"{answer.memorial.get_absolute_url()}?memory={answer.code}#memory-{answer.code}"


def where_it_is_read(memorial: Memorial) -> str:
    return reverse("chat:questions", args=[memorial.code])


def _close(asked: OpenQuestion | WrongAnswer, by: User, **columns: object) -> None:
    columns |= {"closed_at": timezone.now(), "closed_by": by}
    type(asked).objects.filter(pk=asked.pk, closed_at=None).update(**columns)


def _tell_keepers(memorial: Memorial, *, but: User | None) -> None:
    path, kind = where_it_is_read(memorial), Notice.Kind.QUESTION
    notify_holders(Word.MODERATE, memorial=memorial, kind=kind, path=path, but=but)
