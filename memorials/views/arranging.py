"""The order of what was brought: by hand within a period, and from album to album."""

from dataclasses import dataclass
from itertools import groupby

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from memorials import gallery
from memorials.forms.arranging import ArrangeForm, MoveForm
from memorials.gallery import Gallery, Line, Period
from memorials.models import Album, Media, Memorial
from memorials.permissions import Word
from memorials.requests import SiteRequest
from memorials.services.arranging import move_media, put_into_album
from memorials.views.access import with_memorial
from memorials.views.gallery import media_of

#: Things on one page.
PAGE = 200


@dataclass(frozen=True)
class Shown:
    """As much of a period as stands on this page; whether it begins and ends here."""

    period: Period
    items: list[Media]
    begins: bool
    ends: bool


@require_http_methods(["GET", "POST"])
@with_memorial(Word.EDIT)
def arrange(request: SiteRequest, memorial: Memorial) -> HttpResponse:
    media, albums = media_of(request, memorial), _albums_of(request, memorial)
    everything = gallery.arrange(media, albums)
    move = MoveForm(request.POST)
    if move.is_valid() and (asked := move.move()):
        return _moved(request, media, everything, *asked)
    form = ArrangeForm(request.POST or None, among=media, albums=albums)
    if form.is_valid():
        return _put(request, form)
    lines = [(period, line) for period in everything for line in period.lines]
    page = Paginator(lines, PAGE).get_page(request.GET.get("page"))
    about = {"memorial": memorial, "form": form, "page": page, "shown": _shown(page, media), "albums": albums}
    return render(request, "memorials/arrange.html", about, status=422 if form.errors else 200)


def _albums_of(request: SiteRequest, memorial: Memorial) -> QuerySet[Album]:
    return Album.objects.visible_to(request.viewer).filter(memorial=memorial)


def _moved(
    request: SiteRequest, media: QuerySet[Media], everything: Gallery, code: str, by: int
) -> HttpResponse:
    kept = get_object_or_404(media, code=code)
    for period in everything:
        among = [line.pk for line in period.lines]
        if kept.pk in among:
            move_media(media=kept, by=by, among=among)
            return redirect(f"{request.get_full_path()}#i-{code}")
    raise Http404


def _put(request: SiteRequest, form: ArrangeForm) -> HttpResponse:
    put_into_album(media=form.cleaned_data["chosen"], album=form.cleaned_data["album"])
    messages.success(request, _("Saved."))
    return redirect(request.get_full_path())


def _shown(page: Page[tuple[Period, Line]], media: QuerySet[Media]) -> list[Shown]:
    loaded = media.defer(*gallery.NOT_SHOWN).in_bulk([line.pk for _, line in page])
    parts = []
    for _key, group in groupby(page, key=lambda each: each[0].key):
        pairs = list(group)
        period, lines = pairs[0][0], [line for _, line in pairs]
        items = [loaded[line.pk] for line in lines if line.pk in loaded]
        parts.append(Shown(period, items, lines[0] == period.lines[0], lines[-1] == period.lines[-1]))
    return parts
