"""Secret links: addresses by which guests see a memorial that is open by link."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response

from memorials.api.access import ApiView, MemorialView, demand_room
from memorials.api.idempotency import idempotent
from memorials.api.pages import ListView
from memorials.api.resources.invitations import WaysInQuery
from memorials.api.secrets import SecretView, found_by_secret
from memorials.api.serializers.ways_in import (
    LinkSerializer,
    MadeLinkSerializer,
    NewLinkSerializer,
    OpenedSerializer,
)
from memorials.models import LinkToken, Memorial
from memorials.models.invitation import State
from memorials.permissions import Word
from memorials.services.invitations import MADE, address_of_link, link_of, open_link, revoke_link


class Links(MemorialView, ListView):
    serializer_class = LinkSerializer
    query_class = WaysInQuery
    orders = {"newest": ("-created", "-pk"), "oldest": ("created", "pk")}
    words = {"GET": Word.MANAGE, "POST": Word.MANAGE}

    @extend_schema(responses=LinkSerializer(many=True))
    def get(self, request: Request, code: str) -> Response:
        """The links that open the memorial, and those that do so no more, for the keepers."""
        asked = self.ask(request)
        made = self.memorial.link_tokens
        return self.listed(request, made.in_state(asked["state"]) if "state" in asked else made.with_state())

    @extend_schema(request=NewLinkSerializer, responses={201: MadeLinkSerializer})
    @idempotent
    def post(self, request: Request, code: str) -> Response:
        """Make a link to a memorial whose visibility is `link`. Its secret is told in this answer alone."""
        given = NewLinkSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        demand_room(request, "way-in", MADE)
        link, token = open_link(memorial=self.memorial, by=self.viewer.member, **given.validated_data)
        told: Any = link
        told.token, told.url, told.state = token, address_of_link(token), State.OPEN
        where = {"Location": f"/api/v1/memorials/{code}/links/{link.code}/"}
        return Response(MadeLinkSerializer(link).data, status=201, headers=where)


class _Link(MemorialView, generics.GenericAPIView[LinkToken]):
    serializer_class = LinkSerializer
    link: LinkToken

    def find(self, named: dict[str, str]) -> None:
        self.link = get_object_or_404(self.memorial.link_tokens.with_state(), code=named["link"])

    def answer(self) -> Response:
        return Response(self.get_serializer(self.link).data)


class OneLink(_Link):
    """A secret link, for the keepers: how it stands."""

    words = {"GET": Word.MANAGE}

    def get(self, request: Request, code: str, link: str) -> Response:
        return self.answer()


class RevokedLink(_Link):
    """Whoever came by this link does not see the memorial any more."""

    words = {"POST": Word.MANAGE}

    @extend_schema(request=None, responses=LinkSerializer)
    def post(self, request: Request, code: str, link: str) -> Response:
        revoke_link(link=self.link)
        self.find({"link": link})
        return self.answer()


class OpenedByLink(SecretView, ApiView, generics.GenericAPIView[Memorial]):
    """Which memorial a secret link opens. From then on the secret goes along as X-Link-Token."""

    serializer_class = OpenedSerializer

    def get(self, request: Request, token: str) -> Response:
        return Response(self.get_serializer(found_by_secret(request, link_of(token)).memorial).data)
