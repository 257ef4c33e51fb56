"""Memories: the list of them, and each by itself."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from memorials.api.access import ApiView, MemorialView, of_memorial
from memorials.api.conditional import if_unchanged
from memorials.api.idempotency import idempotent
from memorials.api.pages import ListView, Query
from memorials.api.serializers.memories import MemorySerializer, WholeMemorySerializer
from memorials.gallery import NOT_SHOWN
from memorials.models import Media, Memorial, Memory
from memorials.models.derived import LONGEST_SEARCH
from memorials.models.media import MediaQuerySet
from memorials.permissions import Word
from memorials.services.memories import add_memory, change_memory
from memorials.viewer import Viewer


def dressed(viewer: Viewer, memories: Any) -> Any:
    """Each with its author and with what this viewer may see beside it."""
    beside = Media.objects.visible_to(viewer).attachable().defer(*NOT_SHOWN)
    beside = beside.select_related("album", "preparation").prefetch_related("renditions")
    return memories.select_related("author").prefetch_related(Prefetch("attached", queryset=beside))


def attachable(viewer: Viewer, memorial: Memorial) -> MediaQuerySet:
    """What this viewer may choose to belong to a memory."""
    return Media.objects.visible_to(viewer).filter(memorial=memorial).attachable()


def split(view: ApiView, memorial: Memorial, given: dict[str, Any]) -> dict[str, Any]:
    """What the services take. Without a word on what is attached all of it stays."""
    columns = {**given}
    if "attached" in columns:
        chosen, among = columns.pop("attached"), attachable(view.viewer, memorial)
        return {"attached": chosen, "among": among, "columns": columns}
    return {"attached": (), "among": (), "columns": columns}


class MemoriesQuery(Query):
    q = serializers.CharField(required=False, max_length=LONGEST_SEARCH, help_text="Words; all of them.")
    order = serializers.ChoiceField(choices=["newest", "oldest", "happened"], default="newest")


class MemoryView(MemorialView, generics.GenericAPIView[Memory]):
    """What the two addresses have in common."""

    def get_serializer_context(self) -> dict[str, Any]:
        context = dict(super().get_serializer_context())
        if hasattr(self, "memorial"):  # it is not while the API describes itself
            context |= {"viewer": self.viewer, "attachable": attachable(self.viewer, self.memorial)}
        return context

    @property
    def seen(self) -> QuerySet[Memory]:
        seen: QuerySet[Memory] = dressed(self.viewer, Memory.objects.visible_to(self.viewer))
        return seen.filter(memorial=self.memorial)


class Memories(MemoryView, ListView):
    """What is remembered of the person. `happened` is the order of the life, without a date last."""

    serializer_class = MemorySerializer
    query_class = MemoriesQuery
    orders = {"newest": ("-created", "-pk"), "oldest": ("created", "pk"), "happened": ("life_key",)}
    words = {"POST": Word.CONTRIBUTE}

    @extend_schema(responses=MemorySerializer(many=True))
    def get(self, request: Request, code: str) -> Response:
        asked = self.ask(request)
        found = Memory.objects.visible_to(self.viewer).filter(memorial=self.memorial)
        found = found.matching(asked.get("q", "")).with_life_key()
        return self.listed(request, dressed(self.viewer, found))

    @extend_schema(request=MemorySerializer, responses={201: WholeMemorySerializer})
    @idempotent
    def post(self, request: Request, code: str) -> Response:
        """It stands at once from whoever may approve; another's waits to be read: `status` says so."""
        given = self.get_serializer(data=request.data)
        given.is_valid(raise_exception=True)
        made = add_memory(memorial=self.memorial, author=self.viewer.member, **given.validated_data)
        told = WholeMemorySerializer(self.seen.get(pk=made.pk), context=self.get_serializer_context())
        where = {"Location": f"/api/v1/memorials/{code}/memories/{made.code}/"}
        return Response(told.data, status=201, headers=where)


class OneMemory(MemoryView):
    """A memory, with what is attached to it."""

    serializer_class = WholeMemorySerializer
    words = {"PATCH": Word.EDIT}
    memory: Memory

    def find(self, named: dict[str, str]) -> None:
        self.memory = of_memorial(self, Memory.objects, code=named["memory"])

    def get(self, request: Request, code: str, memory: str) -> Response:
        return Response(self.get_serializer(self.seen.get(pk=self.memory.pk)).data)

    @if_unchanged
    def patch(self, request: Request, code: str, memory: str) -> Response:
        """`attached` names all that is to belong to it; what the asker does not see stays attached."""
        given = self.get_serializer(self.memory, data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        told = split(self, self.memorial, given.validated_data)
        change_memory(memory=self.memory, attached=told["attached"], among=told["among"], **told["columns"])
        return self.get(request, code, memory)
