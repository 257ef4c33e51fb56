"""The portrait, and what leads to a memorial from a stone or a letter."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response

from memorials import qr_file
from memorials.api.access import MemorialView
from memorials.api.conditional import if_unchanged
from memorials.api.resources.files import AsItIs
from memorials.api.serializers.memorials import PortraitSerializer, ShownPortraitSerializer
from memorials.models import Media, Memorial, Status
from memorials.models.derived import write_columns
from memorials.permissions import Word


class Portrait(MemorialView, generics.GenericAPIView[Memorial]):
    """Which photograph is the portrait. It must stand: one that waits would hide the portrait."""

    serializer_class = PortraitSerializer
    words = {"PUT": Word.EDIT}

    @extend_schema(responses=ShownPortraitSerializer)
    def get(self, request: Request, code: str) -> Response:
        """`media` is null where there is none that the asker sees."""
        memorial = (
            Memorial.objects.visible_to(self.viewer).with_portraits(self.viewer).get(pk=self.memorial.pk)
        )
        return Response(ShownPortraitSerializer(memorial).data)

    @extend_schema(responses=ShownPortraitSerializer)
    @if_unchanged
    def put(self, request: Request, code: str) -> Response:
        """Without `x` and `y` the focal point stays where it was."""
        given = self.get_serializer(self.memorial, data=request.data)
        given.is_valid(raise_exception=True)
        write_columns(self.memorial, given.validated_data, "changed")
        return self.get(request, code)

    def get_serializer_context(self) -> dict[str, Any]:
        context = dict(super().get_serializer_context())
        if hasattr(self, "memorial"):  # it is not while the API describes itself
            photos = Media.objects.visible_to(self.viewer).photos()
            context["portraits"] = photos.filter(memorial=self.memorial, status=Status.APPROVED)
        return context


class QrSvg(MemorialView):
    """The memorial's address as a QR code that can be printed at any size."""

    content_negotiation_class = AsItIs

    @extend_schema(responses={(200, "image/svg+xml"): OpenApiTypes.BINARY})
    def get(self, request: Request, code: str) -> HttpResponse:
        return qr_file.as_svg(self.memorial)


class QrPng(MemorialView):
    """The memorial's address as a QR code, for print of ten centimetres."""

    content_negotiation_class = AsItIs

    @extend_schema(responses={(200, "image/png"): OpenApiTypes.BINARY})
    def get(self, request: Request, code: str) -> HttpResponse:
        return qr_file.as_png(self.memorial)
