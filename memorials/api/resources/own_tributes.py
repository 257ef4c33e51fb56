"""What one has left oneself: by the account that left it, or by the token that was told once."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response

from memorials.api.access import ApiView, MemberView
from memorials.api.conditional import if_unchanged
from memorials.api.open_doors import demand_room_of_address
from memorials.api.pages import ListView
from memorials.api.secrets import SecretView
from memorials.api.serializers.tributes import (
    OneOwnTributeSerializer,
    OwnTributeSerializer,
    TributeWordsSerializer,
)
from memorials.models import Tribute
from memorials.models.tribute import TributeQuerySet
from memorials.services.tributes import correct_tribute, relight_candle, withdraw_tribute


class OwnTributes(MemberView, ListView):
    """What one has left with one's account, on whatever memorial, one that has closed included."""

    serializer_class = OwnTributeSerializer

    @extend_schema(responses=OwnTributeSerializer(many=True))
    def get(self, request: Request) -> Response:
        self.ask(request)
        return self.listed(request, Tribute.objects.written_by(self.viewer).telling_memorials(self.viewer))


class _Left(ApiView, generics.GenericAPIView[Tribute]):
    """`_rows` are those that the address may name."""

    serializer_class = OneOwnTributeSerializer
    tribute: Tribute

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        self.tribute = get_object_or_404(self._rows(kwargs).telling_memorials(self.viewer))

    def _rows(self, named: dict[str, str]) -> TributeQuerySet:
        raise NotImplementedError

    def answer(self) -> Response:
        return Response(self.get_serializer(self.tribute).data)


class _ByAuthor(_Left, MemberView):
    def _rows(self, named: dict[str, str]) -> TributeQuerySet:
        return Tribute.objects.written_by(self.viewer).filter(code=named["tribute"])


class _ByToken(SecretView, _Left):
    def _rows(self, named: dict[str, str]) -> TributeQuerySet:
        return Tribute.objects.with_token(named["token"])


class _Change(_Left):
    def get(self, request: Request, **named: str) -> Response:
        """What was left, and why it stands as it does."""
        return self.answer()

    @extend_schema(request=TributeWordsSerializer, responses=OneOwnTributeSerializer)
    @if_unchanged
    def patch(self, request: Request, **named: str) -> Response:
        """Other words. They wait to be read as new ones would."""
        given = TributeWordsSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        demand_room_of_address(request, f"tribute-{self.tribute.code}")
        words = {"name": self.tribute.name, "text": self.tribute.text, **given.validated_data}
        correct_tribute(tribute=self.tribute, by=self.viewer.user, **words)
        return self.answer()

    @extend_schema(responses={204: None})
    def delete(self, request: Request, **named: str) -> Response:
        """Withdraw it: gone for good, with the reports and decisions about it."""
        withdraw_tribute(tribute=self.tribute)
        return Response(status=204)


class _Light(_Left):
    @extend_schema(request=None, responses=OneOwnTributeSerializer)
    def post(self, request: Request, **named: str) -> Response:
        """Light the candle again, for seven days."""
        relight_candle(tribute=self.tribute)
        self.tribute.refresh_from_db(fields=["lit_until"])
        return self.answer()


class OwnTribute(_ByAuthor, _Change):
    """Something that one has left with one's account."""


class OwnCandle(_ByAuthor, _Light):
    """A candle that one has lit with one's account."""


class TributeByToken(_ByToken, _Change):
    """Something that was left, for whoever has its token."""


class CandleByToken(_ByToken, _Light):
    """A candle that was lit, for whoever has its token."""
