"""A close relative objects, with or without an account; a keeper reads it and answers."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import generics, serializers
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.response import Response

from memorials.api.access import MemorialView
from memorials.api.idempotency import idempotent
from memorials.api.pages import ListView, Query
from memorials.api.resources.consents import standing_of
from memorials.api.serializers.consents import (
    ConsentSerializer,
    NewObjectionSerializer,
    ObjectionAnswerSerializer,
    ObjectionSerializer,
)
from memorials.limits import TOO_OFTEN, address_of, seconds_to_wait
from memorials.models import Feature, Objection
from memorials.permissions import Word
from memorials.services.answered import AnsweredAlready
from memorials.services.objections import RATE, RATE_HERE, ObjectionWaits, answer_objection, object_to


class ObjectionsQuery(Query):
    kind = serializers.ChoiceField(choices=Feature.choices, required=False)
    open = serializers.BooleanField(
        required=False, allow_null=True, default=None, help_text="true: those that wait for an answer."
    )


class Objections(MemorialView, ListView):
    serializer_class = ObjectionSerializer
    query_class = ObjectionsQuery
    orders = {"newest": ("-made_at", "-pk")}
    words = {"GET": Word.MANAGE}

    @extend_schema(responses=ObjectionSerializer(many=True))
    def get(self, request: Request, code: str) -> Response:
        """What was objected to, by whom, and how it was answered: for the keepers."""
        asked = self.ask(request)
        objections = self.memorial.objections.all()
        if "kind" in asked:
            objections = objections.filter(kind=asked["kind"])
        if asked["open"] is not None:
            objections = objections.filter(answered_at__isnull=asked["open"])
        return self.listed(request, objections)

    @extend_schema(request=NewObjectionSerializer, responses={201: ConsentSerializer})
    @idempotent
    def post(self, request: Request, code: str) -> Response:
        """Object, with or without an account. It is off at once, until a keeper answers.

        The answer is how it stands now: 409 where an objection waits already.
        """
        given = NewObjectionSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        self._demand_room(request)
        if object_to(memorial=self.memorial, by=self.viewer.user, **given.validated_data) is None:
            raise ObjectionWaits
        kind = given.validated_data["kind"]
        where = {"Location": f"/api/v1/memorials/{code}/consents/{kind.value}/"}
        told = ConsentSerializer(standing_of(self.memorial, kind)).data
        return Response(told, status=201, headers=where)

    def _demand_room(self, request: Request) -> None:
        """By address, together with the site's form: whoever objects need not have an account."""
        address = address_of(request._request)
        wait = seconds_to_wait("objection", RATE, address) or seconds_to_wait(
            "objection-here", RATE_HERE, f"{address} {self.memorial.code}"
        )
        if wait:
            raise Throttled(wait, str(TOO_OFTEN))


class _Objection(MemorialView, generics.GenericAPIView[Objection]):
    serializer_class = ObjectionSerializer
    objection: Objection

    def find(self, named: dict[str, str]) -> None:
        objections = self.memorial.objections.select_related("memorial")
        self.objection = get_object_or_404(objections, code=named["objection"])

    def answer(self) -> Response:
        return Response(self.get_serializer(self.objection).data)


class OneObjection(_Objection):
    """An objection, for the keepers."""

    words = {"GET": Word.MANAGE}

    def get(self, request: Request, code: str, objection: str) -> Response:
        return self.answer()


class AnsweredObjection(_Objection):
    """Uphold it, and the agreement is withdrawn; or settle it, and what was there is shown again."""

    words = {"POST": Word.MANAGE}

    @extend_schema(
        request=ObjectionAnswerSerializer,
        responses={200: ObjectionSerializer, 409: OpenApiResponse(description="It was answered already.")},
    )
    def post(self, request: Request, code: str, objection: str) -> Response:
        given = ObjectionAnswerSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        if not answer_objection(objection=self.objection, by=self.viewer.member, **given.validated_data):
            raise AnsweredAlready
        self.objection.refresh_from_db()
        return self.answer()
