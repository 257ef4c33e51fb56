"""The family's consent to what a machine does with the memorial: kept with name and date."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from memorials.errors import Refusal
from memorials.events import Event, tell
from memorials.models import Consent, Feature, Memorial, Objection, User


class ConsentMissing(Refusal):
    code = "consent_missing"
    sentence = _("First somebody with the right must state that the family knows and agrees.")


class ConsentSuspended(Refusal):
    code = "consent_suspended"
    sentence = _("A close relative has objected. Nothing is made until a keeper has answered.")


def has_consent(memorial: Memorial, kind: Feature) -> bool:
    return Consent.objects.in_force().filter(memorial=memorial, kind=kind).exists()


def is_objected(memorial: Memorial, kind: Feature) -> bool:
    """A close relative's objection waits for the keeper's answer."""
    return Objection.objects.open().filter(memorial=memorial, kind=kind).exists()


def hold_consent(memorial: Memorial, kind: Feature) -> bool:
    """As `has_consent`; whoever withdraws it or objects waits until the caller's transaction has ended."""
    decide_alone(memorial)
    return has_consent(memorial, kind)


def demand_consent(memorial: Memorial, kind: Feature) -> None:
    """As `hold_consent`. Raises ConsentMissing, or ConsentSuspended while an objection is open."""
    if not hold_consent(memorial, kind):
        raise ConsentSuspended if is_objected(memorial, kind) else ConsentMissing


def decide_alone(memorial: Memorial) -> None:
    """What begins with the family's consent, and what ends it, go one after the other.

    The memorial's row is locked, not the consent's: an objection changes no consent, and PostgreSQL would
    let somebody who waited for an unchanged row go on with what they had read before.
    """
    Memorial.objects.select_for_update(no_key=True).filter(pk=memorial.pk).first()


def give_consent(*, memorial: Memorial, kind: Feature, by: User) -> Consent:
    """Record who agreed. A consent that is already in force stays as it is, with its own name and date.

    Raises ConsentSuspended while an objection is open: first it is answered.
    """
    try:
        with transaction.atomic():
            decide_alone(memorial)
            if is_objected(memorial, kind):
                raise ConsentSuspended
            return Consent.objects.create(memorial=memorial, kind=kind, given_by=by, given_name=by.name)
    except IntegrityError:
        return Consent.objects.standing().get(memorial=memorial, kind=kind)


def withdraw_consent(*, memorial: Memorial, kind: Feature, by: User) -> None:
    """From this moment the feature is off: what a machine made is shown no more, and nothing new begins."""
    with transaction.atomic():
        decide_alone(memorial)
        for consent in Consent.objects.standing().filter(memorial=memorial, kind=kind):
            Consent.objects.filter(pk=consent.pk).update(
                withdrawn_by=by, withdrawn_name=by.name, withdrawn_at=timezone.now()
            )
            tell(Event.CONSENT_WITHDRAWN, consent=consent)
