"""The family's consent to what a machine does with the memorial: kept with name and date."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from memorials.errors import Refusal
from memorials.events import Event, tell
from memorials.models import Consent, Feature, Memorial, User


class ConsentMissing(Refusal):
    code = "consent_missing"
    sentence = _("First somebody with the right must state that the family knows and agrees.")


def has_consent(memorial: Memorial, kind: Feature) -> bool:
    return Consent.objects.in_force().filter(memorial=memorial, kind=kind).exists()


def hold_consent(memorial: Memorial, kind: Feature) -> bool:
    """As `has_consent`, and whoever wants to withdraw it waits until the caller's transaction has ended."""
    given = Consent.objects.in_force().filter(memorial=memorial, kind=kind)
    return given.select_for_update().first() is not None


def give_consent(*, memorial: Memorial, kind: Feature, by: User) -> Consent:
    """Record who agreed. A consent that is already in force stays as it is, with its own name and date."""
    try:
        with transaction.atomic():
            return Consent.objects.create(memorial=memorial, kind=kind, given_by=by, given_name=str(by))
    except IntegrityError:
        return Consent.objects.standing().get(memorial=memorial, kind=kind)


def withdraw_consent(*, memorial: Memorial, kind: Feature, by: User) -> None:
    """From this moment the feature is off: what a machine made is shown no more, and nothing new begins."""
    with transaction.atomic():
        for consent in Consent.objects.standing().filter(memorial=memorial, kind=kind):
            Consent.objects.filter(pk=consent.pk).update(
                withdrawn_by=by, withdrawn_name=str(by), withdrawn_at=timezone.now()
            )
            tell(Event.CONSENT_WITHDRAWN, consent=consent)
