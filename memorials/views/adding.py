"""Bringing files in: first the files, then the words for each of them."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from memorials.errors import Refusal
from memorials.forms.adding import FilesForm, WordsForm, WordsSheet
from memorials.limits import limited
from memorials.models import Album, Media, Memorial, Status
from memorials.names import shown_name
from memorials.permissions import Word, may
from memorials.requests import SiteRequest
from memorials.services.media import SENT, add_media, remove_media
from memorials.services.own_items import tell_words
from memorials.services.room import room_of
from memorials.views.access import with_memorial
from memorials.views.gallery import media_of

#: Things on one page of words.
PAGE = 20
#: So many are named in an address; a longer one no server would take.
MOST_NAMED = 150
#: Without names, the words are for what was added since then.
LATELY = timedelta(days=1)


@require_http_methods(["GET", "POST"])
@with_memorial(Word.CONTRIBUTE)
def add(request: SiteRequest, memorial: Memorial) -> HttpResponse:
    if request.method == "POST" and (refused := _too_often(request)):
        return refused
    form = FilesForm(request.POST, request.FILES) if request.method == "POST" else FilesForm()
    kept = _kept(request, memorial, form) if form.is_valid() else []
    if kept:
        return _on_from(request, memorial, form, kept)
    about = {"form": form, "memorial": memorial, "room": room_of(memorial)}
    return render(request, "memorials/add_media.html", about, status=422 if form.errors else 200)


def _too_often(request: SiteRequest) -> HttpResponse | None:
    return limited(request, "add-files", SENT, whose=f"user {request.viewer.member.pk}")


def _kept(request: SiteRequest, memorial: Memorial, form: FilesForm) -> list[Media]:
    """Each that can be kept; the form says of each of the others why it cannot."""
    words = {name: form.cleaned_data[name] for name in WordsForm.Meta.fields}
    kept = []
    for file in form.cleaned_data["files"]:
        try:
            kept.append(add_media(memorial=memorial, added_by=request.viewer.member, upload=file, **words))
        except Refusal as refusal:
            form.add_error("files", f"{shown_name(file.name or '')}: {refusal.sentence}")
    return kept


def _on_from(request: SiteRequest, memorial: Memorial, form: FilesForm, kept: list[Media]) -> HttpResponse:
    """To the words; a program that sent one photograph finds it where it always did."""
    if "files" not in request.FILES:
        messages.success(request, _("The photograph is saved."))
        return redirect(kept[0])
    for sentence in form.errors.get("files", []):
        messages.error(request, str(sentence))
    return redirect(address_of_words(memorial, [media.code for media in kept]))


def address_of_words(memorial: Memorial, codes: list[str]) -> str:
    named = f"?{urlencode({'of': '.'.join(codes)})}" if len(codes) <= MOST_NAMED else ""
    return reverse("memorials:words", args=[memorial.code]) + named


@never_cache
@require_http_methods(["GET", "POST"])
@with_memorial(Word.CONTRIBUTE)
def words(request: SiteRequest, memorial: Memorial) -> HttpResponse:
    """For what was just added: only what this person brought themselves, or may edit."""
    page = Paginator(_added(request, memorial), PAGE).get_page(request.GET.get("page"))
    sheet = _sheet(request, memorial, page)
    if sheet.is_valid:
        tell_words(by=request.viewer.member, changes=sheet.changes())
        return _removed_twin(request, sheet) or _next_page(request, memorial, page)
    waits = any(media.status == Status.PENDING for media in page)
    about = {"memorial": memorial, "page": page, "sheet": sheet, "waits": waits}
    return render(request, "memorials/words.html", about, status=422 if sheet.wrong else 200)


def _added(request: SiteRequest, memorial: Memorial) -> QuerySet[Media]:
    """Those that the address names, or else those of the last day."""
    own = Q(added_by=request.viewer.user)
    named = [code for code in request.GET.get("of", "").split(".") if code]
    if not named:
        return media_of(request, memorial).filter(own, created__gt=timezone.now() - LATELY).order_by("pk")
    editable = media_of(request, memorial).filter(code__in=named[:MOST_NAMED])
    return (editable if may(request.viewer, Word.EDIT, memorial) else editable.filter(own)).order_by("pk")


def _sheet(request: SiteRequest, memorial: Memorial, page: Page[Media]) -> WordsSheet:
    twins: dict[str, list[Media]] = {}
    prints = {media.sha256 for media in page}
    for media in media_of(request, memorial).filter(sha256__in=prints).order_by("pk"):
        twins.setdefault(media.sha256, []).append(media)
    albums = Album.objects.visible_to(request.viewer).filter(memorial=memorial)
    data: Any = request.POST if request.method == "POST" else None
    return WordsSheet(data, of=page, twins=twins, albums=albums)


def _removed_twin(request: SiteRequest, sheet: WordsSheet) -> HttpResponse | None:
    """The new one of two that are the same, with one press. Anything else is removed on a page of its own."""
    code = request.POST.get("remove")
    if not code:
        return None
    for line in sheet.lines:
        if line.media.code == code and line.twin:
            remove_media(photo=line.media)
            messages.success(request, _("The second one is removed; the first one stays."))
            return redirect(request.get_full_path())
    raise Http404


def _next_page(request: SiteRequest, memorial: Memorial, page: Page[Media]) -> HttpResponse:
    if page.has_next():
        asked = {**request.GET.dict(), "page": str(page.next_page_number())}
        return redirect(f"{request.path}?{urlencode(asked)}")
    messages.success(request, _("Saved."))
    return redirect(f"{memorial.get_absolute_url()}#gallery")
