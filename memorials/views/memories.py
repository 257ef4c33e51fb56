from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from memorials.forms.memories import MemoryForm
from memorials.models import Memorial, Memory, Status
from memorials.permissions import Word
from memorials.requests import SiteRequest
from memorials.services.memories import add_memory, change_memory
from memorials.views.access import with_memorial
from memorials.views.gallery import media_of
from memorials.views.memorials import attachable


@require_http_methods(["GET", "POST"])
@with_memorial(Word.CONTRIBUTE)
def add(request: SiteRequest, memorial: Memorial) -> HttpResponse:
    photos = attachable(media_of(request, memorial))
    form = MemoryForm(request.POST or None, among=photos)
    if form.is_valid():
        memory = add_memory(memorial=memorial, author=request.viewer.member, **form.cleaned_data)
        messages.success(request, _said(memory))
        return redirect(memorial)
    about = {"form": form, "memorial": memorial}
    return render(request, "memorials/add_memory.html", about, status=422 if form.errors else 200)


def _said(memory: Memory) -> str:
    if memory.status == Status.PENDING:
        return _("The memory is saved. Others will see it once a keeper has read it.")
    return _("The memory is saved.")


@require_http_methods(["GET", "POST"])
@with_memorial(Word.EDIT)
def edit(request: SiteRequest, memorial: Memorial, memory: str) -> HttpResponse:
    shown = Memory.objects.visible_to(request.viewer).filter(memorial=memorial)
    kept = get_object_or_404(shown, code=memory)
    photos = attachable(media_of(request, memorial))
    form = MemoryForm(request.POST or None, instance=kept, among=photos)
    if form.is_valid():
        change_memory(memory=kept, among=photos, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(memorial)
    about = {"form": form, "memorial": memorial, "memory": kept}
    return render(request, "memorials/edit_memory.html", about, status=422 if form.errors else 200)
