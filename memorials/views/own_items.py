"""What somebody has added themselves: what became of it and why, changing it, taking it back."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from memorials.forms.media_words import MediaWordsForm
from memorials.forms.memories import MemoryForm
from memorials.models import Decision, Media, Memorial, Memory, Status
from memorials.permissions import Word, may
from memorials.requests import SiteRequest
from memorials.services.own_items import revise, withdraw
from memorials.views.gallery import albums_of, media_of
from memorials.views.memorials import attachable

PAGE = 20
Own = TypeVar("Own", Memory, Media)


@never_cache
@require_safe
@login_required
def added(request: SiteRequest) -> HttpResponse:
    """Memories and photographs, the newest first, each with its status."""
    memories = Memory.objects.written_by(request.viewer).select_related("memorial")
    photos = Media.objects.written_by(request.viewer).select_related("memorial").order_by("-created", "-pk")
    number = request.GET.get("page")
    about = {
        "memories": Paginator(memories, PAGE).get_page(number),
        "photos": Paginator(photos.prefetch_related("renditions"), PAGE).get_page(number),
    }
    return render(request, "memorials/own/added.html", about)


@never_cache
@require_http_methods(["GET", "POST"])
@login_required
def memory(request: SiteRequest, memory: str) -> HttpResponse:
    own = get_object_or_404(_of(request, Memory.objects.written_by(request.viewer)), code=memory)
    photos = attachable(media_of(request, own.memorial))
    return _changed(request, own, MemoryForm(request.POST or None, instance=own, among=photos), photos)


@never_cache
@require_http_methods(["GET", "POST"])
@login_required
def media(request: SiteRequest, media: str) -> HttpResponse:
    own = get_object_or_404(_of(request, Media.objects.written_by(request.viewer)), code=media)
    albums = albums_of(request, own.memorial)
    return _changed(request, own, MediaWordsForm(request.POST or None, instance=own, albums=albums))


@require_http_methods(["GET", "POST"])
@login_required
def withdraw_memory(request: SiteRequest, memory: str) -> HttpResponse:
    """Also from a memorial that has closed to its author: what they wrote is theirs to take back."""
    return _withdrawn(request, get_object_or_404(Memory.objects.written_by(request.viewer), code=memory))


@require_http_methods(["GET", "POST"])
@login_required
def withdraw_media(request: SiteRequest, media: str) -> HttpResponse:
    return _withdrawn(request, get_object_or_404(Media.objects.written_by(request.viewer), code=media))


def _of(request: SiteRequest, own: QuerySet[Own]) -> QuerySet[Own]:
    """Those in memorials that their author sees."""
    return own.filter(memorial__in=Memorial.objects.visible_to(request.viewer)).select_related("memorial")


def _changed(
    request: SiteRequest, own: Memory | Media, form: Any, among: Iterable[Media] = ()
) -> HttpResponse:
    if form.is_valid():
        words = {**form.cleaned_data}
        revise(item=own, attached=words.pop("attached", ()), among=among, columns=words)
        messages.success(request, _("Saved."))
        return redirect("memorials:added")
    kind = "memory" if isinstance(own, Memory) else "media"
    about = {
        "form": form,
        "own": own,
        "memorial": own.memorial,
        "kind": kind,
        "why": Decision.objects.behind(own),
        "waits_again": own.status != Status.PENDING and not may(request.viewer, Word.MODERATE, own.memorial),
    }
    return render(request, "memorials/own/change.html", about, status=422 if form.errors else 200)


def _withdrawn(request: SiteRequest, own: Memory | Media) -> HttpResponse:
    if request.method == "GET":
        return render(request, "memorials/own/withdraw.html", {"own": own, "memorial": own.memorial})
    withdraw(item=own)
    messages.success(request, _("It is taken back, and gone from the page."))
    return redirect("memorials:added")
