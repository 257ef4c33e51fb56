"""Memorials: the list of them, and each by itself."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers
from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from memorials.api.access import MemberView, MemorialView
from memorials.api.conditional import if_unchanged
from memorials.api.idempotency import idempotent
from memorials.api.pages import ListView, Query
from memorials.api.serializers.memorials import (
    WORD_FOR,
    DeletedMemorialSerializer,
    MemorialSerializer,
    WholeMemorialSerializer,
)
from memorials.gallery import counts_of
from memorials.models import Chapter, Media, Memorial, Memory
from memorials.models.derived import LONGEST_SEARCH, write_columns
from memorials.permissions import Word
from memorials.services.memorials import (
    create_memorial,
    delete_memorial,
    publish_memorial,
    restore_memorial,
)
from memorials.viewer import Viewer


class MemorialsQuery(Query):
    q = serializers.CharField(
        required=False, max_length=LONGEST_SEARCH, help_text="Words in names and places; all of them."
    )
    mine = serializers.BooleanField(required=False, help_text="Only those in which one has a role.")
    order = serializers.ChoiceField(choices=["newest", "oldest", "name"], default="newest")


class Memorials(ListView):
    """GET: the public memorials and one's own. POST: a new one, private unless said otherwise."""

    serializer_class = MemorialSerializer
    query_class = MemorialsQuery
    orders = {"newest": ("-created", "-pk"), "oldest": ("created", "pk"), "name": ("sort_key", "pk")}

    @extend_schema(responses=MemorialSerializer(many=True))
    def get(self, request: Request) -> Response:
        asked = self.ask(request)
        mine = Memorial.objects.of_member(self.viewer)
        rows = mine if asked.get("mine") else Memorial.objects.listed_for(self.viewer)
        return self.listed(request, dressed(self.viewer, rows.matching(asked.get("q", ""))))

    @extend_schema(responses={201: MemorialSerializer})
    @idempotent
    def post(self, request: Request) -> Response:
        if not self.viewer.user:
            raise NotAuthenticated
        given = self.get_serializer(data=request.data)
        given.is_valid(raise_exception=True)
        made = create_memorial(keeper=self.viewer.member, **given.validated_data)
        memorial = dressed(self.viewer, Memorial.objects.visible_to(self.viewer)).get(pk=made.pk)
        where = {"Location": f"/api/v1/memorials/{memorial.code}/"}
        return Response(self.get_serializer(memorial).data, status=201, headers=where)


def dressed(viewer: Viewer, rows: Any) -> QuerySet[Memorial]:
    """With all that the list shows of each, in a fixed number of queries."""
    found: QuerySet[Memorial] = rows.with_portraits(viewer).with_roles(viewer)
    return found


class DeletedMemorials(MemberView, ListView):
    """What one has deleted as its keeper and can still bring back."""

    serializer_class = DeletedMemorialSerializer

    @extend_schema(responses=DeletedMemorialSerializer(many=True))
    def get(self, request: Request) -> Response:
        self.ask(request)
        return self.listed(request, Memorial.objects.deleted_for(self.viewer))


class WholeMemorial(MemorialView, generics.GenericAPIView[Memorial]):
    """Answers with all of it."""

    serializer_class = WholeMemorialSerializer

    def told(self) -> dict[str, Any]:
        """All of it as it is now."""
        seen = Memorial.objects.visible_to(self.viewer)
        memorial: Any = dressed(self.viewer, seen).get(pk=self.memorial.pk)
        memorial.shown_twin = seen.filter(pk=memorial.twin_id or 0).values_list("code", flat=True).first()
        memorial.counts = self._counts()
        return dict(self.get_serializer(memorial).data)

    def _counts(self) -> dict[str, int]:
        memorial, viewer = self.memorial, self.viewer
        return {
            **counts_of(Media.objects.visible_to(viewer).filter(memorial=memorial)),
            "memories": Memory.objects.visible_to(viewer).filter(memorial=memorial).count(),
            "chapters": Chapter.objects.visible_to(viewer).filter(memorial=memorial).count(),
        }


class OneMemorial(WholeMemorial):
    """A memorial: who it is of, what it offers, and what the asker may do there."""

    words = {"PATCH": Word.EDIT, "DELETE": Word.MANAGE}

    def get(self, request: Request, code: str) -> Response:
        return Response(self.told())

    @if_unchanged
    def patch(self, request: Request, code: str) -> Response:
        """Who edits changes what is told of the person; what the page offers and who sees it is the
        keeper's to say."""
        given = self.get_serializer(self.memorial, data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        for name in given.validated_data:
            self.demand(WORD_FOR[name])
        write_columns(self.memorial, given.validated_data, "changed")
        return Response(self.told())

    @extend_schema(responses={204: None})
    @if_unchanged
    def delete(self, request: Request, code: str) -> Response:
        """It is gone for everybody at once. For 30 days its keepers can bring it back."""
        delete_memorial(memorial=self.memorial, by=self.viewer.member)
        return Response(status=204)


class Publish(WholeMemorial):
    """A draft, which only its members see, becomes what its visibility says."""

    words = {"POST": Word.MANAGE}

    @extend_schema(request=None, responses=WholeMemorialSerializer)
    def post(self, request: Request, code: str) -> Response:
        publish_memorial(memorial=self.memorial)
        return Response(self.told())


class Restore(MemberView):
    """A deleted memorial comes back with everything in it."""

    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request, code: str) -> Response:
        memorial = get_object_or_404(Memorial.objects.deleted_for(self.viewer), code=code)
        if not restore_memorial(memorial=memorial):
            raise Http404
        return Response(status=204)
