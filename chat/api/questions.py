"""The family's side: what was asked of them, which answers somebody found wrong, what may be quoted."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import generics
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from chat.api.family_serializers import (
    AnswerSerializer,
    OpenQuestionSerializer,
    SourcesSerializer,
    WrongAnswerSerializer,
)
from chat.models import Archive, OpenQuestion, WrongAnswer
from chat.reported import with_quoted
from chat.services import family
from chat.services.opening import choose_sources
from memorials.api.access import MemorialView
from memorials.api.conditional import if_unchanged
from memorials.api.idempotency import idempotent
from memorials.api.pages import ListView
from memorials.models import Media
from memorials.permissions import Word

#: Whoever waited longest is read first.
ORDERS: dict[str, tuple[str, ...]] = {"oldest": ("created", "pk")}


class ForFamily(MemorialView):
    """What those may see who decide what stands."""

    words = dict.fromkeys(("GET", "POST"), Word.MODERATE)

    def find(self, named: dict[str, str]) -> None:
        """To whoever may not decide it is not told either whether there is such a question."""
        self.demand(Word.MODERATE)

    def questions(self) -> QuerySet[OpenQuestion]:
        return OpenQuestion.objects.for_keepers(self.viewer).open().filter(memorial=self.memorial)

    def wrong(self) -> QuerySet[WrongAnswer]:
        return WrongAnswer.objects.for_keepers(self.viewer).open().filter(memorial=self.memorial)


class Questions(ForFamily, ListView):
    """Questions to the family that nobody has answered or put aside, the oldest first."""

    serializer_class = OpenQuestionSerializer
    orders = ORDERS

    @extend_schema(responses=OpenQuestionSerializer(many=True))
    def get(self, request: Request, code: str) -> Response:
        self.ask(request)
        return self.listed(request, self.questions())


class QuestionView(ForFamily):
    """Under one question."""

    question: OpenQuestion

    def find(self, named: dict[str, str]) -> None:
        super().find(named)
        self.question = get_object_or_404(self.questions(), code=named["question"])


class AnsweredQuestion(QuestionView):
    """Answer it: the answer is a memory like any other, and whoever asked finds it."""

    @extend_schema(request=AnswerSerializer, responses={201: AnswerSerializer})
    @idempotent
    def post(self, request: Request, code: str, question: str) -> Response:
        given = AnswerSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        words = {**given.validated_data}
        attached = self._attached(words.pop("attached", []))
        memory = family.answer_question(
            question=self.question, by=self.viewer.member, attached=attached, **words
        )
        where = {"Location": f"/api/v1/memorials/{code}/memories/{memory.code}/"}
        return Response(AnswerSerializer(memory).data, status=201, headers=where)

    def _attached(self, codes: list[str]) -> list[Media]:
        seen = Media.objects.visible_to(self.viewer).filter(memorial=self.memorial)
        chosen = list(seen.attachable().filter(code__in=codes))
        if len(chosen) < len(set(codes)):
            missing = _("One of the things that were chosen is not there any more.")
            raise ValidationError({"attached": [missing]})
        return chosen


class ClosedQuestion(QuestionView):
    """Put it aside: read, and left without an answer."""

    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request, code: str, question: str) -> Response:
        family.close(asked=self.question, by=self.viewer.member)
        return Response(status=204)


class WrongAnswers(ForFamily, ListView):
    """Answers that somebody found wrong and nobody has put aside, the oldest first."""

    serializer_class = WrongAnswerSerializer
    orders = ORDERS

    @extend_schema(responses=WrongAnswerSerializer(many=True))
    def get(self, request: Request, code: str) -> Response:
        self.ask(request)
        page = self.paginate_queryset(self.wrong()) or []
        told = self.get_serializer(with_quoted(self.viewer, page), many=True)
        return self.get_paginated_response(told.data)


class ClosedWrongAnswer(ForFamily):
    """Put the report aside."""

    report: WrongAnswer

    def find(self, named: dict[str, str]) -> None:
        super().find(named)
        self.report = get_object_or_404(self.wrong(), code=named["wrong"])

    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request, code: str, wrong: str) -> Response:
        family.close(asked=self.report, by=self.viewer.member)
        return Response(status=204)


class Sources(MemorialView, generics.GenericAPIView[Archive]):
    """What the archive may quote beside the memories: the keeper decides."""

    serializer_class = SourcesSerializer
    words = dict.fromkeys(("GET", "PATCH"), Word.MANAGE)

    def get(self, request: Request, code: str) -> Response:
        return Response(self.get_serializer(Archive.of(self.memorial)).data)

    @if_unchanged
    def patch(self, request: Request, code: str) -> Response:
        given = self.get_serializer(Archive.of(self.memorial), data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        choose_sources(memorial=self.memorial, **given.validated_data)
        return self.get(request, code)
