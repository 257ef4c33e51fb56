"""The story as its editors write it: chapters and events of a life."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from memorials.forms.story import ChapterForm, LifeEventForm
from memorials.models import Chapter, LifeEvent, Memorial
from memorials.models.derived import save_columns
from memorials.permissions import Word
from memorials.requests import SiteRequest
from memorials.services.story import add_chapter, change_chapter, move_chapter
from memorials.views.access import with_memorial

Form = ChapterForm | LifeEventForm
Part = Chapter | LifeEvent


def _chapter(request: SiteRequest, memorial: Memorial, code: str) -> Chapter:
    chapters = Chapter.objects.visible_to(request.viewer).filter(memorial=memorial)
    return get_object_or_404(chapters, code=code)


def _event(request: SiteRequest, memorial: Memorial, code: str) -> LifeEvent:
    events = LifeEvent.objects.visible_to(request.viewer).filter(memorial=memorial)
    return get_object_or_404(events, code=code)


def _written(
    request: SiteRequest,
    memorial: Memorial,
    form: Form,
    page: str,
    keep: Callable[[], Any],
    part: Part | None = None,
) -> HttpResponse:
    """Show the form, or keep what it holds and go back to the page."""
    if form.is_valid():
        keep()
        messages.success(request, _("Saved."))
        return redirect(memorial)
    about = {"form": form, "memorial": memorial, "part": part}
    return render(request, f"memorials/{page}.html", about, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@with_memorial(Word.EDIT)
def new_chapter(request: SiteRequest, memorial: Memorial) -> HttpResponse:
    form = ChapterForm(request.POST or None)
    return _written(
        request, memorial, form, "edit_chapter", lambda: add_chapter(memorial=memorial, **form.cleaned_data)
    )


@require_http_methods(["GET", "POST"])
@with_memorial(Word.EDIT)
def edit_chapter(request: SiteRequest, memorial: Memorial, chapter: str) -> HttpResponse:
    kept = _chapter(request, memorial, chapter)
    form = ChapterForm(request.POST or None, instance=kept)
    return _written(
        request,
        memorial,
        form,
        "edit_chapter",
        lambda: change_chapter(chapter=kept, **form.cleaned_data),
        kept,
    )


@require_POST
@with_memorial(Word.EDIT)
def shift_chapter(request: SiteRequest, memorial: Memorial, chapter: str) -> HttpResponse:
    move_chapter(chapter=_chapter(request, memorial, chapter), earlier=request.POST.get("to") == "earlier")
    return redirect(f"{memorial.get_absolute_url()}#story")


@require_http_methods(["GET", "POST"])
@with_memorial(Word.EDIT)
def remove_chapter(request: SiteRequest, memorial: Memorial, chapter: str) -> HttpResponse:
    return _removed(request, memorial, _chapter(request, memorial, chapter))


@require_http_methods(["GET", "POST"])
@with_memorial(Word.EDIT)
def new_event(request: SiteRequest, memorial: Memorial) -> HttpResponse:
    form = LifeEventForm(request.POST or None)
    return _written(
        request,
        memorial,
        form,
        "edit_event",
        lambda: LifeEvent.objects.create(memorial=memorial, **form.cleaned_data),
    )


@require_http_methods(["GET", "POST"])
@with_memorial(Word.EDIT)
def edit_event(request: SiteRequest, memorial: Memorial, event: str) -> HttpResponse:
    kept = _event(request, memorial, event)
    form = LifeEventForm(request.POST or None, instance=kept)
    return _written(
        request, memorial, form, "edit_event", lambda: save_columns(kept, form.cleaned_data), kept
    )


@require_http_methods(["GET", "POST"])
@with_memorial(Word.EDIT)
def remove_event(request: SiteRequest, memorial: Memorial, event: str) -> HttpResponse:
    return _removed(request, memorial, _event(request, memorial, event))


def _removed(request: SiteRequest, memorial: Memorial, part: Part) -> HttpResponse:
    """Ask once, and then remove the chapter or event."""
    if request.method == "GET":
        return render(request, "memorials/remove_part.html", {"memorial": memorial, "part": part})
    part.delete()
    messages.success(request, _("It is removed."))
    return redirect(memorial)
