"""The queue of those who decide: what waits and what was reported, the decisions, and their history."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from memorials.deciding import answer, take_back_all
from memorials.models import ITEMS, Decision, Memorial
from memorials.models.moderation import DecisionQuerySet
from memorials.permissions import Word
from memorials.queue import KINDS, Queue, Wish, find
from memorials.requests import SiteRequest
from memorials.views.access import with_memorial

TEMPLATE = "memorials/queue.html"
#: Decisions on one page of the history.
DECISIONS = 30


@never_cache
@require_http_methods(["GET", "POST"])
@login_required
def everywhere(request: SiteRequest) -> HttpResponse:
    """All memorials in which this member decides."""
    return _listed(request, Memorial.objects.moderated_by(request.viewer), {})


@never_cache
@require_http_methods(["GET", "POST"])
@with_memorial(Word.MODERATE)
def of_memorial(request: SiteRequest, memorial: Memorial) -> HttpResponse:
    return _listed(request, _only(memorial), {"memorial": memorial})


@never_cache
@require_http_methods(["GET", "POST"])
@with_memorial(Word.MODERATE)
def one(request: SiteRequest, memorial: Memorial, kind: str, item: str) -> HttpResponse:
    """One item, whether it waits or stands: what stands can be hidden here, and shown again."""
    within = _only(memorial)
    found = find(request.viewer, [f"{kind}:{item}"] if kind in ITEMS else [], within=within)
    if not found:
        raise Http404
    about = {"memorial": memorial, "single": True}
    decisions = _decisions(request, within)
    return answer(request, request.viewer, found, decisions, TEMPLATE, about, within=within)


@never_cache
@require_http_methods(["GET", "POST"])
@with_memorial(Word.MODERATE)
def history(request: SiteRequest, memorial: Memorial) -> HttpResponse:
    """Who decided what, and when; what still stands so can be taken back."""
    decisions = _decisions(request, _only(memorial))
    if request.method == "POST":
        take_back_all(request, request.viewer, decisions.filter(code=request.POST.get("undo", "")))
        return redirect(request.get_full_path())
    page = Paginator(decisions.with_items(), DECISIONS).get_page(request.GET.get("page"))
    return render(request, "memorials/history.html", {"memorial": memorial, "page": page})


def _only(memorial: Memorial) -> QuerySet[Memorial]:
    return Memorial.objects.filter(pk=memorial.pk)


def _decisions(request: SiteRequest, within: QuerySet[Memorial]) -> DecisionQuerySet:
    return Decision.objects.visible_to(request.viewer).filter(memorial__in=within)


def _listed(request: SiteRequest, within: QuerySet[Memorial], about: dict[str, Any]) -> HttpResponse:
    wish = Wish(kind=request.GET.get("kind", ""))
    page = Queue(request.viewer, within=within, wish=wish).page(request.GET.get("page"))
    about = {**about, "page": page, "wish": wish, "kinds": KINDS}
    decisions = _decisions(request, within)
    return answer(request, request.viewer, list(page), decisions, TEMPLATE, about, within=within)
