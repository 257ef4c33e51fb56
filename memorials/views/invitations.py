"""The ways into a memorial, from the side of the keeper: making them, and taking them back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from memorials.forms.access import InvitationForm, LinkForm
from memorials.invitation_letter import send_invitation
from memorials.limits import limited
from memorials.models import Memorial, Role, Visibility
from memorials.permissions import Word
from memorials.requests import SiteRequest
from memorials.services.invitations import (
    MADE,
    address_of_invitation,
    address_of_link,
    invite,
    open_link,
    revoke_invitation,
    revoke_link,
)
from memorials.views.access import with_memorial
from memorials.views.members import render_access


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@with_memorial(Word.MANAGE)
def make_invitation(request: SiteRequest, memorial: Memorial) -> HttpResponse:
    """Answers at once with the address, which is shown this once and kept nowhere."""
    if request.method != "POST":
        return redirect("memorials:access", memorial.code)
    form = InvitationForm(request.POST, auto_id="invitation_%s")
    if not form.is_valid():
        return render_access(request, memorial, invitation_form=form)
    if refused := _too_many(request):
        return refused
    given = {**form.cleaned_data, "role": Role(form.cleaned_data["role"])}
    invitation, token = invite(memorial=memorial, by=request.viewer.member, **given)
    address = address_of_invitation(token)
    sent = bool(invitation.email) and send_invitation(invitation, address)
    about = {"memorial": memorial, "invitation": invitation, "address": address, "sent": sent}
    return render(request, "memorials/access/invitation_made.html", about)


@require_POST
@with_memorial(Word.MANAGE)
def take_back_invitation(request: SiteRequest, memorial: Memorial, invitation: str) -> HttpResponse:
    revoke_invitation(invitation=get_object_or_404(memorial.invitations, code=invitation))
    messages.success(request, _("The invitation is revoked. Nobody can take it up any more."))
    return redirect("memorials:access", memorial.code)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@with_memorial(Word.MANAGE)
def make_link(request: SiteRequest, memorial: Memorial) -> HttpResponse:
    """As `make_invitation`."""
    if request.method != "POST" or memorial.visibility != Visibility.LINK:
        return redirect("memorials:access", memorial.code)
    form = LinkForm(request.POST, auto_id="link_%s")
    if not form.is_valid():
        return render_access(request, memorial, link_form=form)
    if refused := _too_many(request):
        return refused
    link, token = open_link(memorial=memorial, by=request.viewer.member, **form.cleaned_data)
    address = address_of_link(token)
    about = {"memorial": memorial, "link": link, "address": address}
    return render(request, "memorials/access/link_made.html", about)


@require_POST
@with_memorial(Word.MANAGE)
def take_back_link(request: SiteRequest, memorial: Memorial, link: str) -> HttpResponse:
    revoke_link(link=get_object_or_404(memorial.link_tokens, code=link))
    messages.success(request, _("The link is revoked. Whoever came by it does not see the page any more."))
    return redirect("memorials:access", memorial.code)


def _too_many(request: SiteRequest) -> HttpResponse | None:
    return limited(request, "way-in", MADE, whose=f"user {request.viewer.member.pk}")
