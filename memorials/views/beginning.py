"""A new memorial, one question a page. Each answer is kept before the next
question is asked; each can be passed over."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from memorials.forms.beginning import BY_NAME, place_of
from memorials.models import Memorial
from memorials.models.derived import save_columns
from memorials.permissions import Word
from memorials.requests import SiteRequest
from memorials.views.access import with_memorial


@require_http_methods(["GET", "POST"])
@with_memorial(Word.MANAGE)
def question(request: SiteRequest, memorial: Memorial, step: str) -> HttpResponse:
    asked = BY_NAME.get(step)
    if asked is None:
        raise Http404
    form, place = asked.form(request.POST or None, instance=memorial), place_of(asked)
    if form.is_valid():
        save_columns(memorial, [*form.cleaned_data, "changed"])
        return (
            redirect("memorials:question", memorial.code, place["after"])
            if place["after"]
            else redirect(memorial)
        )
    about = {"form": form, "memorial": memorial, "asked": asked, "place": place}
    return render(request, "memorials/question.html", about, status=422 if form.errors else 200)
