"""The queue of those who decide, their decisions, and the way back."""

import base64
from datetime import UTC, datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import generics, serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from memorials.api.access import ApiView, MemberView, MemorialView
from memorials.api.idempotency import idempotent
from memorials.api.pages import ListView, Pages, Query
from memorials.api.serializers.moderation import (
    DecisionSerializer,
    OutcomeSerializer,
    VerdictSerializer,
    WaitingSerializer,
)
from memorials.models import ITEMS, Decision, Memorial
from memorials.models.moderation import DecisionQuerySet
from memorials.permissions import Word
from memorials.queue import KINDS, PAGE, Place, Queue, Waiting, Wish, find
from memorials.services.verdicts import DecidedMeanwhile, Verdict, settle, take_back


class QueueQuery(Query):
    limit = serializers.IntegerField(
        min_value=1, max_value=PAGE, default=PAGE, help_text="How many on a page."
    )
    kind = serializers.ChoiceField(choices=KINDS, required=False)
    reported = serializers.BooleanField(default=False, help_text="Only what somebody has reported.")


class QueuePages(Pages):
    """The longest waiting first. `previous` is always null: what is decided leaves the list, so whoever looks
    back asks for its beginning."""

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        self.base_url = request.build_absolute_uri()
        limit = int(view.asked["limit"])
        found = queryset.after(self._place(view.asked.get("cursor", "")), limit + 1)
        self.last: Waiting | None = found[limit - 1] if len(found) > limit else None
        return list(found[:limit])

    def get_next_link(self) -> str | None:
        if self.last is None or self.last.since is None:
            return None
        told = f"{self.last.since.isoformat()} {self.last.kind} {self.last.item.code}"
        return replace_query_param(
            str(self.base_url), "cursor", base64.urlsafe_b64encode(told.encode()).decode()
        )

    def get_previous_link(self) -> None:
        return None

    def _place(self, cursor: str) -> Place | None:
        place = _place_in(cursor) if cursor else None
        if cursor and place is None:
            raise ValidationError({"cursor": [self.invalid_cursor_message]})
        return place


def _place_in(cursor: str) -> Place | None:
    """None where it is no cursor of the queue."""
    try:
        since, kind, code = base64.urlsafe_b64decode(cursor).decode().split(" ")
        place = Place(datetime.fromisoformat(since).astimezone(UTC), kind, code)
    except (ValueError, OverflowError):
        return None
    return place if kind in KINDS and code.isalnum() else None


class _Queue(ListView):
    serializer_class = WaitingSerializer
    query_class = QueueQuery
    pagination_class = QueuePages

    def waiting(self, request: Request, within: QuerySet[Memorial]) -> Response:
        asked = self.ask(request)
        wish = Wish(kind=asked.get("kind", ""), reported=asked["reported"])
        queue: Any = Queue(self.viewer, within=within, wish=wish)
        return self.listed(request, queue)


class WholeQueue(MemberView, _Queue):
    """What waits for a decision, or was reported, in all memorials in which the asker decides."""

    @extend_schema(responses=WaitingSerializer(many=True))
    def get(self, request: Request) -> Response:
        return self.waiting(request, Memorial.objects.moderated_by(self.viewer))


class QueueOfMemorial(MemorialView, _Queue):
    """What waits for a decision, or was reported, in this memorial."""

    words = {"GET": Word.MODERATE}

    @extend_schema(responses=WaitingSerializer(many=True))
    def get(self, request: Request, code: str) -> Response:
        return self.waiting(request, _only(self.memorial))


class QueueItem(MemorialView, generics.GenericAPIView[Any]):
    """One memory, tribute or thing that was brought, whether it waits or stands: what stands can be hidden,
    and shown again, by the mark that is told here."""

    serializer_class = WaitingSerializer
    words = {"GET": Word.MODERATE}

    def get(self, request: Request, code: str, kind: str, item: str) -> Response:
        named = [f"{kind}:{item}"] if kind in ITEMS else []
        found = find(self.viewer, named, within=_only(self.memorial))
        if not found:
            raise Http404
        return Response(self.get_serializer(found[0]).data)


class _Deciding(ApiView):
    def settled(self, request: Request, within: QuerySet[Memorial]) -> Response:
        """The verdict on what was sent, and what became of it."""
        given = VerdictSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        said = dict(given.validated_data)
        marks, verdict = said.pop("items"), Verdict(said.pop("verdict"))
        outcome = settle(viewer=self.viewer, marks=marks, verdict=verdict, within=within, **said)
        made = [decision.pk for decision in outcome.decided]
        decided = Decision.objects.visible_to(self.viewer).filter(pk__in=made).with_items()
        told = {"decided": decided, "meanwhile": outcome.meanwhile, "missing": outcome.missing}
        return Response(OutcomeSerializer(told).data)


class DecisionsEverywhere(MemberView, _Deciding):
    """Decisions in all memorials in which the asker decides."""

    @extend_schema(request=VerdictSerializer, responses=OutcomeSerializer)
    @idempotent
    def post(self, request: Request) -> Response:
        """Give one verdict on several items, of whatever memorial. What has changed since it was read, and
        what is not there any more, is left as it is, and the answer says so."""
        return self.settled(request, Memorial.objects.moderated_by(self.viewer))


class Decisions(MemorialView, _Deciding, ListView):
    """Decisions in one memorial."""

    serializer_class = DecisionSerializer
    orders = {"newest": ("-made_at", "-pk")}
    words = {"GET": Word.MODERATE, "POST": Word.MODERATE}

    @extend_schema(responses=DecisionSerializer(many=True))
    def get(self, request: Request, code: str) -> Response:
        """Who decided what, and when; what still stands so can be taken back."""
        self.ask(request)
        return self.listed(request, _decisions(self).with_items())

    @extend_schema(request=VerdictSerializer, responses=OutcomeSerializer)
    @idempotent
    def post(self, request: Request, code: str) -> Response:
        """Give one verdict on several items of this memorial. What has changed since it was read, and what
        is not there any more, is left as it is, and the answer says so."""
        return self.settled(request, _only(self.memorial))


class TakenBack(MemorialView, generics.GenericAPIView[Decision]):
    """Take a decision back: the item is as it was before, and the reports that it answered are open again."""

    serializer_class = DecisionSerializer
    words = {"POST": Word.MODERATE}

    @extend_schema(
        request=None,
        responses={
            200: DecisionSerializer,
            409: OpenApiResponse(description="Something else was decided meanwhile; nothing is changed."),
        },
    )
    def post(self, request: Request, code: str, decision: str) -> Response:
        decisions = _decisions(self)
        if not take_back(decision=get_object_or_404(decisions, code=decision), by=self.viewer.member):
            raise DecidedMeanwhile
        return Response(self.get_serializer(decisions.with_items().get(code=decision)).data)


def _only(memorial: Memorial) -> QuerySet[Memorial]:
    return Memorial.objects.filter(pk=memorial.pk)


def _decisions(view: MemorialView) -> DecisionQuerySet:
    return Decision.objects.visible_to(view.viewer).filter(memorial=view.memorial)
