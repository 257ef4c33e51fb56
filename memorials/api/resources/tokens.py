"""Read-only tokens, by the app of whoever signed in: no such token makes another, or sees one."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from memorials.api import strict
from memorials.api.access import MemberView, demand_room
from memorials.api.authentication import confirmed_just_now, signed_in_themselves
from memorials.api.idempotency import idempotent
from memorials.api.pages import ListView
from memorials.models import ApiToken
from memorials.models.api_token import MADE, MOST_DAYS, USUAL_DAYS
from memorials.services.api_tokens import make_token, revoke_token


class ReadOnlyTokenSerializer(strict.ModelSerializer[ApiToken]):
    class Meta:
        model = ApiToken
        fields = ["code", "name", "created", "expires", "last_used"]
        read_only_fields = fields


class MadeTokenSerializer(ReadOnlyTokenSerializer):
    token = serializers.CharField(help_text="`rodnik_…`, told this once.")

    class Meta(ReadOnlyTokenSerializer.Meta):
        fields = [*ReadOnlyTokenSerializer.Meta.fields, "token"]
        read_only_fields = fields


class NewTokenSerializer(serializers.Serializer[Any]):
    name = strict.CharField(max_length=60, help_text="What it is for, so that you know it again.")
    days = strict.IntegerField(
        min_value=1, max_value=MOST_DAYS, default=USUAL_DAYS, help_text="For how many days it is valid."
    )


class TokensView(MemberView):
    def initial(self, request: Request, *args: Any, **named: Any) -> None:
        super().initial(request, *args, **named)
        signed_in_themselves(request)


class Tokens(TokensView, ListView):
    """One's own tokens that are valid; the list never tells the tokens themselves."""

    serializer_class = ReadOnlyTokenSerializer

    @extend_schema(responses=ReadOnlyTokenSerializer(many=True))
    def get(self, request: Request) -> Response:
        self.ask(request)
        return self.listed(request, ApiToken.objects.valid_of(self.viewer.member))

    @extend_schema(
        request=NewTokenSerializer,
        responses={201: MadeTokenSerializer, 403: OpenApiResponse(description="confirm_first")},
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """A token with which a program may read what one may read oneself, and change nothing.

        It wants a confirmation by password or code within the last five minutes, by
        `/api/v1/auth/app/v1/auth/reauthenticate`: 403 `confirm_first` without. At most twenty are valid at
        a time. All of them end with the password.
        """
        owner = confirmed_just_now(request)
        given = NewTokenSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        demand_room(request, "api-token", MADE)
        row, token = make_token(owner=owner, **given.validated_data)
        told = {**ReadOnlyTokenSerializer(row).data, "token": token}
        headers = {"Location": f"/api/v1/account/tokens/{row.code}/", "Cache-Control": "no-store"}
        return Response(told, status=201, headers=headers)


class OneToken(TokensView):
    @extend_schema(responses={204: None})
    def delete(self, request: Request, token: str) -> Response:
        """It opens nothing from now on."""
        revoke_token(token=get_object_or_404(ApiToken.objects.valid_of(self.viewer.member), code=token))
        return Response(status=204)
