"""What the page about the family's agreement says: how each feature stands, and how it came to that."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.utils.translation import gettext_lazy as _

from memorials.models import Consent, Feature, Memorial, Objection

#: What a keeper states, word for word, for the family.
STATEMENT = _("The family knows of this and agrees")

What = Literal["given", "withdrawn", "objected", "upheld", "settled"]


@dataclass(frozen=True)
class Entry:
    """One line of the history: what was said, when, and by whom. Relatives who objected are not named."""

    when: datetime
    what: What
    name: str = ""


@dataclass(frozen=True)
class Standing:
    """How one feature stands: it needs a consent, no open objection, and the memorial's own switch."""

    kind: Feature
    switched_on: bool
    consent: Consent | None
    objection: Objection | None
    history: list[Entry]

    @property
    def state(self) -> Literal["objected", "missing", "off", "in_force"]:
        if self.objection:
            return "objected"
        if not self.consent:
            return "missing"
        return "in_force" if self.switched_on else "off"


def standings(memorial: Memorial) -> list[Standing]:
    consents = list(Consent.objects.filter(memorial=memorial))
    objections = list(Objection.objects.filter(memorial=memorial))
    switches = {Feature.ANIMATION: memorial.animation_on, Feature.CHAT: memorial.chat_on}
    return [
        _standing(
            kind,
            switches[kind],
            [each for each in consents if each.kind == kind],
            [each for each in objections if each.kind == kind],
        )
        for kind in Feature
    ]


def _standing(
    kind: Feature, switched_on: bool, consents: Sequence[Consent], objections: Sequence[Objection]
) -> Standing:
    entries = [entry for consent in consents for entry in _of_consent(consent)]
    entries += [entry for objection in objections for entry in _of_objection(objection)]
    return Standing(
        kind=kind,
        switched_on=switched_on,
        consent=next((each for each in consents if each.withdrawn_at is None), None),
        objection=next((each for each in objections if each.answered_at is None), None),
        history=sorted(entries, key=lambda entry: entry.when),
    )


def _of_consent(consent: Consent) -> list[Entry]:
    entries = [Entry(consent.given_at, "given", consent.given_name)]
    if consent.withdrawn_at:
        entries.append(Entry(consent.withdrawn_at, "withdrawn", consent.withdrawn_name))
    return entries


def _of_objection(objection: Objection) -> list[Entry]:
    entries = [Entry(objection.made_at, "objected")]
    if objection.answered_at:
        upheld = objection.answer == Objection.Answer.UPHELD
        entries.append(
            Entry(objection.answered_at, "upheld" if upheld else "settled", objection.answered_by_name)
        )
    return entries
