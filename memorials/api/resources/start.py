"""Where a program begins that knows only the address of the API."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from memorials.api.access import ApiView

SCHEMA, DOCS = "/api/schema/", "/api/docs/"


class StartSerializer(serializers.Serializer[Any]):
    version = serializers.CharField()
    schema = serializers.CharField(help_text="The description for programs, in OpenAPI.")
    docs = serializers.CharField(help_text="The same, for people.")
    memorials = serializers.CharField()


class Start(ApiView):
    """Where the API is described, and where its memorials begin. The header Link says the same (RFC 8631)."""

    @extend_schema(responses=StartSerializer)
    def get(self, request: Request) -> Response:
        said = {"version": "1", "schema": SCHEMA, "docs": DOCS, "memorials": "/api/v1/memorials/"}
        links = f'<{SCHEMA}>; rel="service-desc", <{DOCS}>; rel="service-doc"'
        return Response(said, headers={"Link": links})
