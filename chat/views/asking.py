"""«Спросить архив»: the question, the conversation of whoever asks, and the place where something is told."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from chat.forms import QuestionForm
from chat.limits import ASKING
from chat.models import Conversation, Turn
from chat.notice import notice_of
from chat.services.conversing import KEPT, erase, put_question
from chat.services.opening import is_open
from chat.services.suggesting import suggestions
from chat.showing import ShownTurn, shown, shown_turn
from chat.views.doors import conversation_or_404, conversations_of, hold, let_go, turn_or_404
from chat.views.limits import is_too_much, show
from memorials.errors import Refusal
from memorials.models import Memorial
from memorials.permissions import Word
from memorials.requests import SiteRequest
from memorials.views.access import with_memorial

#: Earlier conversations that the page names.
EARLIER = 5
#: htmx stops polling when an answer carries this status.
STOP_POLLING = 286


@never_cache
@require_http_methods(["GET", "POST"])
@with_memorial(Word.TALK)
def page(request: SiteRequest, memorial: Memorial) -> HttpResponse:
    """A first question begins a conversation."""
    form = QuestionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and (turn := _put(request, memorial, form)):
        return _at(turn)
    about = {"earlier": conversations_of(request, memorial)[:EARLIER], "turns": []}
    return _shown(request, memorial, form, about)


@never_cache
@require_http_methods(["GET", "POST"])
@with_memorial(Word.TALK)
def conversation(request: SiteRequest, memorial: Memorial, conversation: str) -> HttpResponse:
    own = conversation_or_404(request, memorial, conversation)
    form = QuestionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and (turn := _put(request, memorial, form, own)):
        return _at(turn)
    turns = shown(request.viewer, own) if is_open(memorial) else []
    return _shown(request, memorial, form, {"conversation": own, "turns": turns})


def _put(
    request: SiteRequest, memorial: Memorial, form: QuestionForm, own: Conversation | None = None
) -> Turn | None:
    """The answered turn; None where the form says why there is none."""
    if is_too_much(request, memorial, form, ASKING):
        return None
    try:
        turn = put_question(
            viewer=request.viewer, memorial=memorial, question=form.cleaned_data["question"], conversation=own
        )
    except Refusal as refusal:
        form.add_error("question", str(refusal.sentence))
        return None
    hold(request, turn.conversation)
    return turn


def _at(turn: Turn) -> HttpResponse:
    own = turn.conversation
    there = redirect("chat:conversation", own.memorial.code, own.code)
    there["Location"] += f"#{turn.code}"
    return there


def _shown(
    request: SiteRequest, memorial: Memorial, form: QuestionForm, about: dict[str, Any]
) -> HttpResponse:
    opened = is_open(memorial)
    told = suggestions(request.viewer, memorial) if opened and not about["turns"] else ()
    about |= {"memorial": memorial, "open": opened, "suggestions": told, "days_kept": KEPT.days}
    about["notice"] = notice_of(memorial)
    return show(request, "chat/page.html", form, about)


@never_cache
@require_safe
@with_memorial(Word.TALK)
def joined(request: SiteRequest, memorial: Memorial, conversation: str, turn: str) -> HttpResponse:
    """The answer alone, for the page that waits for its sentences to be joined."""
    answer = _turn(request, memorial, conversation, turn)
    about = {"memorial": memorial, "conversation": answer.turn.conversation, "answer": answer}
    return render(request, "chat/_answer.html", about, status=200 if answer.waits else STOP_POLLING)


@never_cache
@require_safe
@with_memorial(Word.TALK)
def told_here(
    request: SiteRequest, memorial: Memorial, conversation: str, turn: str, number: int
) -> HttpResponse:
    """The whole text, opened at the quoted place."""
    answer = _turn(request, memorial, conversation, turn)
    quote = next((quote for quote in answer.quotes if quote.number == number), None)
    if quote is None:
        raise Http404
    about = {"memorial": memorial, "conversation": answer.turn.conversation, "answer": answer, "quote": quote}
    return render(request, "chat/told_here.html", about)


def _turn(request: SiteRequest, memorial: Memorial, conversation: str, turn: str) -> ShownTurn:
    """One answer as it may be read now; 404 once the archive is closed."""
    kept = turn_or_404(request, memorial, conversation, turn)
    if not is_open(memorial):
        raise Http404
    return shown_turn(request.viewer, kept)


@never_cache
@require_http_methods(["GET", "POST"])
@with_memorial(Word.TALK)
def erase_conversation(request: SiteRequest, memorial: Memorial, conversation: str) -> HttpResponse:
    """Also where the archive is closed meanwhile: the questions are the asker's own."""
    own = conversation_or_404(request, memorial, conversation)
    if request.method == "GET":
        return render(request, "chat/erase.html", {"memorial": memorial, "conversation": own})
    let_go(request, own)
    erase(conversation=own)
    messages.success(request, _("The conversation is erased."))
    return redirect("chat:page", memorial.code)
