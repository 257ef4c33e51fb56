"""What goes from an asker to the family, and what the family does with it."""

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chat.forms import ArchiveForm, AskFamilyForm, WrongAnswerForm
from chat.limits import TELLING
from chat.models import Archive, OpenQuestion, Turn, WrongAnswer
from chat.reported import with_quoted
from chat.services import family
from chat.services.opening import choose_sources, is_open
from chat.views.doors import turn_or_404
from chat.views.limits import is_too_much, show
from memorials.errors import Refusal
from memorials.forms.memories import MemoryForm
from memorials.models import Memorial, Memory, Status
from memorials.permissions import Word
from memorials.requests import SiteRequest
from memorials.views.access import with_memorial
from memorials.views.gallery import media_of
from memorials.views.memorials import attachable

#: A page of questions; a family that has so many open ones reads the oldest first.
MOST_SHOWN = 100


@never_cache
@require_http_methods(["GET", "POST"])
@with_memorial(Word.TALK)
def ask(request: SiteRequest, memorial: Memorial, conversation: str, turn: str) -> HttpResponse:
    """«Спросить семью»: says first who will read the question."""
    kept = _turn_of_open(request, memorial, conversation, turn)
    form = AskFamilyForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _sent(request, kept, form):
        messages.success(request, _("Your question is with the family."))
        return redirect("chat:conversation", memorial.code, conversation)
    about = {"memorial": memorial, "conversation": kept.conversation, "turn": kept}
    return show(request, "chat/ask_family.html", form, about)


def _sent(request: SiteRequest, turn: Turn, form: AskFamilyForm) -> bool:
    if _is_too_much(request, turn, form):
        return False
    try:
        family.ask_family(turn=turn, viewer=request.viewer)
    except Refusal as refusal:
        form.add_error(None, str(refusal.sentence))
        return False
    return True


@never_cache
@require_http_methods(["GET", "POST"])
@with_memorial(Word.TALK)
def wrong(request: SiteRequest, memorial: Memorial, conversation: str, turn: str) -> HttpResponse:
    kept = _turn_of_open(request, memorial, conversation, turn)
    form = WrongAnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and not _is_too_much(request, kept, form):
        family.report_wrong(turn=kept, viewer=request.viewer, words=form.cleaned_data["words"])
        messages.success(request, _("Thank you. The family reads it."))
        return redirect("chat:conversation", memorial.code, conversation)
    about = {"memorial": memorial, "conversation": kept.conversation, "turn": kept}
    return show(request, "chat/wrong.html", form, about)


def _turn_of_open(request: SiteRequest, memorial: Memorial, conversation: str, turn: str) -> Turn:
    kept = turn_or_404(request, memorial, conversation, turn)
    if not is_open(memorial):
        raise Http404
    return kept


def _is_too_much(request: SiteRequest, turn: Turn, form: BaseForm) -> bool:
    return is_too_much(request, turn.conversation.memorial, form, TELLING)


@never_cache
@require_safe
@with_memorial(Word.MODERATE)
def questions(request: SiteRequest, memorial: Memorial) -> HttpResponse:
    """What visitors asked of the family, and which answers they found wrong."""
    about = {
        "memorial": memorial,
        "questions": _questions(request, memorial).order_by("created")[:MOST_SHOWN],
        "wrong": with_quoted(request.viewer, _wrong(request, memorial)[:MOST_SHOWN]),
    }
    return render(request, "chat/questions.html", about)


def _questions(request: SiteRequest, memorial: Memorial) -> QuerySet[OpenQuestion]:
    return OpenQuestion.objects.for_keepers(request.viewer).open().filter(memorial=memorial)


def _wrong(request: SiteRequest, memorial: Memorial) -> QuerySet[WrongAnswer]:
    return WrongAnswer.objects.for_keepers(request.viewer).open().filter(memorial=memorial)


@require_http_methods(["GET", "POST"])
@with_memorial(Word.MODERATE)
def answer(request: SiteRequest, memorial: Memorial, question: str) -> HttpResponse:
    """The answer is a memory like any other."""
    asked = get_object_or_404(_questions(request, memorial), code=question)
    form = MemoryForm(request.POST or None, among=attachable(media_of(request, memorial)))
    if request.method == "POST" and form.is_valid():
        memory = family.answer_question(question=asked, by=request.viewer.member, **form.cleaned_data)
        messages.success(request, _said(memory))
        return redirect("chat:questions", memorial.code)
    about = {"memorial": memorial, "question": asked, "form": form}
    return render(request, "chat/answer.html", about, status=422 if form.errors else 200)


def _said(memory: Memory) -> str:
    """A word of the host's list makes even a keeper's memory wait."""
    if memory.status == Status.APPROVED:
        return _("The memory is saved, and whoever asked finds it.")
    return _("The memory is saved. Others will see it once a keeper has read it.")


@require_POST
@with_memorial(Word.MODERATE)
def close_question(request: SiteRequest, memorial: Memorial, question: str) -> HttpResponse:
    return _closed(request, memorial, get_object_or_404(_questions(request, memorial), code=question))


@require_POST
@with_memorial(Word.MODERATE)
def close_wrong(request: SiteRequest, memorial: Memorial, wrong: str) -> HttpResponse:
    return _closed(request, memorial, get_object_or_404(_wrong(request, memorial), code=wrong))


def _closed(request: SiteRequest, memorial: Memorial, asked: OpenQuestion | WrongAnswer) -> HttpResponse:
    family.close(asked=asked, by=request.viewer.member)
    messages.success(request, _("It is put aside."))
    return redirect("chat:questions", memorial.code)


@require_http_methods(["GET", "POST"])
@with_memorial(Word.MANAGE)
def sources(request: SiteRequest, memorial: Memorial) -> HttpResponse:
    """What the archive may quote beside the memories."""
    form = ArchiveForm(request.POST if request.method == "POST" else None, instance=Archive.of(memorial))
    if form.is_valid():
        choose_sources(memorial=memorial, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("chat:page", memorial.code)
    about = {"memorial": memorial, "form": form}
    return render(request, "chat/sources.html", about, status=422 if form.errors else 200)
