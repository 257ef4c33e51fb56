"""The one place of the family's agreement: everybody who sees the memorial reads it, keepers change it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from memorials.consents import standings
from memorials.forms.consent import ConsentForm
from memorials.models import Feature, Memorial
from memorials.permissions import Word
from memorials.requests import SiteRequest
from memorials.services.consent import ConsentSuspended, give_consent, withdraw_consent
from memorials.views.access import with_memorial


@require_safe
@with_memorial(Word.VIEW)
def page(request: SiteRequest, memorial: Memorial) -> HttpResponse:
    about = {"memorial": memorial, "standings": standings(memorial)}
    return render(request, "memorials/consent/page.html", about)


@require_http_methods(["GET", "POST"])
@with_memorial(Word.MANAGE)
def give(request: SiteRequest, memorial: Memorial, kind: str) -> HttpResponse:
    feature = _feature_or_404(kind)
    form = ConsentForm(request.POST or None)
    if form.is_valid():
        _give(request, memorial, feature)
        return redirect("memorials:consent", memorial.code)
    about = {"form": form, "memorial": memorial, "feature": feature}
    status = 422 if request.method == "POST" else 200
    return render(request, "memorials/consent/give.html", about, status=status)


def _give(request: SiteRequest, memorial: Memorial, feature: Feature) -> None:
    """Record it, or say why not."""
    try:
        give_consent(memorial=memorial, kind=feature, by=request.viewer.member)
    except ConsentSuspended as refusal:
        messages.error(request, str(refusal.sentence))
    else:
        messages.success(request, _("The agreement is recorded."))


@require_http_methods(["GET", "POST"])
@with_memorial(Word.MANAGE)
def withdraw(request: SiteRequest, memorial: Memorial, kind: str) -> HttpResponse:
    feature = _feature_or_404(kind)
    if request.method == "GET":
        about = {"memorial": memorial, "feature": feature}
        return render(request, "memorials/consent/withdraw.html", about)
    withdraw_consent(memorial=memorial, kind=feature, by=request.viewer.member)
    messages.success(request, _("The agreement is withdrawn."))
    return redirect("memorials:consent", memorial.code)


def _feature_or_404(kind: str) -> Feature:
    if kind not in Feature:
        raise Http404
    return Feature(kind)
