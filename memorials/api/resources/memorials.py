"""Memorials: the list of them, and each by itself."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers
from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from memorials.api.access import MemorialView
from memorials.api.conditional import if_unchanged
from memorials.api.idempotency import idempotent
from memorials.api.pages import ListView, Query
from memorials.api.serializers.memorials import MemorialSerializer
from memorials.models import Memorial
from memorials.models.derived import save_columns
from memorials.permissions import Word
from memorials.services.memorials import create_memorial


class MemorialsQuery(Query):
    order = serializers.ChoiceField(choices=["newest", "oldest"], default="newest")


class Memorials(ListView):
    """GET: the public memorials and one's own. POST: a new one, private unless said otherwise."""

    serializer_class = MemorialSerializer
    query_class = MemorialsQuery
    orders = {"newest": ("-created", "-pk"), "oldest": ("created", "pk")}

    @extend_schema(responses=MemorialSerializer(many=True))
    def get(self, request: Request) -> Response:
        self.ask(request)
        return self.listed(request, Memorial.objects.listed_for(self.viewer))

    @extend_schema(responses={201: MemorialSerializer})
    @idempotent
    def post(self, request: Request) -> Response:
        if not self.viewer.user:
            raise NotAuthenticated
        given = self.get_serializer(data=request.data)
        given.is_valid(raise_exception=True)
        memorial = create_memorial(keeper=self.viewer.member, **given.validated_data)
        where = {"Location": f"/api/v1/memorials/{memorial.code}/"}
        return Response(self.get_serializer(memorial).data, status=201, headers=where)


class OneMemorial(MemorialView, generics.GenericAPIView[Memorial]):
    """A memorial. Who edits changes its words; who sees it is the keeper's to say."""

    serializer_class = MemorialSerializer
    words = {"PATCH": Word.EDIT}

    def get(self, request: Request, code: str) -> Response:
        return Response(self.get_serializer(self.memorial).data)

    @if_unchanged
    def patch(self, request: Request, code: str) -> Response:
        given = self.get_serializer(self.memorial, data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        if "visibility" in given.validated_data:
            self.demand(Word.MANAGE)
        self._save(given.validated_data)
        return Response(given.data)

    def _save(self, columns: dict[str, Any]) -> None:
        for name, value in columns.items():
            setattr(self.memorial, name, value)
        save_columns(self.memorial, [*columns, "changed"])
