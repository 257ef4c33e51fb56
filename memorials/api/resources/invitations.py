"""Invitations: made and revoked by keepers, read and taken up by whoever holds their secret."""

from typing import Any

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from memorials.api.access import ApiView, MemberView, MemorialView, demand_room
from memorials.api.idempotency import idempotent
from memorials.api.pages import ListView, Query
from memorials.api.secrets import SecretView, found_by_secret
from memorials.api.serializers.ways_in import (
    InvitationSerializer,
    MadeInvitationSerializer,
    NewInvitationSerializer,
    TakenUpSerializer,
    ToldInvitationSerializer,
)
from memorials.invitation_letter import send_invitation
from memorials.models import Invitation
from memorials.models.invitation import State
from memorials.permissions import Word, role_of
from memorials.services.invitations import (
    MADE,
    InvitationSpent,
    address_of_invitation,
    invitation_of,
    invite,
    revoke_invitation,
    take_up_invitation,
)


class WaysInQuery(Query):
    state = serializers.ChoiceField(choices=State.choices, required=False)
    order = serializers.ChoiceField(choices=["newest", "oldest"], default="newest")


class Invitations(MemorialView, ListView):
    serializer_class = InvitationSerializer
    query_class = WaysInQuery
    orders = {"newest": ("-created", "-pk"), "oldest": ("created", "pk")}
    words = {"GET": Word.MANAGE, "POST": Word.MANAGE}

    @extend_schema(responses=InvitationSerializer(many=True))
    def get(self, request: Request, code: str) -> Response:
        """Those that can still be taken up, and those that are over, for the keepers."""
        asked = self.ask(request)
        made = self.memorial.invitations
        return self.listed(request, made.in_state(asked["state"]) if "state" in asked else made.with_state())

    @extend_schema(request=NewInvitationSerializer, responses={201: MadeInvitationSerializer})
    @idempotent
    def post(self, request: Request, code: str) -> Response:
        """Invite somebody. The secret and its address are told in this answer, and kept nowhere."""
        given = NewInvitationSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        demand_room(request, "way-in", MADE)
        invitation, token = invite(memorial=self.memorial, by=self.viewer.member, **given.validated_data)
        told = _with_secret(invitation, token)
        where = {"Location": f"/api/v1/memorials/{code}/invitations/{invitation.code}/"}
        return Response(MadeInvitationSerializer(told).data, status=201, headers=where)


def _with_secret(made: Invitation, token: str) -> Invitation:
    """Sends the letter, where one is wished."""
    told: Any = made
    told.token, told.url = token, address_of_invitation(token)
    told.sent = bool(made.email) and send_invitation(made, told.url)
    told.state = State.OPEN
    return made


class _Invitation(MemorialView, generics.GenericAPIView[Invitation]):
    serializer_class = InvitationSerializer
    invitation: Invitation

    def find(self, named: dict[str, str]) -> None:
        self.invitation = get_object_or_404(self.memorial.invitations.with_state(), code=named["invitation"])

    def answer(self) -> Response:
        return Response(self.get_serializer(self.invitation).data)


class OneInvitation(_Invitation):
    """An invitation, for the keepers: how it stands, and how often it was taken up."""

    words = {"GET": Word.MANAGE}

    def get(self, request: Request, code: str, invitation: str) -> Response:
        return self.answer()


class RevokedInvitation(_Invitation):
    """Nobody can take it up any more; who has done so stays a member."""

    words = {"POST": Word.MANAGE}

    @extend_schema(request=None, responses=InvitationSerializer)
    def post(self, request: Request, code: str, invitation: str) -> Response:
        revoke_invitation(invitation=self.invitation)
        self.find({"invitation": invitation})
        return self.answer()


class ToldInvitation(SecretView, ApiView, generics.GenericAPIView[Invitation]):
    """What an invitation is to, for whoever holds its secret. Looking changes nothing."""

    serializer_class = ToldInvitationSerializer

    def get(self, request: Request, token: str) -> Response:
        found: Any = found_by_secret(request, invitation_of(token))
        found.own_role = role_of(self.viewer, found.memorial)
        found.registration = settings.REGISTRATION
        return Response(self.get_serializer(found).data)


class TakeUp(SecretView, MemberView, generics.GenericAPIView[Invitation]):
    """Become a member as the invitation says. Whoever has a higher role keeps it."""

    serializer_class = TakenUpSerializer

    @extend_schema(request=None, responses=TakenUpSerializer)
    def post(self, request: Request, token: str) -> Response:
        found = found_by_secret(request, invitation_of(token))
        try:
            membership = take_up_invitation(invitation=found, user=self.viewer.member)
        except InvitationSpent:  # a moment ago: that looks like one that never was
            raise Http404 from None
        return Response(self.get_serializer(membership).data)
