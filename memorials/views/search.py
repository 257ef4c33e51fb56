"""Finding people on the site, and words within one memorial."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from memorials.gallery import NOT_SHOWN
from memorials.models import Media, Memorial, Memory
from memorials.models.derived import LONGEST_SEARCH
from memorials.permissions import Word
from memorials.requests import SiteRequest
from memorials.views.access import with_memorial
from memorials.views.gallery import media_of

PAGE = 30


def _asked(request: SiteRequest) -> str:
    return request.GET.get("q", "").replace("\0", " ").strip()[:LONGEST_SEARCH]


@require_safe
def people(request: SiteRequest) -> HttpResponse:
    """Public memorials and one's own. Without words nothing is listed: this is no directory of the dead."""
    asked = _asked(request)
    found = Memorial.objects.listed_for(request.viewer).matching(asked).with_portraits(request.viewer)
    shown = Paginator(found.order_by("sort_key", "pk") if asked else found.none(), PAGE).get_page(
        request.GET.get("page")
    )
    return render(request, "memorials/search.html", {"asked": asked, "found": shown})


@require_safe
@with_memorial(Word.VIEW)
def memories(request: SiteRequest, memorial: Memorial) -> HttpResponse:
    asked = _asked(request)
    found = Memory.objects.visible_to(request.viewer).filter(memorial=memorial).matching(asked)
    ordered = (found if asked else found.none()).in_order_of_life().select_related("author")
    about = {
        "memorial": memorial,
        "asked": asked,
        "memories": Paginator(ordered, PAGE).get_page(request.GET.get("page")),
        "media": _media_with(request, memorial, asked) if asked else [],
    }
    return render(request, "memorials/search_memories.html", about)


def _media_with(request: SiteRequest, memorial: Memorial, asked: str) -> list[Media]:
    """The first of what is told so, or said in it; the gallery has them all."""
    return list(media_of(request, memorial).matching(asked).arranged().defer(*NOT_SHOWN)[:PAGE])
