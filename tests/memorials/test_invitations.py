"""The ways in: invitations make members, links let guests look, requests ask a keeper."""

from datetime import timedelta

import pytest
from django.utils import timezone

from memorials.models import AccessRequest, Invitation, Membership, Memorial, Notice, Role, Visibility
from memorials.services import invitations
from memorials.services.invitations import InvitationSpent
from memorials.viewer import Viewer
from tests.people import make_memorial


@pytest.fixture
def private(cast):
    return make_memorial(cast)


@pytest.fixture
def by_link(cast):
    return make_memorial(cast, visibility=Visibility.LINK)


def sees(memorial, viewer):
    return Memorial.objects.visible_to(viewer).filter(pk=memorial.pk).exists()


def test_token_is_kept_only_as_its_hash(private, by_link, cast):
    invitation, token = invitations.invite(memorial=private, by=cast.keeper, role=Role.READER)
    link, secret = invitations.open_link(memorial=by_link, by=cast.keeper)
    kept = str(Invitation.objects.values().get()) + str(vars(link))
    assert token not in kept and secret not in kept
    assert len(invitation.token_hash) == 64


def test_invitation_makes_a_member_with_its_role_once(private, cast):
    _, token = invitations.invite(memorial=private, by=cast.keeper, role=Role.CONTRIBUTOR)
    membership = invitations.accept_invitation(token=token, user=cast.stranger)
    assert (membership.role, Invitation.objects.get().uses) == ("contributor", 1)
    assert sees(private, Viewer(cast.stranger))
    with pytest.raises(InvitationSpent):
        invitations.accept_invitation(token=token, user=cast.moderator)
    assert not Membership.objects.filter(memorial=private, user=cast.moderator).exists()


@pytest.mark.parametrize("spent", ["revoked", "expired", "deleted", "wrong"])
def test_spent_invitation_lets_nobody_in(private, cast, spent):
    invitation, token = invitations.invite(memorial=private, by=cast.keeper, role=Role.READER)
    if spent == "revoked":
        invitations.revoke_invitation(invitation=invitation)
    elif spent == "expired":
        Invitation.objects.update(expires=timezone.now() - timedelta(seconds=1))
    elif spent == "deleted":
        Memorial.objects.update(deleted_at=timezone.now())
    else:
        token = token[:-1] + ("a" if token[-1] != "a" else "b")
    with pytest.raises(InvitationSpent):
        invitations.accept_invitation(token=token, user=cast.stranger)
    assert Invitation.objects.get().uses == 0


def test_member_who_follows_an_invitation_uses_nothing_up(private, cast):
    _, token = invitations.invite(memorial=private, by=cast.keeper, role=Role.READER)
    assert invitations.accept_invitation(token=token, user=cast.editor).role == "editor"
    assert Invitation.objects.get().uses == 0


def test_link_opens_only_what_is_open_by_link_and_only_while_it_is_valid(by_link, private, cast):
    link, token = invitations.open_link(memorial=by_link, by=cast.keeper)
    guest = Viewer(link_grants=frozenset({link.pk}))
    assert invitations.link_of(token) == link
    assert (sees(by_link, guest), sees(private, guest), sees(by_link, Viewer())) == (True, False, False)
    assert not Memorial.objects.listed_for(guest).exists()
    invitations.revoke_link(link=link)
    assert (sees(by_link, guest), invitations.link_of(token)) == (False, None)


@pytest.mark.parametrize(
    "change", [{"visibility": "private"}, {"published": False}, {"deleted_at": timezone.now()}]
)
def test_link_dies_when_the_memorial_is_no_longer_open_by_link(by_link, cast, change):
    link, token = invitations.open_link(memorial=by_link, by=cast.keeper)
    Memorial.objects.filter(pk=by_link.pk).update(**change)
    assert not sees(by_link, Viewer(link_grants=frozenset({link.pk})))
    assert invitations.link_of(token) is None


def test_link_of_another_memorial_opens_nothing_here(by_link, cast):
    other = make_memorial(cast, visibility=Visibility.LINK)
    link, _ = invitations.open_link(memorial=other, by=cast.keeper)
    assert not sees(by_link, Viewer(link_grants=frozenset({link.pk})))


def test_request_tells_the_keepers_once_and_the_asker_nothing(private, cast):
    for code in (private.code, private.code, "nothinghere"):
        assert invitations.request_access(code=code, user=cast.stranger, words="Внук") is None
    [asked] = AccessRequest.objects.all()
    assert (asked.user, asked.words, asked.answer) == (cast.stranger, "Внук", "waiting")
    assert [(n.recipient, n.kind, n.about) for n in Notice.objects.all()] == [
        (cast.keeper, "request", "Stranger")
    ]


def test_request_is_answered_once(private, cast):
    invitations.request_access(code=private.code, user=cast.stranger, words="Внук")
    asked = AccessRequest.objects.get()
    assert invitations.answer_request(request=asked, by=cast.keeper, role=Role.READER)
    assert not invitations.answer_request(request=asked, by=cast.keeper, role=None)
    assert sees(private, Viewer(cast.stranger))
    assert AccessRequest.objects.get().answer == "granted"


def test_declined_request_lets_nobody_in_and_may_be_asked_again(private, cast):
    invitations.request_access(code=private.code, user=cast.stranger, words="Внук")
    invitations.answer_request(request=AccessRequest.objects.get(), by=cast.keeper, role=None)
    assert not sees(private, Viewer(cast.stranger))
    invitations.request_access(code=private.code, user=cast.stranger, words="Внук Анны")
    assert AccessRequest.objects.filter(answer="waiting").count() == 1
