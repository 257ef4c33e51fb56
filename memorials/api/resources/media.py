"""What a memorial keeps in files: photographs, films, recordings, papers."""

from drf_spectacular.utils import extend_schema
from rest_framework import generics, parsers, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from memorials.api.access import MemorialView, of_memorial
from memorials.api.idempotency import idempotent
from memorials.api.pages import ListView, Query
from memorials.api.serializers.media import MediaSerializer, NewMediaSerializer
from memorials.models import Media
from memorials.permissions import Word
from memorials.services.media import add_media, remove_media


class MediaQuery(Query):
    kind = serializers.ChoiceField(choices=Media.Kind.choices, required=False)
    order = serializers.ChoiceField(choices=["newest", "oldest"], default="newest")


class AllMedia(MemorialView, ListView):
    """GET: what of it may be seen. POST: a small file at once; large ones go to `uploads/`."""

    serializer_class = MediaSerializer
    query_class = MediaQuery
    orders = {"newest": ("-created", "-pk"), "oldest": ("created", "pk")}
    parser_classes = [parsers.MultiPartParser]
    words = {"POST": Word.CONTRIBUTE}

    @extend_schema(responses=MediaSerializer(many=True))
    def get(self, request: Request, code: str) -> Response:
        asked = self.ask(request)
        media = Media.objects.visible_to(self.viewer).filter(memorial=self.memorial)
        if "kind" in asked:
            media = media.filter(kind=asked["kind"])
        return self.listed(request, media.prefetch_related("renditions"))

    @extend_schema(request=NewMediaSerializer, responses={201: MediaSerializer})
    @idempotent
    def post(self, request: Request, code: str) -> Response:
        given = NewMediaSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        words = {**given.validated_data}
        kept = add_media(
            memorial=self.memorial, added_by=self.viewer.member, upload=words.pop("file"), **words
        )
        where = {"Location": f"/api/v1/memorials/{code}/media/{kept.code}/"}
        return Response(self.get_serializer(kept).data, status=201, headers=where)


class OneMedia(MemorialView, generics.GenericAPIView[Media]):
    """A photograph, film, recording or paper, with the copies of it that are shown."""

    serializer_class = MediaSerializer
    words = {"DELETE": Word.EDIT}
    media: Media

    def find(self, named: dict[str, str]) -> None:
        self.media = of_memorial(self, Media.objects.prefetch_related("renditions"), code=named["media"])

    def get(self, request: Request, code: str, media: str) -> Response:
        return Response(self.get_serializer(self.media).data)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, code: str, media: str) -> Response:
        remove_media(photo=self.media)
        return Response(status=204)
