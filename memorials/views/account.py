"""The pages of one's own account beside those of allauth."""

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from memorials.delivery import as_archive
from memorials.errors import Refusal
from memorials.forms.account import LeavingForm, OwnNameForm
from memorials.requests import SiteRequest
from memorials.services.leaving import delete_account, is_last_administrator, kept_alone
from memorials.services.my_data import TooSoon, archive_name, begin_archive
from memorials.services.sessions import devices_of, end_session, end_sessions


@require_safe
@login_required
def overview(request: SiteRequest) -> HttpResponse:
    user = request.viewer.member
    about = {
        "devices": devices_of(user, this=request.session.session_key),
        "two_steps": Authenticator.objects.filter(user=user).exists(),
    }
    return render(request, "account/overview.html", about)


@require_http_methods(["GET", "POST"])
@login_required
def name(request: SiteRequest) -> HttpResponse:
    user = request.viewer.member
    form = OwnNameForm(request.POST or None, instance=user)
    if form.is_valid():
        user.save(update_fields=["name"])
        messages.success(request, _("Saved."))
        return redirect("account:overview")
    return render(request, "account/name.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@login_required
def sessions(request: SiteRequest) -> HttpResponse:
    if request.method == "POST":
        messages.success(request, _end(request))
        return redirect("account:sessions")
    devices = devices_of(request.viewer.member, this=request.session.session_key)
    return render(request, "usersessions/usersession_list.html", {"devices": devices})


def _end(request: SiteRequest) -> str:
    """The session that is named, or all but this one. What has become of them, in words."""
    user, chosen = request.viewer.member, request.POST.get("session", "")
    if not chosen:
        ended = end_sessions(user=user, but=request.session.session_key)
        return ngettext("%d device is signed out.", "%d devices are signed out.", ended) % ended
    if chosen.isdecimal() and len(chosen) < 19 and end_session(user=user, pk=int(chosen)):
        return _("The device is signed out.")
    return _("That device was signed out already.")


@require_http_methods(["GET", "POST"])
@login_required
def my_data(request: SiteRequest) -> HttpResponse | StreamingHttpResponse:
    if request.method != "POST":
        return render(request, "account/my_data.html")
    try:
        pieces = begin_archive(request.viewer.member)
    except TooSoon as refusal:
        return render(request, "account/my_data.html", {"refusal": refusal.sentence}, status=refusal.status)
    return as_archive(pieces, archive_name())


@require_http_methods(["GET", "POST"])
@login_required
@reauthentication_required(allow_get=True)  # type: ignore[untyped-decorator]
def leave(request: SiteRequest) -> HttpResponse:
    form = LeavingForm(request.POST or None)
    if form.is_valid() and (answer := _leave(request, form)):
        return answer
    user = request.viewer.member
    about = {"form": form, "alone": kept_alone(user), "last_administrator": is_last_administrator(user)}
    return render(request, "account/leave.html", about, status=422 if form.is_bound else 200)


def _leave(request: SiteRequest, form: LeavingForm) -> HttpResponse | None:
    try:
        delete_account(user=request.viewer.member, keep_memories=form.cleaned_data["memories"] == "keep")
    except Refusal as refusal:
        form.add_error(None, str(refusal.sentence))
        return None
    logout(request)
    messages.success(request, _("Your account is deleted."))
    return redirect("home")
