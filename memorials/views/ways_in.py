"""The ways into a memorial, from the side of those who come: an invitation, a secret link, a question."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from memorials.appearance import speak_as
from memorials.asking import ASKED, QUESTIONS, even_time
from memorials.forms.access import AskForm
from memorials.invited import forget_invitation, remember_invitation, remembered_invitation
from memorials.limits import WRONG_TOKENS, limited
from memorials.models import Invitation, Membership
from memorials.requests import SiteRequest
from memorials.services.invitations import (
    InvitationSpent,
    invitation_of,
    link_of,
    request_access,
    take_up_invitation,
)
from memorials.viewer import GRANTS, with_grant


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: SiteRequest, token: str) -> HttpResponse:
    """What the invitation is to. Programs that check mail follow links: looking at it changes nothing."""
    found = invitation_of(token)
    if found is None:
        return limited(request, "wrong-token", WRONG_TOKENS) or _no_invitation(request)
    if request.method != "POST":
        return _shown(request, found)
    if request.viewer.user:
        return _taken_up(request, found)
    remember_invitation(request, found)
    door = "account_signup" if request.POST.get("door") == "register" else "account_login"
    return redirect(f"{reverse(door)}?{urlencode({'next': reverse('memorials:my_invitation')})}")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def my_invitation(request: SiteRequest) -> HttpResponse:
    """The invitation that this session has shown, once somebody is signed in."""
    found = remembered_invitation(request)
    if found is None:
        return _no_invitation(request)
    return _taken_up(request, found) if request.method == "POST" else _shown(request, found)


def _shown(request: SiteRequest, found: Invitation) -> HttpResponse:
    speak_as(found.memorial, request)
    member = Membership.objects.filter(memorial=found.memorial, user=request.viewer.user).first()
    about = {
        "invitation": found,
        "memorial": found.memorial,
        "member": member,
        "registration": settings.REGISTRATION,
        "confirmed_by_mail": settings.ACCOUNT_EMAIL_VERIFICATION == "mandatory",
    }
    return _without_traces(render(request, "memorials/access/invitation.html", about))


def _taken_up(request: SiteRequest, found: Invitation) -> HttpResponse:
    try:
        membership = take_up_invitation(invitation=found, user=request.viewer.member)
    except InvitationSpent:
        return _no_invitation(request)
    forget_invitation(request)
    role = membership.get_role_display()
    messages.success(request, _("Welcome. You are here as: %(role)s.") % {"role": role})
    return redirect(membership.memorial)


def _no_invitation(request: SiteRequest) -> HttpResponse:
    """Never valid, revoked, used up or run out: whoever holds it learns the same."""
    return render(request, "memorials/access/no_invitation.html", status=404)


def _without_traces(response: HttpResponse) -> HttpResponse:
    """The address holds the token: no other page is told of it.

    Not `no-referrer`: a browser then hides the origin of the form too, and the form could not be taken.
    """
    response["Referrer-Policy"] = "strict-origin"
    return response


@never_cache
@require_safe
def link(request: SiteRequest, token: str) -> HttpResponse:
    """Exchange the secret of a link for a grant of this session."""
    found = link_of(token)
    if found is None:
        if refused := limited(request, "wrong-token", WRONG_TOKENS):
            return refused
        raise Http404
    request.session[GRANTS] = with_grant(request.session.get(GRANTS, ()), found.pk)
    request.session.cycle_key()
    response = redirect(found.memorial)
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def ask(request: SiteRequest) -> HttpResponse:
    form = AskForm(request.POST or None)
    if form.is_valid():
        return _asked(request, form.cleaned_data)
    return render(request, "memorials/access/ask.html", {"form": form}, status=422 if form.errors else 200)


def _asked(request: SiteRequest, given: dict[str, str]) -> HttpResponse:
    """The same whether there is such a memorial or not."""
    user = request.viewer.member
    refused = limited(request, "ask", QUESTIONS) or limited(
        request, "ask", QUESTIONS, whose=f"user {user.pk}"
    )
    if refused:
        return refused
    with even_time():
        request_access(user=user, **given)
    messages.success(request, ASKED)
    return redirect("memorials:mine")
