from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from memorials.errors import FileRefused
from memorials.forms.photos import FocusForm, PhotoForm, PhotoWordsForm
from memorials.models import Media, Memorial, Status
from memorials.models.derived import save_columns
from memorials.permissions import Word
from memorials.requests import SiteRequest
from memorials.services.photos import add_photo, remove_photo
from memorials.views.access import with_memorial
from memorials.views.memorials import photos_of


@require_http_methods(["GET", "POST"])
@with_memorial(Word.CONTRIBUTE)
def add(request: SiteRequest, memorial: Memorial) -> HttpResponse:
    form = PhotoForm(request.POST or None, request.FILES or None)
    if form.is_valid() and (photo := _kept(request, memorial, form)):
        messages.success(request, _("The photograph is saved."))
        return redirect(photo)
    about = {"form": form, "memorial": memorial}
    return render(request, "memorials/add_photo.html", about, status=422 if form.errors else 200)


def _kept(request: SiteRequest, memorial: Memorial, form: PhotoForm) -> Media | None:
    words = {**form.cleaned_data}
    upload = words.pop("photo")
    try:
        return add_photo(memorial=memorial, added_by=request.viewer.member, upload=upload, **words)
    except FileRefused as refusal:
        form.add_error("photo", str(refusal.sentence))
        return None


def photo_or_404(request: SiteRequest, memorial: Memorial, code: str) -> Media:
    return get_object_or_404(photos_of(request, memorial), code=code)


@require_safe
@with_memorial(Word.VIEW)
def page(request: SiteRequest, memorial: Memorial, photo: str) -> HttpResponse:
    shown = photo_or_404(request, memorial, photo)
    return render(request, "memorials/photo.html", {"memorial": memorial, "photo": shown})


@require_http_methods(["GET", "POST"])
@with_memorial(Word.EDIT)
def edit(request: SiteRequest, memorial: Memorial, photo: str) -> HttpResponse:
    kept = photo_or_404(request, memorial, photo)
    form = PhotoWordsForm(request.POST or None, instance=kept)
    if form.is_valid():
        save_columns(kept, form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(kept)
    about = {"form": form, "memorial": memorial, "photo": kept}
    return render(request, "memorials/edit_photo.html", about, status=422 if form.errors else 200)


@require_POST
@with_memorial(Word.EDIT)
def make_cover(request: SiteRequest, memorial: Memorial, photo: str) -> HttpResponse:
    standing = photos_of(request, memorial).filter(status=Status.APPROVED)
    Memorial.objects.filter(pk=memorial.pk).update(cover=get_object_or_404(standing, code=photo))
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
    cover = photos_of(request, memorial).filter(pk=memorial.cover_id or 0).first()
    about = {"form": form, "memorial": memorial, "cover": cover}
    return render(request, "memorials/focus.html", about, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@with_memorial(Word.EDIT)
def remove(request: SiteRequest, memorial: Memorial, photo: str) -> HttpResponse:
    kept = photo_or_404(request, memorial, photo)
    if request.method == "GET":
        return render(request, "memorials/remove_photo.html", {"memorial": memorial, "photo": kept})
    remove_photo(photo=kept)
    messages.success(request, _("The photograph is removed."))
    return redirect(memorial)
