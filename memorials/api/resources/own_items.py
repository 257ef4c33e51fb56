"""What somebody has added themselves: what became of it and why, changing it, taking it back."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response

from memorials.api.access import MemberView
from memorials.api.conditional import if_unchanged
from memorials.api.pages import ListView
from memorials.api.resources import media as all_media
from memorials.api.resources import memories as all_memories
from memorials.api.serializers.own_items import (
    OwnMediaSerializer,
    OwnMemorySerializer,
    WholeOwnMediaSerializer,
    WholeOwnMemorySerializer,
)
from memorials.gallery import NOT_SHOWN
from memorials.models import Album, Media, Memorial, Memory
from memorials.services.arranging import placed
from memorials.services.own_items import revise, withdraw


class OwnMemories(MemberView, ListView):
    """The memories that one has written, on whatever memorial, each with its status."""

    serializer_class = OwnMemorySerializer

    @extend_schema(responses=OwnMemorySerializer(many=True))
    def get(self, request: Request) -> Response:
        self.ask(request)
        own = Memory.objects.written_by(self.viewer).with_reasons()
        return self.listed(request, all_memories.dressed(self.viewer, own).select_related("memorial"))

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "viewer": getattr(self, "viewer", None)}


class OwnMediaList(MemberView, ListView):
    """The photographs, films, recordings and papers that one has brought, each with its status."""

    serializer_class = OwnMediaSerializer

    @extend_schema(responses=OwnMediaSerializer(many=True))
    def get(self, request: Request) -> Response:
        self.ask(request)
        own: Any = Media.objects.written_by(self.viewer).with_reasons()
        return self.listed(request, all_media.dressed(own).defer(*NOT_SHOWN, "waveform"))


class OwnItem(MemberView, generics.GenericAPIView[Any]):
    """Finds what the address names among what one has added; for everybody else it is not there."""

    own: Any

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        self.own = self.found(next(iter(kwargs.values())))

    def found(self, code: str) -> Any:
        raise NotImplementedError

    @property
    def memorial(self) -> Memorial:
        memorial: Memorial = self.own.memorial
        return memorial

    def demand_open(self) -> None:
        """What stands in a memorial that has closed to its author can be taken back, but not changed."""
        if not Memorial.objects.visible_to(self.viewer).filter(pk=self.memorial.pk).exists():
            raise Http404

    def changed(self, request: Request) -> dict[str, Any]:
        given = self.get_serializer(self.own, data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        return dict(given.validated_data)


class OwnMemory(OwnItem):
    """A memory of one's own."""

    serializer_class = WholeOwnMemorySerializer

    def found(self, code: str) -> Memory:
        own = all_memories.dressed(self.viewer, Memory.objects.written_by(self.viewer).with_reasons())
        memory: Memory = get_object_or_404(own.select_related("memorial"), code=code)
        return memory

    def get_serializer_context(self) -> dict[str, Any]:
        context = dict(super().get_serializer_context())
        if hasattr(self, "own"):  # it is not while the API describes itself
            choice = all_memories.attachable(self.viewer, self.memorial)
            context |= {"viewer": self.viewer, "attachable": choice}
        return context

    def get(self, request: Request, memory: str) -> Response:
        return Response(self.get_serializer(self.own).data)

    @if_unchanged
    def patch(self, request: Request, memory: str) -> Response:
        """Unless one may approve, what stood or was declined waits to be read again."""
        self.demand_open()
        revise(item=self.own, **all_memories.split(self, self.memorial, self.changed(request)))
        self.own = self.found(memory)
        return self.get(request, memory)

    @extend_schema(responses={204: None})
    @if_unchanged
    def delete(self, request: Request, memory: str) -> Response:
        """Taken back for good; also from a memorial that has closed to its author."""
        withdraw(item=self.own)
        return Response(status=204)


class OwnMedia(OwnItem):
    """What one has brought oneself."""

    serializer_class = WholeOwnMediaSerializer

    def found(self, code: str) -> Media:
        own: Any = Media.objects.written_by(self.viewer).with_reasons()
        media: Media = get_object_or_404(all_media.dressed(own), code=code)
        return media

    def get_serializer_context(self) -> dict[str, Any]:
        context = dict(super().get_serializer_context())
        if hasattr(self, "own"):  # it is not while the API describes itself
            albums = Album.objects.visible_to(self.viewer).filter(memorial=self.memorial)
            context |= {"viewer": self.viewer, "albums": albums, "looks_inside": True}
        return context

    def get(self, request: Request, media: str) -> Response:
        return Response(self.get_serializer(self.own).data, headers=all_media.wait_for(self.own))

    @if_unchanged
    def patch(self, request: Request, media: str) -> Response:
        """Unless one may approve, what stood or was declined waits to be read again."""
        self.demand_open()
        revise(item=self.own, columns=placed(self.own, self.changed(request)))
        self.own = self.found(media)
        return self.get(request, media)

    @extend_schema(responses={204: None})
    @if_unchanged
    def delete(self, request: Request, media: str) -> Response:
        """Taken back for good, with its files; also from a memorial that has closed to whoever brought it."""
        withdraw(item=self.own)
        return Response(status=204)
