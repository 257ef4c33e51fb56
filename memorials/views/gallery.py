"""The gallery: its first things on the memorial's page, and all of it on pages of its own."""

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from memorials.gallery import NOT_SHOWN, Gallery, arrange
from memorials.models import Album, Media, Memorial, Memory
from memorials.models.media import MediaQuerySet
from memorials.offline import readable_offline
from memorials.permissions import Word
from memorials.requests import SiteRequest
from memorials.views.access import with_memorial

#: Of each period on the memorial's page, and on one page of the gallery.
FIRST, PAGE = 8, 60


def media_of(request: SiteRequest, memorial: Memorial) -> MediaQuerySet:
    media = Media.objects.visible_to(request.viewer).filter(memorial=memorial)
    return media.select_related("memorial", "album", "preparation").prefetch_related("renditions")


def albums_of(request: SiteRequest, memorial: Memorial) -> list[Album]:
    return list(Album.objects.visible_to(request.viewer).filter(memorial=memorial))


def gallery_of(request: SiteRequest, memorial: Memorial) -> Gallery:
    return arrange(media_of(request, memorial), albums_of(request, memorial))


def first_of_each(request: SiteRequest, memorial: Memorial) -> dict[str, object]:
    """For the memorial's page, and with them the portrait."""
    gallery = gallery_of(request, memorial)
    firsts = [line.pk for period in gallery for line in period.lines[:FIRST]]
    loaded = _load(request, memorial, [*firsts, memorial.cover_id or 0])
    for period in gallery:
        period.show(loaded, period.lines[:FIRST])
    return {"gallery": gallery, "cover": loaded.get(memorial.cover_id or 0)}


@require_safe
@with_memorial(Word.VIEW)
@readable_offline
def page(request: SiteRequest, memorial: Memorial, period: str = "") -> HttpResponse:
    gallery = gallery_of(request, memorial)
    shown = gallery.period(period) if period else next(iter(gallery), None)
    if shown is None and period:
        raise Http404
    lines = Paginator(shown.lines if shown else [], PAGE).get_page(request.GET.get("page"))
    if shown:
        shown.show(_load(request, memorial, [line.pk for line in lines]), lines)
    about = {"memorial": memorial, "gallery": gallery, "shown": shown, "lines": lines}
    return render(request, "memorials/gallery.html", about)


def _load(request: SiteRequest, memorial: Memorial, wanted: list[int]) -> dict[int, Media]:
    """Each with the memories that it belongs to, as far as this viewer sees them: `told_in`."""
    memories = Memory.objects.visible_to(request.viewer).filter(memorial=memorial).defer("search_text")
    told = Prefetch("memories", queryset=memories.in_order_of_life(), to_attr="told_in")
    return media_of(request, memorial).defer(*NOT_SHOWN).prefetch_related(told).in_bulk(wanted)
