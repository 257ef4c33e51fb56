"""Requests to be let in: asked by anybody with an account, answered by keepers."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import generics
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.response import Response

from memorials.api.access import MemberView, MemorialView, demand_room
from memorials.api.idempotency import idempotent
from memorials.api.pages import ListView
from memorials.api.serializers.access_requests import (
    AccessAnswerSerializer,
    AccessRequestSerializer,
    AskedSerializer,
    AskSerializer,
)
from memorials.asking import ASKED, QUESTIONS, even_time
from memorials.limits import TOO_OFTEN, address_of, seconds_to_wait
from memorials.models import AccessRequest
from memorials.permissions import Word
from memorials.services.answered import AnsweredAlready
from memorials.services.invitations import answer_request, request_access


class Ask(MemberView, generics.GenericAPIView[AccessRequest]):
    """Ask the keepers of a memorial to be let in. The answer is the same whether there is such a one."""

    serializer_class = AskSerializer

    @extend_schema(responses={202: AskedSerializer})
    @idempotent
    def post(self, request: Request) -> Response:
        given = self.get_serializer(data=request.data)
        given.is_valid(raise_exception=True)
        if wait := seconds_to_wait("ask", QUESTIONS, address_of(request._request)):
            raise Throttled(wait, str(TOO_OFTEN))
        demand_room(request, "ask", QUESTIONS)
        with even_time():
            request_access(user=self.viewer.member, **given.validated_data)
        return Response({"detail": str(ASKED)}, status=202)


class AccessRequests(MemorialView, ListView):
    """Who waits to be let in, for the keepers, the longest waiting first."""

    serializer_class = AccessRequestSerializer
    orders = {"oldest": ("created", "pk")}
    words = {"GET": Word.MANAGE}

    @extend_schema(responses=AccessRequestSerializer(many=True))
    def get(self, request: Request, code: str) -> Response:
        self.ask(request)
        return self.listed(request, self.memorial.access_requests.waiting().select_related("user"))


class _AccessRequest(MemorialView, generics.GenericAPIView[AccessRequest]):
    serializer_class = AccessRequestSerializer
    asked: AccessRequest

    def find(self, named: dict[str, str]) -> None:
        requests = self.memorial.access_requests.select_related("user", "memorial")
        self.asked = get_object_or_404(requests, code=named["asked"])

    def answer(self) -> Response:
        return Response(self.get_serializer(self.asked).data)


class OneAccessRequest(_AccessRequest):
    """A request to be let in, for the keepers."""

    words = {"GET": Word.MANAGE}

    def get(self, request: Request, code: str, asked: str) -> Response:
        return self.answer()


class AnsweredRequest(_AccessRequest):
    """Let somebody in with a role, or decline. An answer stays: 409 for a second one."""

    words = {"POST": Word.MANAGE}

    @extend_schema(
        request=AccessAnswerSerializer,
        responses={
            200: AccessRequestSerializer,
            409: OpenApiResponse(description="It was answered already."),
        },
    )
    def post(self, request: Request, code: str, asked: str) -> Response:
        given = AccessAnswerSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        if not answer_request(request=self.asked, by=self.viewer.member, role=given.granted):
            raise AnsweredAlready
        self.asked.refresh_from_db(fields=["answer", "answered_at"])
        return self.answer()
