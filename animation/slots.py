"""The pieces that animations put on the pages of memorials."""

from django.db.models import QuerySet
from django.template.loader import render_to_string

from animation.models import Animation
from memorials.jobs.model import State
from memorials.models import Consent, Media, Memorial
from memorials.requests import SiteRequest
from memorials.services.consent import is_objected


def beside_portrait(request: SiteRequest, *, memorial: Memorial, photo: Media | None) -> str:
    """The small living window in the mat, for the portrait's chosen clip."""
    shown = Animation.objects.visible_to(request.viewer).on_show().filter(photo=photo).first()
    if photo is None or shown is None:
        return ""
    about = {"animation": shown, "photo": photo, "memorial": memorial}
    return render_to_string("animation/_portrait.html", about, request=request)


def in_gallery(request: SiteRequest, *, memorial: Memorial, photos: QuerySet[Media]) -> str:
    """A plate for each chosen clip of these photographs, or why those that are there are not shown."""
    here = Animation.objects.filter(photo__in=photos)
    shown = here.visible_to(request.viewer).on_show().select_related("photo")
    hidden = here.filter(status=State.READY, chosen=True, photo__memorial__animation_on=True)
    objected = not shown and is_objected(memorial, Consent.Kind.ANIMATION) and hidden.exists()
    about = {"animations": shown, "memorial": memorial, "objected": objected}
    return render_to_string("animation/_gallery.html", about, request=request)


def under_photo(request: SiteRequest, *, memorial: Memorial, photo: Media) -> str:
    """The photograph's clip, and the door to making one for those who may."""
    shown = Animation.objects.visible_to(request.viewer).on_show().filter(photo=photo).first()
    about = {"animation": shown, "photo": photo, "memorial": memorial}
    return render_to_string("animation/_photo.html", about, request=request)
