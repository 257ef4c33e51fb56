"""Albums: made, renamed and dated, and taken apart again. What is in one stays when it goes."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from memorials.forms.albums import AlbumForm
from memorials.gallery import Period, in_order
from memorials.models import Album, Memorial
from memorials.models.derived import save_columns
from memorials.permissions import Word
from memorials.requests import SiteRequest
from memorials.views.access import with_memorial
from memorials.views.gallery import albums_of, gallery_of


@require_http_methods(["GET", "POST"])
@with_memorial(Word.EDIT)
def index(request: SiteRequest, memorial: Memorial) -> HttpResponse:
    """All of them, the empty ones too, and one more to be made."""
    form = AlbumForm(request.POST or None)
    if form.is_valid():
        Album.objects.create(memorial=memorial, **form.cleaned_data)
        messages.success(request, _("The album is made. Its photographs are chosen where their words are."))
        return redirect("memorials:albums", memorial.code)
    about = {"memorial": memorial, "form": form, "albums": _filled(request, memorial)}
    return render(request, "memorials/albums.html", about, status=422 if form.errors else 200)


def _filled(request: SiteRequest, memorial: Memorial) -> list[tuple[Album, Period | None]]:
    """Each with what it holds."""
    gallery = gallery_of(request, memorial)
    albums = sorted(albums_of(request, memorial), key=in_order)
    return [(album, gallery.period(album.code)) for album in albums]


@require_http_methods(["GET", "POST"])
@with_memorial(Word.EDIT)
def edit(request: SiteRequest, memorial: Memorial, album: str) -> HttpResponse:
    kept = _album(request, memorial, album)
    form = AlbumForm(request.POST or None, instance=kept)
    if form.is_valid():
        save_columns(kept, form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("memorials:albums", memorial.code)
    about = {"memorial": memorial, "form": form, "album": kept}
    return render(request, "memorials/edit_album.html", about, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@with_memorial(Word.EDIT)
def remove(request: SiteRequest, memorial: Memorial, album: str) -> HttpResponse:
    kept = _album(request, memorial, album)
    if request.method == "GET":
        return render(request, "memorials/remove_album.html", {"memorial": memorial, "album": kept})
    kept.delete()
    messages.success(request, _("The album is removed. All that was in it is kept."))
    return redirect("memorials:albums", memorial.code)


def _album(request: SiteRequest, memorial: Memorial, code: str) -> Album:
    albums = Album.objects.visible_to(request.viewer).filter(memorial=memorial)
    return get_object_or_404(albums, code=code)
