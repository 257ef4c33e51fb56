"""One's own keys for reading: making one, which is shown this once, and revoking it."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from memorials import second_factor
from memorials.errors import Refusal
from memorials.forms.account import ApiTokenForm
from memorials.limits import limited
from memorials.models import ApiToken
from memorials.models.api_token import MADE
from memorials.requests import SiteRequest
from memorials.services.api_tokens import make_token, revoke_token


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def tokens(request: SiteRequest) -> HttpResponse:
    return _make(request) if request.method == "POST" else _page(request, ApiTokenForm())


@reauthentication_required(allow_get=True)  # type: ignore[untyped-decorator]
def _make(request: SiteRequest) -> HttpResponse:
    """A key outlives the sign-in: whoever makes one has just shown that it is they."""
    owner, form = request.viewer.member, ApiTokenForm(request.POST)
    if owner.is_staff and not second_factor.was_used(request):
        return redirect(second_factor.way_to(request))
    if not form.is_valid():
        return _page(request, form)
    if refused := limited(request, "api-token", MADE, whose=f"user {owner.pk}"):
        return refused
    try:
        row, token = make_token(owner=owner, **form.cleaned_data)
    except Refusal as refusal:
        form.add_error(None, str(refusal.sentence))
        return _page(request, form)
    return render(request, "account/api_token_made.html", {"row": row, "token": token})


def _page(request: SiteRequest, form: ApiTokenForm) -> HttpResponse:
    about = {"form": form, "tokens": ApiToken.objects.valid_of(request.viewer.member)}
    return render(request, "account/api_tokens.html", about, status=422 if form.is_bound else 200)


@require_POST
@login_required
def revoke(request: SiteRequest, token: str) -> HttpResponse:
    mine = ApiToken.objects.valid_of(request.viewer.member)
    revoke_token(token=get_object_or_404(mine, code=token))
    messages.success(request, _("The key is revoked. It opens nothing any more."))
    return redirect("account:api_tokens")
