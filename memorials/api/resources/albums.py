"""Albums: made, renamed and dated, and taken apart again. What is in one stays when it goes."""

from drf_spectacular.utils import extend_schema
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response

from memorials.api.access import MemorialView, of_memorial
from memorials.api.conditional import if_unchanged
from memorials.api.idempotency import idempotent
from memorials.api.pages import ListView
from memorials.api.serializers.albums import AlbumSerializer
from memorials.models import Album
from memorials.models.derived import write_columns
from memorials.permissions import Word


class Albums(MemorialView, ListView):
    """All albums, the empty ones too. POST: one more; what goes into it is said of each photograph."""

    serializer_class = AlbumSerializer
    orders = {"years": ("period_key", "pk")}
    words = {"POST": Word.EDIT}

    @extend_schema(responses=AlbumSerializer(many=True))
    def get(self, request: Request, code: str) -> Response:
        self.ask(request)
        return self.listed(request, Album.objects.visible_to(self.viewer).filter(memorial=self.memorial))

    @extend_schema(responses={201: AlbumSerializer})
    @idempotent
    def post(self, request: Request, code: str) -> Response:
        given = self.get_serializer(data=request.data)
        given.is_valid(raise_exception=True)
        album = Album.objects.create(memorial=self.memorial, **given.validated_data)
        where = {"Location": f"/api/v1/memorials/{code}/albums/{album.code}/"}
        return Response(self.get_serializer(album).data, status=201, headers=where)


class OneAlbum(MemorialView, generics.GenericAPIView[Album]):
    """An album. Once it is taken apart, all that was in it stands by its date again."""

    serializer_class = AlbumSerializer
    words = {"PATCH": Word.EDIT, "DELETE": Word.EDIT}
    album: Album

    def find(self, named: dict[str, str]) -> None:
        self.album = of_memorial(self, Album.objects, code=named["album"])

    def get(self, request: Request, code: str, album: str) -> Response:
        return Response(self.get_serializer(self.album).data)

    @if_unchanged
    def patch(self, request: Request, code: str, album: str) -> Response:
        given = self.get_serializer(self.album, data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        write_columns(self.album, given.validated_data)
        return self.get(request, code, album)

    @extend_schema(responses={204: None})
    @if_unchanged
    def delete(self, request: Request, code: str, album: str) -> Response:
        self.album.delete()
        return Response(status=204)
