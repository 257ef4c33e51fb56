"""The family's agreement: everybody who sees the memorial reads it, keepers change it."""

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from memorials.api.access import MemorialView
from memorials.api.serializers.consents import AgreeSerializer, ConsentSerializer
from memorials.consents import Standing, standings
from memorials.models import Feature, Memorial
from memorials.permissions import Word
from memorials.services.consent import give_consent, withdraw_consent


def standing_of(memorial: Memorial, kind: Feature) -> Standing:
    return next(each for each in standings(memorial) if each.kind == kind)


class Consents(MemorialView):
    """How each thing that a machine does stands with the family, and how it came to that."""

    @extend_schema(operation_id="memorials_consents_list", responses=ConsentSerializer(many=True))
    def get(self, request: Request, code: str) -> Response:
        return Response(ConsentSerializer(standings(self.memorial), many=True).data)


class _Consent(MemorialView):
    feature: Feature

    def find(self, named: dict[str, str]) -> None:
        if named["kind"] not in Feature:
            raise Http404
        self.feature = Feature(named["kind"])

    def answer(self) -> Response:
        return Response(ConsentSerializer(standing_of(self.memorial, self.feature)).data)


class OneConsent(_Consent):
    """How one of them stands, with the words that a keeper would state."""

    @extend_schema(responses=ConsentSerializer)
    def get(self, request: Request, code: str, kind: str) -> Response:
        return self.answer()


class GivenConsent(_Consent):
    """State that the family knows and agrees; kept with name and date. 422 while an objection is open."""

    words = {"POST": Word.MANAGE}

    @extend_schema(request=AgreeSerializer, responses=ConsentSerializer)
    def post(self, request: Request, code: str, kind: str) -> Response:
        AgreeSerializer(data=request.data).is_valid(raise_exception=True)
        give_consent(memorial=self.memorial, kind=self.feature, by=self.viewer.member)
        return self.answer()


class WithdrawnConsent(_Consent):
    """From this moment it is off: what a machine made is shown no more, and nothing new begins."""

    words = {"POST": Word.MANAGE}

    @extend_schema(request=None, responses=ConsentSerializer)
    def post(self, request: Request, code: str, kind: str) -> Response:
        withdraw_consent(memorial=self.memorial, kind=self.feature, by=self.viewer.member)
        return self.answer()
