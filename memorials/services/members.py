"""Who belongs to a memorial, and with which role. A memorial is never left without a keeper."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from memorials.errors import Refusal
from memorials.models import Membership, Memorial, Role, User

#: From the least to the most.
RANKS = (Role.READER, Role.CONTRIBUTOR, Role.EDITOR, Role.KEEPER)


class LastKeeper(Refusal):
    code = "last_keeper"
    sentence = _("This is the only keeper. First make another member a keeper.")


class NotAMember(Refusal):
    code = "not_a_member"
    sentence = _("This person is not a member of the memorial.")


def change_role(*, membership: Membership, role: Role) -> None:
    """Takes effect with the next request. Raises LastKeeper."""
    with transaction.atomic():
        _lock(membership.memorial)
        if role != Role.KEEPER:
            _demand_another_keeper(membership)
        Membership.objects.filter(pk=membership.pk).update(role=role)


def remove_member(*, membership: Membership) -> None:
    """The member sees what any visitor sees from the next request on, files included. Raises LastKeeper."""
    with transaction.atomic():
        _lock(membership.memorial)
        _demand_another_keeper(membership)
        Membership.objects.filter(pk=membership.pk).delete()


def hand_over_memorial(*, memorial: Memorial, by: User, to: User) -> None:
    """`to`, who is a member already, becomes the keeper in the place of `by`, who stays as an editor."""
    with transaction.atomic():
        _lock(memorial)
        members = Membership.objects.filter(memorial=memorial)
        if not members.filter(user=to).update(role=Role.KEEPER):
            raise NotAMember
        members.filter(user=by).exclude(user=to).update(role=Role.EDITOR)


def join(*, memorial: Memorial, user: User, role: str, **fields: object) -> Membership:
    """A member with at least this role; who has a higher one keeps it."""
    membership, new = Membership.objects.get_or_create(
        memorial=memorial, user=user, defaults={"role": role, **fields}
    )
    if not new and RANKS.index(Role(membership.role)) < RANKS.index(Role(role)):
        membership.role = role
        membership.save(update_fields=["role"])
    return membership


def _lock(memorial: Memorial) -> None:
    """Two keepers who leave at the same moment go one after the other."""
    Memorial.objects.select_for_update().filter(pk=memorial.pk).first()


def _demand_another_keeper(membership: Membership) -> None:
    keepers = Membership.objects.filter(memorial=membership.memorial, role=Role.KEEPER)
    if not keepers.exclude(pk=membership.pk).exists():
        raise LastKeeper
