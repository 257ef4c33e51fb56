"""A close relative does not want it: off at once, told to the keepers, answered by them (docs/consent.md)."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from memorials.errors import Refusal
from memorials.events import Event, tell
from memorials.models import Feature, Memorial, Notice, Objection, User
from memorials.permissions import Word
from memorials.services.consent import decide_alone, is_objected, withdraw_consent
from memorials.services.notices import notify_holders

#: From one address: to all memorials, and to one of them.
RATE, RATE_HERE = "5/h", "3/d"
LONGEST_NOTE = 1000
NOTE_MISSING = _("Please write what was agreed, and with whom.")


class ObjectionWaits(Refusal):
    code = "objection_waits"
    status = 409
    sentence = _("A close relative has objected already. It is switched off until a keeper has answered.")


def settles_without_a_word(answer: str, note: str) -> bool:
    """Nobody switches it on again over an objection without a word on why."""
    return answer == Objection.Answer.SETTLED and not note


def object_to(*, memorial: Memorial, kind: Feature, by: User | None, **said: str) -> Objection | None:
    """The feature is off from now until a keeper answers. None where an objection waits already.

    `said` are name, relation, words and email. The letter to the keepers repeats none of it: anybody may
    have written it, and nobody has read it yet.
    """
    with transaction.atomic():
        decide_alone(memorial)
        if is_objected(memorial, kind):
            return None
        objection = Objection.objects.create(memorial=memorial, kind=kind, made_by=by, **said)
        tell(Event.CONSENT_SUSPENDED, objection=objection)
        path = reverse("memorials:answer_objection", args=[memorial.code, objection.code])
        notify_holders(Word.MANAGE, memorial=memorial, kind=Notice.Kind.OBJECTION, path=path)
    return objection


def answer_objection(*, objection: Objection, answer: Objection.Answer, by: User, note: str = "") -> bool:
    """Settled: what was there is shown again. Upheld: the consent is withdrawn. False if answered before."""
    memorial = objection.memorial
    with transaction.atomic():
        decide_alone(memorial)
        answered = Objection.objects.open().filter(pk=objection.pk).update(
            answer=answer, answered_by=by, answered_by_name=by.name,
            answered_at=timezone.now(), answer_note=note,
        )  # fmt: skip
        if answered and answer == Objection.Answer.UPHELD:
            withdraw_consent(memorial=memorial, kind=Feature(objection.kind), by=by)
    return bool(answered)
