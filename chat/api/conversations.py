"""«Спросить архив»: the question, the answer in other people's words, and the asker's own conversations.

Whoever has no account opens their conversations by key: chat/api/keys.py.
"""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_vary_headers
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response

from chat import limits
from chat.api import serializers
from chat.api.keys import HEADER, held
from chat.models import Conversation, Turn
from chat.models.conversation import ConversationQuerySet
from chat.notice import notice_of
from chat.services import family
from chat.services.conversing import KEPT, LONGEST_QUESTION, erase, put_question
from chat.services.opening import is_open
from chat.services.suggesting import suggestions
from chat.showing import ShownTurn, shown, shown_turn
from memorials.api.access import MemorialView, demand_room
from memorials.api.idempotency import idempotent
from memorials.api.pages import ListView
from memorials.permissions import Word

#: How soon to ask again for an answer whose quotations may still be joined.
RETRY_AFTER = 2  # seconds
KEY = OpenApiParameter(
    HEADER, str, OpenApiParameter.HEADER,
    description="The key of a conversation that was begun without an account; several with commas between.",
)  # fmt: skip


class ArchiveView(MemorialView):
    """What is asked and answered is nobody else's: no cache keeps it."""

    words = dict.fromkeys(("GET", "POST", "DELETE"), Word.TALK)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        patch_vary_headers(response, [HEADER])
        response["Cache-Control"] = "private, no-store"
        return super().finalize_response(request, response, *args, **kwargs)

    def own(self) -> ConversationQuerySet:
        own = Conversation.objects.of_asker(self.viewer, held(self.request))
        return own.filter(memorial=self.memorial).select_related("memorial")

    def make_room(self, limit: limits.Limit) -> None:
        demand_room(self.request, limit.of(self.memorial), limit.rate, limit.said)


class ArchiveState(ArchiveView):
    """Whether the archive may be asked, what it is, and what to begin with."""

    @extend_schema(responses=serializers.ArchiveSerializer)
    def get(self, request: Request, code: str) -> Response:
        opened = is_open(self.memorial)
        about = {
            "open": opened,
            "notice": notice_of(self.memorial),
            "suggestions": suggestions(self.viewer, self.memorial) if opened else [],
            "longest_question": LONGEST_QUESTION,
            "days_kept": KEPT.days,
        }
        return Response(serializers.ArchiveSerializer(about).data)


class AskingView(ArchiveView):
    """Where a question may be put."""

    def answered(self, request: Request, conversation: Conversation | None = None) -> Response:
        self.make_room(limits.ASKING)
        given = serializers.QuestionSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        turn = put_question(
            viewer=self.viewer, memorial=self.memorial, conversation=conversation, **given.validated_data
        )
        answer = shown_turn(self.viewer, turn)
        context = {"view": self, "goes_on": conversation.code if conversation else None}
        told = serializers.PutSerializer(answer, context=context).data
        begun = turn.conversation.code
        where = f"/api/v1/memorials/{self.memorial.code}/archive/conversations/{begun}/turns/{turn.code}/"
        return Response(told, status=201, headers={"Location": where, **coming_again(answer)})


def coming_again(answer: ShownTurn) -> dict[str, str]:
    return {"Retry-After": str(RETRY_AFTER)} if answer.waits else {}


class Conversations(AskingView, ListView):
    """One's own conversations, the last one first. POST begins one with a question."""

    serializer_class = serializers.ConversationSerializer
    orders = {"last": ("-changed", "-pk")}

    @extend_schema(parameters=[KEY], responses=serializers.ConversationSerializer(many=True))
    def get(self, request: Request, code: str) -> Response:
        self.ask(request)
        return self.listed(request, self.own())

    @extend_schema(request=serializers.QuestionSerializer, responses={201: serializers.PutSerializer})
    @idempotent
    def post(self, request: Request, code: str) -> Response:
        """The answer has the `key` of the conversation for whoever has no account: it is told only now."""
        return self.answered(request)


class ConversationView(ArchiveView):
    """Under one of one's own conversations; for everybody else there is none."""

    conversation: Conversation

    def find(self, named: dict[str, str]) -> None:
        self.conversation = get_object_or_404(self.own(), code=named["conversation"])


class OneConversation(ConversationView, generics.GenericAPIView[Conversation]):
    """A conversation with all its questions and answers, as its asker may read them now."""

    serializer_class = serializers.WholeConversationSerializer

    @extend_schema(parameters=[KEY])
    def get(self, request: Request, code: str, conversation: str) -> Response:
        turns: Any = shown(self.viewer, self.conversation) if is_open(self.memorial) else []
        told = serializers.ConversationSerializer(self.conversation).data
        answers = serializers.TurnSerializer(turns, many=True, context={"view": self}).data
        return Response({**told, "turns": answers})

    @extend_schema(parameters=[KEY], responses={204: None})
    def delete(self, request: Request, code: str, conversation: str) -> Response:
        """Erase it. A question that was sent to the family stays with the family, without who asked."""
        erase(conversation=self.conversation)
        return Response(status=204)


class Turns(ConversationView, AskingView):
    """Ask on in the same conversation."""

    @extend_schema(
        parameters=[KEY],
        request=serializers.QuestionSerializer,
        responses={201: serializers.PutSerializer},
    )
    @idempotent
    def post(self, request: Request, code: str, conversation: str) -> Response:
        """Where it is long enough a new one begins: then the answer names that, and its `key`."""
        return self.answered(request, self.conversation)


class TurnView(ConversationView):
    """Under one answer; 404 while the archive is closed."""

    turn: Turn

    def find(self, named: dict[str, str]) -> None:
        super().find(named)
        turns = Turn.objects.filter(conversation=self.conversation).select_related("conversation__memorial")
        self.turn = get_object_or_404(turns.prefetch_related("citations"), code=named["turn"])
        if not is_open(self.memorial):
            raise Http404

    def told(self) -> Response:
        answer = shown_turn(self.viewer, self.turn)
        told = serializers.TurnSerializer(answer, context={"view": self}).data
        return Response(told, headers=coming_again(answer))


class OneTurn(TurnView):
    """One answer: ask again after Retry-After while its quotations may still be joined."""

    @extend_schema(parameters=[KEY], responses=serializers.TurnSerializer)
    def get(self, request: Request, code: str, conversation: str, turn: str) -> Response:
        return self.told()


class AskedFamily(TurnView):
    """Send the question to the family. They do not see who asks. Sent twice it goes once."""

    @extend_schema(parameters=[KEY], request=None, responses=serializers.TurnSerializer)
    def post(self, request: Request, code: str, conversation: str, turn: str) -> Response:
        self.make_room(limits.TELLING)
        family.ask_family(turn=self.turn, viewer=self.viewer)
        return self.told()


class WrongTurn(TurnView):
    """Say that the answer is wrong: the question and what was quoted go to the family."""

    @extend_schema(
        parameters=[KEY], request=serializers.WrongSerializer, responses=serializers.TurnSerializer
    )
    def post(self, request: Request, code: str, conversation: str, turn: str) -> Response:
        given = serializers.WrongSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        self.make_room(limits.TELLING)
        family.report_wrong(turn=self.turn, viewer=self.viewer, **given.validated_data)
        return self.told()
