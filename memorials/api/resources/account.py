"""One's own account: name, letters, all that is known of one, and leaving."""

from typing import Any

from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from memorials.api.access import MemberView
from memorials.api.authentication import signed_in_themselves
from memorials.api.conditional import if_unchanged
from memorials.api.confirming import confirm
from memorials.api.pages import ListView, Query
from memorials.api.serializers.account import AccountSerializer, LeavingSerializer, NoticeSerializer
from memorials.delivery import as_archive
from memorials.models import Notice, User
from memorials.models.derived import write_columns
from memorials.services.leaving import delete_account
from memorials.services.my_data import archive_name, begin_archive
from memorials.services.notices import told_to


class Account(MemberView, generics.GenericAPIView[User]):
    """One's own name, address and letters. The address is changed where one signs in."""

    serializer_class = AccountSerializer

    def get(self, request: Request) -> Response:
        return Response(self.get_serializer(self.viewer.member).data)

    @if_unchanged
    def patch(self, request: Request) -> Response:
        given = self.get_serializer(self.viewer.member, data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        write_columns(self.viewer.member, given.validated_data)
        return Response(given.data)


class MyData(MemberView):
    """Everything that one wrote, added and said here, as one ZIP archive; once in five minutes."""

    http_method_names = ["get", "options"]  # a HEAD would count, and bring nothing

    @extend_schema(responses={(200, "application/zip"): OpenApiTypes.BINARY})
    def get(self, request: Request) -> HttpResponseBase:
        return as_archive(begin_archive(signed_in_themselves(request)), archive_name())

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        """An archive is sent whatever the asker accepts; refusals are JSON."""
        return super().perform_content_negotiation(request, force=True)


class Leave(MemberView, generics.GenericAPIView[User]):
    """Delete one's own account. It wants the password, or a confirmation within the last minutes."""

    serializer_class = LeavingSerializer

    @extend_schema(responses={204: None})
    def post(self, request: Request) -> Response:
        given = self.get_serializer(data=request.data)
        given.is_valid(raise_exception=True)
        confirm(request, self.viewer.member, given.validated_data["password"])
        delete_account(user=self.viewer.member, keep_memories=given.validated_data["memories"] == "keep")
        return Response(status=204)


class NoticesQuery(Query):
    kind = serializers.ChoiceField(choices=Notice.Kind.choices, required=False)
    order = serializers.ChoiceField(choices=["newest", "oldest"], default="newest")


class Notices(MemberView, ListView):
    """What one was or will be written of, as far as one may still know of it; kept for thirty days."""

    serializer_class = NoticeSerializer
    query_class = NoticesQuery
    orders = {"newest": ("-created", "-pk"), "oldest": ("created", "pk")}

    @extend_schema(responses=NoticeSerializer(many=True))
    def get(self, request: Request) -> Response:
        asked = self.ask(request)
        notices = told_to(self.viewer.member)
        if "kind" in asked:
            notices = notices.filter(kind=asked["kind"])
        return self.listed(request, notices)
