"""Stored files."""

from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from memorials.api.access import ApiView
from memorials.delivery import respond
from memorials.files import find


class Files(ApiView):
    """A stored file by token: whole, or the range that is asked for. Never kept by shared caches."""

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    def get(self, request: Request, kind: str, code: str, name: str) -> HttpResponseBase:
        return respond(request._request, find(self.viewer, kind, code, name))
