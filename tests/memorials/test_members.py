"""Who belongs to a memorial: joining, roles, leaving, handing over."""

import pytest

from memorials.models import Membership, Role
from memorials.services import members
from memorials.services.members import LastKeeper, NotAMember


def roles(memorial):
    return dict(Membership.objects.filter(memorial=memorial).values_list("user__name", "role"))


def membership(memorial, user):
    return Membership.objects.get(memorial=memorial, user=user)


def test_last_keeper_can_neither_leave_nor_step_down(memorial, keeper):
    before = roles(memorial)
    with pytest.raises(LastKeeper):
        members.remove_member(membership=membership(memorial, keeper))
    with pytest.raises(LastKeeper):
        members.change_role(membership=membership(memorial, keeper), role=Role.EDITOR)
    assert roles(memorial) == before


def test_keeper_may_go_once_there_is_another(memorial, cast):
    members.change_role(membership=membership(memorial, cast.editor), role=Role.KEEPER)
    members.remove_member(membership=membership(memorial, cast.keeper))
    assert roles(memorial) == {"Editor": "keeper", "Contributor": "contributor", "Reader": "reader"}


def test_handing_over_makes_one_keeper_of_a_member(memorial, cast):
    members.hand_over_memorial(memorial=memorial, by=cast.keeper, to=cast.reader)
    assert roles(memorial) == {
        "Keeper": "editor",
        "Editor": "editor",
        "Contributor": "contributor",
        "Reader": "keeper",
    }


def test_nothing_is_handed_to_a_stranger(memorial, cast):
    before = roles(memorial)
    with pytest.raises(NotAMember):
        members.hand_over_memorial(memorial=memorial, by=cast.keeper, to=cast.stranger)
    assert roles(memorial) == before


@pytest.mark.parametrize(("role", "then"), [("reader", "contributor"), ("editor", "editor")])
def test_joining_again_never_lowers_a_role(memorial, cast, role, then):
    members.join(memorial=memorial, user=cast.contributor, role=role)
    assert roles(memorial)["Contributor"] == then
