"""How the pages of an archive fetch what they show: through the memorial's door, and then the asker's own."""

from django.shortcuts import get_object_or_404

from chat.models import Conversation, Turn
from chat.models.conversation import ConversationQuerySet
from memorials.models import Memorial
from memorials.requests import SiteRequest

#: Where the session of a visitor without an account keeps which conversations are theirs; the newest last.
HELD = "conversations"
MOST_HELD = 20


def conversations_of(request: SiteRequest, memorial: Memorial) -> ConversationQuerySet:
    own = Conversation.objects.of_asker(request.viewer, request.session.get(HELD, ()))
    return own.filter(memorial=memorial).select_related("memorial")


def conversation_or_404(request: SiteRequest, memorial: Memorial, code: str) -> Conversation:
    return get_object_or_404(conversations_of(request, memorial), code=code)


def turn_or_404(request: SiteRequest, memorial: Memorial, conversation: str, turn: str) -> Turn:
    own = conversation_or_404(request, memorial, conversation)
    turns = Turn.objects.filter(conversation=own).select_related("conversation__memorial")
    return get_object_or_404(turns.prefetch_related("citations"), code=turn)


def hold(request: SiteRequest, conversation: Conversation) -> None:
    """For whoever has no account: from now on this session opens it."""
    if conversation.asker_id is None:
        held = [code for code in request.session.get(HELD, ()) if code != conversation.code]
        request.session[HELD] = [*held, conversation.code][-MOST_HELD:]


def let_go(request: SiteRequest, conversation: Conversation) -> None:
    held = request.session.get(HELD, ())
    if conversation.code in held:
        request.session[HELD] = [code for code in held if code != conversation.code]
