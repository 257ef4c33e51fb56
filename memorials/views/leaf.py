"""One thing that was brought, on its own page or laid over the gallery."""

from contextlib import suppress
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from memorials import captions
from memorials.finders import may_look_inside
from memorials.models import Media, Memorial, Memory
from memorials.offline import readable_offline
from memorials.permissions import Word, role_of
from memorials.requests import SiteRequest
from memorials.views.access import with_memorial
from memorials.views.gallery import gallery_of
from memorials.views.media import media_or_404

#: htmx stops asking when an answer carries this status.
STOP_ASKING = 286
#: The region that asks whether the copy for playing is made.
PLAYING = "playing"


@require_safe
@vary_on_headers("HX-Request", "HX-Target")
@with_memorial(Word.VIEW)
@readable_offline
def page(request: SiteRequest, memorial: Memorial, media: str) -> HttpResponse:
    shown = media_or_404(request, memorial, media)
    about = _about(request, memorial, shown)
    if request.htmx and request.htmx.target == PLAYING:
        status = 200 if shown.is_awaited else STOP_ASKING
        return render(request, "memorials/_shown.html", about, status=status)
    part = "#leaf" if request.htmx else ""
    return render(request, f"memorials/media.html{part}", about)


def _about(request: SiteRequest, memorial: Memorial, media: Media) -> dict[str, Any]:
    gallery = gallery_of(request, memorial)
    told = Memory.objects.visible_to(request.viewer).filter(memorial=memorial, attached=media)
    apart = {Media.Kind.AUDIO.value: "voices", Media.Kind.DOCUMENT.value: "papers"}
    return {
        "memorial": memorial,
        "media": media,
        "beside": gallery.beside(media),
        "album_is_open": bool(media.album and gallery.period(media.album.code)),
        "section": apart.get(media.kind, "gallery"),
        "cues": captions.cues_in(media.transcript),
        "told_in": told.in_order_of_life(),
        "shot": _moment(media.shot),
        "looks_inside": may_look_inside(request.viewer, media),
        "is_member": role_of(request.viewer, memorial) is not None,
        "is_own": request.viewer.user is not None and media.added_by_id == request.viewer.user.pk,
    }


def _moment(iso: str) -> datetime | None:
    with suppress(ValueError):
        return datetime.fromisoformat(iso)
    return None
