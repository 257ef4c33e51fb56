"""What only a keeper decides: what the page offers, when it is published, when it goes and comes back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from memorials.forms.memorials import SwitchesForm
from memorials.models import Memorial
from memorials.models.derived import save_columns
from memorials.permissions import Word
from memorials.requests import SiteRequest
from memorials.services.memorials import delete_memorial, publish_memorial, restore_memorial
from memorials.views.access import with_memorial


@require_http_methods(["GET", "POST"])
@with_memorial(Word.MANAGE)
def switches(request: SiteRequest, memorial: Memorial) -> HttpResponse:
    form = SwitchesForm(request.POST or None, instance=memorial)
    if request.method == "POST" and form.is_valid():
        save_columns(memorial, [*form.cleaned_data, "changed"])
        messages.success(request, _("Saved."))
        return redirect(memorial)
    about = {"form": form, "memorial": memorial}
    return render(request, "memorials/switches.html", about, status=422 if form.errors else 200)


@require_POST
@with_memorial(Word.MANAGE)
def publish(request: SiteRequest, memorial: Memorial) -> HttpResponse:
    publish_memorial(memorial=memorial)
    messages.success(request, _("The page is published."))
    return redirect(memorial)


@require_http_methods(["GET", "POST"])
@with_memorial(Word.MANAGE)
def delete(request: SiteRequest, memorial: Memorial) -> HttpResponse:
    if request.method == "GET":
        return render(request, "memorials/delete.html", {"memorial": memorial})
    delete_memorial(memorial=memorial, by=request.viewer.member)
    messages.success(request, _("The memorial is deleted. For 30 days it can be brought back from here."))
    return redirect("memorials:mine")


@require_POST
@login_required
def restore(request: SiteRequest, code: str) -> HttpResponse:
    memorial = get_object_or_404(Memorial.objects.deleted_for(request.viewer), code=code)
    restore_memorial(memorial=memorial)
    messages.success(request, _("The memorial is back, with everything in it."))
    return redirect(memorial)
