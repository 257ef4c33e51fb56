from typing import Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import generics, parsers
from rest_framework.request import Request
from rest_framework.response import Response

from memorials.api.access import MemorialView, member_only, viewer
from memorials.api.serializers import MemorialSerializer, NewPhotoSerializer, PhotoSerializer
from memorials.models import Media, Memorial
from memorials.models.derived import save_columns
from memorials.permissions import Word, may
from memorials.services.media import add_media, remove_media
from memorials.services.memorials import create_memorial


class Memorials(generics.ListCreateAPIView[Memorial]):
    """GET: the public memorials and one's own. POST: a new one, private unless said otherwise."""

    serializer_class = MemorialSerializer
    queryset = Memorial.objects.none()

    def get_queryset(self) -> Any:
        return Memorial.objects.listed_for(viewer(self.request))

    @extend_schema(responses={201: MemorialSerializer, 401: OpenApiResponse(), 422: OpenApiResponse()})
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        member_only(request)
        return super().post(request, *args, **kwargs)

    def perform_create(self, serializer: Any) -> None:
        serializer.instance = create_memorial(keeper=viewer(self.request).member, **serializer.validated_data)


class OneMemorial(MemorialView, generics.GenericAPIView[Memorial]):
    serializer_class = MemorialSerializer
    words = {"PATCH": Word.EDIT}

    def get(self, request: Request, code: str) -> Response:
        return Response(self.get_serializer(self.memorial).data)

    def patch(self, request: Request, code: str) -> Response:
        serializer = self.get_serializer(self.memorial, data=request.data, partial=True)
        serializer.is_valid(raise_exception=True)
        if "visibility" in serializer.validated_data and not may(self.viewer, Word.MANAGE, self.memorial):
            raise PermissionDenied
        for name, value in serializer.validated_data.items():
            setattr(self.memorial, name, value)
        save_columns(self.memorial, [*serializer.validated_data, "changed"])
        return Response(serializer.data)


class Photographs(MemorialView, generics.ListAPIView[Media]):
    serializer_class = PhotoSerializer
    parser_classes = [parsers.MultiPartParser]
    words = {"POST": Word.CONTRIBUTE}
    queryset = Media.objects.none()

    def get_queryset(self) -> Any:
        photos = Media.objects.visible_to(self.viewer).photos().filter(memorial=self.memorial)
        return photos.prefetch_related("renditions")

    @extend_schema(request=NewPhotoSerializer, responses={201: PhotoSerializer})
    def post(self, request: Request, code: str) -> Response:
        given = NewPhotoSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        words = {**given.validated_data}
        photo = add_media(
            memorial=self.memorial, added_by=self.viewer.member, upload=words.pop("photo"), **words
        )
        return Response(self.get_serializer(photo).data, status=201)


class OnePhotograph(MemorialView, generics.GenericAPIView[Media]):
    serializer_class = PhotoSerializer
    words = {"DELETE": Word.EDIT}

    def photo(self, code: str) -> Media:
        photos = Media.objects.visible_to(self.viewer).photos().filter(memorial=self.memorial)
        return get_object_or_404(photos.prefetch_related("renditions"), code=code)

    def get(self, request: Request, code: str, photo: str) -> Response:
        return Response(self.get_serializer(self.photo(photo)).data)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, code: str, photo: str) -> Response:
        remove_media(photo=self.photo(photo))
        return Response(status=204)
