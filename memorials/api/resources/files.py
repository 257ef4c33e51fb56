"""Stored files."""

from typing import Any

from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request

from memorials.api.access import ApiView
from memorials.delivery import respond
from memorials.files import find


class AsItIs(BaseContentNegotiation):
    """A file is sent as what it is, whatever kinds the asker names: viewers of pictures ask for `image/*`."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        return next(iter(parsers), None)

    def select_renderer(self, request: Request, renderers: Any, format_suffix: Any = None) -> Any:
        return renderers[0], renderers[0].media_type


class Files(ApiView):
    """A stored file by token: whole, or the range that is asked for. Never kept by shared caches."""

    content_negotiation_class = AsItIs

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    def get(self, request: Request, kind: str, code: str, name: str) -> HttpResponseBase:
        return respond(request._request, find(self.viewer, kind, code, name))
