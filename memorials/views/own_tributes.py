"""What somebody has left can be corrected, lit again and withdrawn: by its private link, or by its author.

The private link is a secret that is given away once. Its pages ask for no account and no cookie, tell no
other page where one came from, and are kept by no cache. They need no token against forged requests
either: the address itself is the secret that a forger would have to know.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from memorials.appearance import speak_as
from memorials.errors import Refusal
from memorials.forms.tributes import TributeWordsForm
from memorials.models import Decision, Tribute
from memorials.requests import SiteRequest
from memorials.services.tributes import correct_tribute, relight_candle, withdraw_tribute
from memorials.views.open_forms import is_too_much, show

Kind = Tribute.Kind
PAGE = 30
Page = Callable[[SiteRequest, Tribute, str], HttpResponse]
View = Callable[..., HttpResponse]


def by_link(page: Page) -> View:
    """The page for whoever has the private link. A wrong one is 404, as any address that is not there."""

    @csrf_exempt
    @never_cache
    @wraps(page)
    def opened(request: SiteRequest, token: str) -> HttpResponse:
        left = Tribute.objects.with_token(token).telling_memorials(request.viewer)
        tribute = get_object_or_404(left)
        speak_as(tribute.memorial, request)
        response = page(request, tribute, reverse("memorials:private_tribute", args=[token]))
        response["Referrer-Policy"] = "no-referrer"
        return response

    return opened


def by_author(page: Page) -> View:
    """The page for the signed-in author."""

    @never_cache
    @login_required
    @wraps(page)
    def opened(request: SiteRequest, tribute: str) -> HttpResponse:
        mine = Tribute.objects.written_by(request.viewer).telling_memorials(request.viewer)
        found = get_object_or_404(mine, code=tribute)
        return page(request, found, reverse("memorials:my_tribute", args=[tribute]))

    return opened


@require_safe
@login_required
def mine(request: SiteRequest) -> HttpResponse:
    written = Tribute.objects.written_by(request.viewer).telling_memorials(request.viewer)
    page = Paginator(written, PAGE).get_page(request.GET.get("page"))
    return render(request, "memorials/my_tributes.html", {"tributes": page})


@require_http_methods(["GET", "POST"])
def correct(request: SiteRequest, tribute: Tribute, home: str) -> HttpResponse:
    given = {"name": tribute.name, "text": tribute.text}
    form = TributeWordsForm(request.POST or None, kind=Kind(tribute.kind), initial=given)
    if form.is_valid() and _corrected(request, tribute, form):
        messages.success(request, _("Saved."))
        return redirect(home)
    about = {**_about(tribute, home), "why": Decision.objects.behind(tribute)}
    return show(request, "own_tribute", form, **about)


def _corrected(request: SiteRequest, tribute: Tribute, form: TributeWordsForm) -> bool:
    if is_too_much(request, f"tribute-{tribute.code}", form):
        return False
    try:
        correct_tribute(tribute=tribute, by=request.viewer.user, **form.cleaned_data)
    except Refusal as refusal:
        form.add_error(None, str(refusal.sentence))
        return False
    return True


def _about(tribute: Any, home: str) -> dict[str, object]:
    memorial = tribute.memorial if tribute.memorial_is_seen else None
    return {"tribute": tribute, "home": home, "memorial": memorial, "kind": tribute.kind}


@require_http_methods(["GET", "POST"])
def withdraw(request: SiteRequest, tribute: Tribute, home: str) -> HttpResponse:
    about = _about(tribute, home)
    if request.method == "GET":
        return render(request, "memorials/withdraw_tribute.html", about)
    withdraw_tribute(tribute=tribute)
    return render(request, "memorials/tribute_withdrawn.html", about)


@require_POST
def light(request: SiteRequest, tribute: Tribute, home: str) -> HttpResponse:
    try:
        relight_candle(tribute=tribute)
        messages.success(request, _("The candle burns again, for seven days."))
    except Refusal as refusal:
        messages.error(request, str(refusal.sentence))
    return redirect(home)


private, private_withdraw, private_light = (by_link(page) for page in (correct, withdraw, light))
own, own_withdraw, own_light = (by_author(page) for page in (correct, withdraw, light))
