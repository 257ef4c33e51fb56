from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from memorials.forms.media import FocusForm
from memorials.forms.media_words import MediaWordsForm
from memorials.models import Media, Memorial, Status
from memorials.models.derived import save_columns
from memorials.permissions import Word
from memorials.requests import SiteRequest
from memorials.services.media import remove_media
from memorials.views.access import with_memorial
from memorials.views.gallery import albums_of, media_of


def media_or_404(request: SiteRequest, memorial: Memorial, code: str) -> Media:
    return get_object_or_404(media_of(request, memorial), code=code)


def photo_or_404(request: SiteRequest, memorial: Memorial, code: str) -> Media:
    """For what only a photograph can be: a portrait, a living photograph."""
    return get_object_or_404(media_of(request, memorial).photos(), code=code)


@require_http_methods(["GET", "POST"])
@with_memorial(Word.EDIT)
def edit(request: SiteRequest, memorial: Memorial, media: str) -> HttpResponse:
    kept = media_or_404(request, memorial, media)
    form = MediaWordsForm(request.POST or None, instance=kept, albums=albums_of(request, memorial))
    if form.is_valid():
        save_columns(kept, form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(kept)
    about = {"form": form, "memorial": memorial, "media": kept}
    return render(request, "memorials/edit_media.html", about, status=422 if form.errors else 200)


@require_POST
@with_memorial(Word.EDIT)
def make_cover(request: SiteRequest, memorial: Memorial, media: str) -> HttpResponse:
    standing = media_of(request, memorial).photos().filter(status=Status.APPROVED)
    Memorial.objects.filter(pk=memorial.pk).update(cover=get_object_or_404(standing, code=media))
    messages.success(request, _("This photograph is the portrait now."))
    return redirect(memorial)


@require_http_methods(["GET", "POST"])
@with_memorial(Word.EDIT)
def focus(request: SiteRequest, memorial: Memorial) -> HttpResponse:
    """The focal point of the portrait: two sliders, and a look at the square that comes of it."""
    form = FocusForm(request.POST or None, instance=memorial)
    if form.is_valid():
        save_columns(memorial, [*form.cleaned_data, "changed"])
        messages.success(request, _("Saved."))
        return redirect("memorials:focus", memorial.code)
    cover = media_of(request, memorial).filter(pk=memorial.cover_id or 0).first()
    about = {"form": form, "memorial": memorial, "cover": cover}
    return render(request, "memorials/focus.html", about, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@with_memorial(Word.EDIT)
def remove(request: SiteRequest, memorial: Memorial, media: str) -> HttpResponse:
    kept = media_or_404(request, memorial, media)
    if request.method == "GET":
        return render(request, "memorials/remove_media.html", {"memorial": memorial, "media": kept})
    remove_media(photo=kept)
    messages.success(request, _("It is removed."))
    return redirect(memorial)
