"""A close relative objects, a keeper answers. Why anybody may, and what limits it: docs/consent.md."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from memorials.forms.consent import AnswerForm, ObjectionForm
from memorials.limits import address_of, limited
from memorials.models import Feature, Memorial, Objection
from memorials.permissions import Word
from memorials.requests import SiteRequest
from memorials.services.objections import RATE, RATE_HERE, answer_objection, object_to
from memorials.views.access import with_memorial


@require_http_methods(["GET", "POST"])
@with_memorial(Word.VIEW)
def make(request: SiteRequest, memorial: Memorial) -> HttpResponse:
    form, status = _objection_form(request, memorial), 200
    if not form.kinds:
        messages.info(request, _("A close relative has objected already, and everything is switched off."))
        return redirect("memorials:consent", memorial.code)
    if request.method == "POST":
        status = 422
        if form.is_valid() and not _is_too_much(request, memorial, form):
            return _objected(request, memorial, form)
    about = {"form": form, "memorial": memorial}
    status = 429 if form.too_much else status
    return render(request, "memorials/consent/object.html", about, status=status)


def _objection_form(request: SiteRequest, memorial: Memorial) -> ObjectionForm:
    waiting = set(Objection.objects.open().filter(memorial=memorial).values_list("kind", flat=True))
    initial: dict[str, Any] = {"kind": request.GET.get("kind", "")}
    if request.viewer.user:
        initial |= {"name": request.viewer.user.name, "email": request.viewer.user.email}
    kinds = [kind for kind in Feature if kind.value not in waiting]
    return ObjectionForm(request.POST or None, initial=initial, kinds=kinds)


def _is_too_much(request: SiteRequest, memorial: Memorial, form: ObjectionForm) -> bool:
    """The form then says so, and keeps the words."""
    here = f"{address_of(request)} {memorial.code}"
    form.too_much = bool(
        limited(request, "objection", RATE) or limited(request, "objection-here", RATE_HERE, whose=here)
    )
    if form.too_much:
        form.add_error(None, _("This was tried too often. Your words are still here: try again later."))
    return form.too_much


def _objected(request: SiteRequest, memorial: Memorial, form: ObjectionForm) -> HttpResponse:
    if not form.trapped:
        kind = Feature(form.cleaned_data["kind"])
        object_to(memorial=memorial, kind=kind, by=request.viewer.user, **form.said)
    messages.success(request, _("It is switched off from now on, until a keeper of this memorial answers."))
    return redirect("memorials:consent", memorial.code)


@require_http_methods(["GET", "POST"])
@with_memorial(Word.MANAGE)
def answer(request: SiteRequest, memorial: Memorial, objection: str) -> HttpResponse:
    found = get_object_or_404(Objection, memorial=memorial, code=objection)
    form = AnswerForm(request.POST or None)
    about: dict[str, Any] = {"form": form, "memorial": memorial, "objection": found}
    if found.answered_at:
        return render(request, "memorials/consent/answered.html", about)
    if request.method == "POST" and form.is_valid():
        answer_objection(objection=found, by=request.viewer.member, **form.cleaned_data)
        return redirect("memorials:consent", memorial.code)
    status = 422 if request.method == "POST" else 200
    return render(request, "memorials/consent/answer.html", about, status=status)
