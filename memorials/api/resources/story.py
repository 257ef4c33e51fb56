"""The story: its chapters, the events of the life, and the line on which they stand."""

from drf_spectacular.utils import extend_schema
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response

from memorials.api.access import MemorialView, of_memorial
from memorials.api.conditional import if_unchanged
from memorials.api.idempotency import idempotent
from memorials.api.pages import ListView
from memorials.api.serializers.story import (
    ChapterSerializer,
    LifeEventSerializer,
    MoveSerializer,
    RowSerializer,
)
from memorials.models import Chapter, LifeEvent
from memorials.models.derived import write_columns
from memorials.permissions import Word
from memorials.services.story import add_chapter, change_chapter, move_chapter
from memorials.timeline import rows_of


class Chapters(MemorialView, ListView):
    """The chapters of the story in their order. POST: one more, which stands last."""

    serializer_class = ChapterSerializer
    orders = {"story": ("position", "pk")}
    words = {"POST": Word.EDIT}

    @extend_schema(responses=ChapterSerializer(many=True))
    def get(self, request: Request, code: str) -> Response:
        self.ask(request)
        return self.listed(request, Chapter.objects.visible_to(self.viewer).filter(memorial=self.memorial))

    @extend_schema(responses={201: ChapterSerializer})
    @idempotent
    def post(self, request: Request, code: str) -> Response:
        given = self.get_serializer(data=request.data)
        given.is_valid(raise_exception=True)
        chapter = add_chapter(memorial=self.memorial, **given.validated_data)
        where = {"Location": f"/api/v1/memorials/{code}/chapters/{chapter.code}/"}
        return Response(self.get_serializer(chapter).data, status=201, headers=where)


class ChapterView(MemorialView, generics.GenericAPIView[Chapter]):
    """Finds the chapter that the address names."""

    serializer_class = ChapterSerializer
    chapter: Chapter

    def find(self, named: dict[str, str]) -> None:
        self.chapter = of_memorial(self, Chapter.objects, code=named["chapter"])


class OneChapter(ChapterView):
    """A chapter of the story."""

    words = {"PATCH": Word.EDIT, "DELETE": Word.EDIT}

    def get(self, request: Request, code: str, chapter: str) -> Response:
        return Response(self.get_serializer(self.chapter).data)

    @if_unchanged
    def patch(self, request: Request, code: str, chapter: str) -> Response:
        given = self.get_serializer(self.chapter, data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        change_chapter(chapter=self.chapter, **given.validated_data)
        return self.get(request, code, chapter)

    @extend_schema(responses={204: None})
    @if_unchanged
    def delete(self, request: Request, code: str, chapter: str) -> Response:
        self.chapter.delete()
        return Response(status=204)


class MoveChapter(ChapterView):
    """One place towards the beginning or the end of the story; at either end nothing changes."""

    words = {"POST": Word.EDIT}

    @extend_schema(request=MoveSerializer, responses=ChapterSerializer)
    def post(self, request: Request, code: str, chapter: str) -> Response:
        given = MoveSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        move_chapter(chapter=self.chapter, earlier=given.validated_data["to"] == "earlier")
        self.chapter.refresh_from_db(fields=["position"])
        return Response(self.get_serializer(self.chapter).data)


class LifeEvents(MemorialView, ListView):
    """The events of the life in their order. POST: one more."""

    serializer_class = LifeEventSerializer
    orders = {"life": ("happened_key", "pk")}
    words = {"POST": Word.EDIT}

    @extend_schema(responses=LifeEventSerializer(many=True))
    def get(self, request: Request, code: str) -> Response:
        self.ask(request)
        return self.listed(request, LifeEvent.objects.visible_to(self.viewer).filter(memorial=self.memorial))

    @extend_schema(responses={201: LifeEventSerializer})
    @idempotent
    def post(self, request: Request, code: str) -> Response:
        given = self.get_serializer(data=request.data)
        given.is_valid(raise_exception=True)
        event = LifeEvent.objects.create(memorial=self.memorial, **given.validated_data)
        where = {"Location": f"/api/v1/memorials/{code}/events/{event.code}/"}
        return Response(self.get_serializer(event).data, status=201, headers=where)


class OneLifeEvent(MemorialView, generics.GenericAPIView[LifeEvent]):
    """An event of the life: a point or a stretch of its line."""

    serializer_class = LifeEventSerializer
    words = {"PATCH": Word.EDIT, "DELETE": Word.EDIT}
    event: LifeEvent

    def find(self, named: dict[str, str]) -> None:
        self.event = of_memorial(self, LifeEvent.objects, code=named["event"])

    def get(self, request: Request, code: str, event: str) -> Response:
        return Response(self.get_serializer(self.event).data)

    @if_unchanged
    def patch(self, request: Request, code: str, event: str) -> Response:
        given = self.get_serializer(self.event, data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        write_columns(self.event, given.validated_data)
        return self.get(request, code, event)

    @extend_schema(responses={204: None})
    @if_unchanged
    def delete(self, request: Request, code: str, event: str) -> Response:
        self.event.delete()
        return Response(status=204)


class Timeline(MemorialView):
    """Birth, the events and death on one line, as the page draws it. Empty where no event has been told."""

    @extend_schema(responses=RowSerializer(many=True))
    def get(self, request: Request, code: str) -> Response:
        events = LifeEvent.objects.visible_to(self.viewer).filter(memorial=self.memorial)
        return Response(RowSerializer(rows_of(self.memorial, events), many=True).data)
