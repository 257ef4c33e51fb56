"""Words, candles and flowers at a memorial."""

from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from memorials.api.access import MemorialView, of_memorial
from memorials.api.idempotency import idempotent
from memorials.api.open_doors import demand_room_of_address
from memorials.api.pages import ListView, Query
from memorials.api.serializers.tributes import (
    LeftTributeSerializer,
    NewTributeSerializer,
    TributeSerializer,
)
from memorials.models import Tribute
from memorials.models.tribute import TributeQuerySet
from memorials.permissions import Word
from memorials.services.tributes import leave_tribute


class TributesQuery(Query):
    kind = serializers.ChoiceField(choices=Tribute.Kind.choices, required=False)
    burns = serializers.BooleanField(required=False, help_text="Candles that burn, or all else.")
    order = serializers.ChoiceField(choices=["newest", "oldest"], default="newest")


class Tributes(MemorialView, ListView):
    """What people have left."""

    serializer_class = TributeSerializer
    query_class = TributesQuery
    orders = {"newest": ("-created", "-pk"), "oldest": ("created", "pk")}
    words = {"POST": Word.TRIBUTE}

    @extend_schema(responses=TributeSerializer(many=True))
    def get(self, request: Request, code: str) -> Response:
        """What stands at the memorial, and one's own: words, flowers, and candles that have not burnt down.

        Empty where the family has closed the page for words and candles.
        """
        asked = self.ask(request)
        left = Tribute.objects.visible_to(self.viewer).filter(memorial=self.memorial).burning()
        return self.listed(request, _wished(left, asked))

    @extend_schema(request=NewTributeSerializer, responses={201: LeftTributeSerializer})
    @idempotent
    def post(self, request: Request, code: str) -> Response:
        """Leave something, with or without an account. It may wait until the family has read it (`status`).

        Location is the private address: whoever has it corrects, lights again and withdraws what was left.
        """
        given = NewTributeSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        demand_room_of_address(request, f"tribute-{code}")
        left = {"memorial": self.memorial, "author": self.viewer.user, **given.validated_data}
        tribute, token = leave_tribute(**left)
        told = LeftTributeSerializer(tribute, context={**self.get_serializer_context(), "token": token})
        where = {"Location": f"/api/v1/tributes/{token}/", "Referrer-Policy": "no-referrer"}
        return Response(told.data, status=201, headers=where)


def _wished(left: TributeQuerySet, asked: dict[str, object]) -> TributeQuerySet:
    if "kind" in asked:
        left = left.filter(kind=asked["kind"])
    if "burns" in asked:
        left = left.filter(lit_until__isnull=not asked["burns"])
    return left


class OneTribute(MemorialView, generics.GenericAPIView[Tribute]):
    """A word, a candle or flowers that somebody has left."""

    serializer_class = TributeSerializer
    tribute: Tribute

    def find(self, named: dict[str, str]) -> None:
        self.tribute = of_memorial(self, Tribute.objects.burning(), code=named["tribute"])

    def get(self, request: Request, code: str, tribute: str) -> Response:
        return Response(self.get_serializer(self.tribute).data)
