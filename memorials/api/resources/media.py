"""What a memorial keeps in files: photographs, films, recordings, papers."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import generics, parsers, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from memorials.api.access import MemorialView, demand_room, of_memorial
from memorials.api.conditional import if_unchanged
from memorials.api.idempotency import idempotent
from memorials.api.pages import ListView, Query
from memorials.api.resources.gallery import gallery_of
from memorials.api.serializers.media import MediaSerializer, NewMediaSerializer, WholeMediaSerializer
from memorials.finders import may_look_inside
from memorials.gallery import NOT_SHOWN
from memorials.jobs.model import ACTIVE
from memorials.models import Album, Media
from memorials.models.derived import LONGEST_SEARCH, write_columns
from memorials.models.media import MediaQuerySet
from memorials.permissions import Word
from memorials.services.arranging import placed
from memorials.services.media import SENT, add_media, remove_media

#: How soon to ask again for what is being prepared.
RETRY_AFTER = 2  # seconds


def dressed(media: MediaQuerySet) -> MediaQuerySet:
    """Each with its album, its copies and how far the others are."""
    return media.select_related("memorial", "album", "preparation").prefetch_related("renditions")


def wait_for(media: Media) -> dict[str, str]:
    """The header that says when to ask again, while further copies are being made."""
    preparation = getattr(media, "preparation", None)
    return {"Retry-After": str(RETRY_AFTER)} if preparation and preparation.status in ACTIVE else {}


class MediaQuery(Query):
    q = serializers.CharField(required=False, max_length=LONGEST_SEARCH, help_text="Words; all of them.")
    kind = serializers.ChoiceField(choices=Media.Kind.choices, required=False)
    album = serializers.SlugField(required=False, max_length=40, help_text="The code of an album.")
    period = serializers.SlugField(
        required=False, max_length=40, help_text="The key of a stretch of the gallery."
    )
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
        media = self._asked_for(media.matching(asked.get("q", "")), asked)
        return self.listed(request, dressed(media).defer(*NOT_SHOWN, "waveform"))

    def _asked_for(self, media: MediaQuerySet, asked: dict[str, Any]) -> MediaQuerySet:
        if "kind" in asked:
            media = media.filter(kind=asked["kind"])
        if "album" in asked:
            media = media.filter(album__code=asked["album"])
        if "period" in asked:
            period = gallery_of(self.viewer, self.memorial).period(asked["period"])
            media = media.filter(pk__in=[line.pk for line in period.lines] if period else [])
        return media

    @extend_schema(request=NewMediaSerializer, responses={201: MediaSerializer})
    @idempotent
    def post(self, request: Request, code: str) -> Response:
        demand_room(request, "add-files", SENT)
        given = NewMediaSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        words = {**given.validated_data}
        kept = add_media(
            memorial=self.memorial, added_by=self.viewer.member, upload=words.pop("file"), **words
        )
        where = {"Location": f"/api/v1/memorials/{code}/media/{kept.code}/", **wait_for(kept)}
        return Response(self.get_serializer(kept).data, status=201, headers=where)


class OneMedia(MemorialView, generics.GenericAPIView[Media]):
    """A photograph, film, recording or paper, with the copies of it that are shown. Ask again after
    Retry-After while further copies are being made."""

    serializer_class = WholeMediaSerializer
    words = {"PATCH": Word.EDIT, "DELETE": Word.EDIT}
    media: Media

    def find(self, named: dict[str, str]) -> None:
        self.media = of_memorial(self, dressed(Media.objects.all()), code=named["media"])

    def get_serializer_context(self) -> dict[str, Any]:
        context = dict(super().get_serializer_context())
        if hasattr(self, "media"):  # it is not while the API describes itself
            albums = Album.objects.visible_to(self.viewer).filter(memorial=self.memorial)
            context |= {"viewer": self.viewer, "albums": albums}
            context["looks_inside"] = may_look_inside(self.viewer, self.media)
        return context

    def get(self, request: Request, code: str, media: str) -> Response:
        return Response(self.get_serializer(self.media).data, headers=wait_for(self.media))

    @if_unchanged
    def patch(self, request: Request, code: str, media: str) -> Response:
        given = self.get_serializer(self.media, data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        write_columns(self.media, placed(self.media, given.validated_data))
        return self.get(request, code, media)

    @extend_schema(responses={204: None})
    @if_unchanged
    def delete(self, request: Request, code: str, media: str) -> Response:
        remove_media(photo=self.media)
        return Response(status=204)
