"""Who belongs to a memorial, and who sees it: the keeper's page, and leaving."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from memorials.errors import Refusal
from memorials.forms.access import AnswerForm, InvitationForm, LinkForm, RoleForm, VisibilityForm
from memorials.models import Membership, Memorial, Role
from memorials.models.derived import save_columns
from memorials.permissions import Word
from memorials.requests import SiteRequest
from memorials.services.invitations import answer_request
from memorials.services.members import RANKS, change_role, hand_over_memorial, remove_member
from memorials.views.access import with_memorial

#: How many invitations and links that are over are still listed.
REMEMBERED = 20


@require_safe
@with_memorial(Word.MANAGE)
def access(request: SiteRequest, memorial: Memorial) -> HttpResponse:
    return render_access(request, memorial)


def render_access(request: SiteRequest, memorial: Memorial, **wrong: Any) -> HttpResponse:
    """The page, with a form that could not be taken where one is given by name."""
    about = {**_about(request, memorial), "wrong": next(iter(wrong.values()), None), **wrong}
    return render(request, "memorials/access/page.html", about, status=422 if wrong else 200)


def _about(request: SiteRequest, memorial: Memorial) -> dict[str, Any]:
    return {
        "memorial": memorial,
        "members": _members(memorial, request),
        "requests": memorial.access_requests.waiting().select_related("user"),
        "invitations": memorial.invitations.open(),
        "past_invitations": memorial.invitations.over()[:REMEMBERED],
        "links": memorial.link_tokens.valid(),
        "past_links": memorial.link_tokens.over()[:REMEMBERED],
        "visibility_form": VisibilityForm(instance=memorial, auto_id="visibility_%s"),
        "answer_form": AnswerForm(),
        "invitation_form": InvitationForm(auto_id="invitation_%s"),
        "link_form": LinkForm(auto_id="link_%s"),
    }


def _members(memorial: Memorial, request: SiteRequest) -> list[dict[str, Any]]:
    """From the keeper to the readers, each with the form that changes the role."""
    members = list(memorial.memberships.select_related("user").order_by("since", "pk"))
    members.sort(key=lambda member: -RANKS.index(Role(member.role)))
    return [
        {
            "membership": member,
            "is_self": member.user_id == request.viewer.member.pk,
            "form": RoleForm(initial={"role": member.role}, auto_id=f"{member.code}_%s"),
        }
        for member in members
    ]


@require_POST
@with_memorial(Word.MANAGE)
def change_visibility(request: SiteRequest, memorial: Memorial) -> HttpResponse:
    form = VisibilityForm(request.POST, instance=memorial, auto_id="visibility_%s")
    if not form.is_valid():
        memorial.refresh_from_db(fields=["visibility"])
        return render_access(request, memorial, visibility_form=form)
    save_columns(memorial, ["visibility", "changed"])
    messages.success(request, _("From now on the page is seen by: %s.") % memorial.get_visibility_display())
    return redirect("memorials:access", memorial.code)


@require_POST
@with_memorial(Word.MANAGE)
def answer(request: SiteRequest, memorial: Memorial, asked: str) -> HttpResponse:
    waiting = get_object_or_404(memorial.access_requests.select_related("user"), code=asked)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return render_access(request, memorial, answer_form=form)
    role = form.granted()
    name = waiting.user.shown_name
    if not answer_request(request=waiting, by=request.viewer.member, role=role):
        messages.warning(request, _("This request was answered already."))
    elif role:
        messages.success(request, _("%s is a member now.") % name)
    else:
        messages.success(request, _("The request is declined."))
    return redirect("memorials:access", memorial.code)


def _member_or_404(memorial: Memorial, code: str) -> Membership:
    return get_object_or_404(memorial.memberships.select_related("user", "memorial"), code=code)


@require_POST
@with_memorial(Word.MANAGE)
def set_role(request: SiteRequest, memorial: Memorial, member: str) -> HttpResponse:
    membership = _member_or_404(memorial, member)
    form = RoleForm(request.POST)
    if not form.is_valid():
        return render_access(request, memorial, role_form=form)
    role = Role(form.cleaned_data["role"])
    done = _("%(name)s: %(role)s from now on.") % {"name": membership.user.shown_name, "role": role.label}
    _told(request, done, lambda: change_role(membership=membership, role=role))
    return _back(request, memorial)


@require_http_methods(["GET", "HEAD", "POST"])
@with_memorial(Word.MANAGE)
def remove(request: SiteRequest, memorial: Memorial, member: str) -> HttpResponse:
    membership = _member_or_404(memorial, member)
    if request.method != "POST":
        about = {"memorial": memorial, "member": membership}
        return render(request, "memorials/access/remove_member.html", about)
    done = _("%s is no longer a member.") % membership.user.shown_name
    _told(request, done, lambda: remove_member(membership=membership))
    return _back(request, memorial)


@require_http_methods(["GET", "HEAD", "POST"])
@with_memorial(Word.MANAGE)
def hand_over(request: SiteRequest, memorial: Memorial, member: str) -> HttpResponse:
    to = _member_or_404(memorial, member).user
    by = request.viewer.member
    if request.method != "POST":
        return render(request, "memorials/access/hand_over.html", {"memorial": memorial, "to": to})
    done = _("%s is the keeper now; you are an editor.") % to.shown_name
    _told(request, done, lambda: hand_over_memorial(memorial=memorial, by=by, to=to))
    return _back(request, memorial)


@require_http_methods(["GET", "HEAD", "POST"])
@with_memorial(Word.VIEW)
def leave(request: SiteRequest, memorial: Memorial) -> HttpResponse:
    """For members; whoever only sees the page has nothing to leave."""
    membership = memorial.memberships.filter(user=request.viewer.user).select_related("memorial").first()
    if membership is None and request.viewer.user:
        raise PermissionDenied
    if membership is None:
        return redirect_to_login(request.get_full_path())
    if request.method != "POST":
        return render(request, "memorials/access/leave.html", {"memorial": memorial, "member": membership})
    done = _("You are no longer a member of “%s”.") % memorial.name
    _told(request, done, lambda: remove_member(membership=membership))
    return redirect("memorials:mine")


def _told(request: SiteRequest, done: str, act: Callable[[], None]) -> None:
    """Do it and say so, or say why it cannot be done."""
    try:
        act()
    except Refusal as refusal:
        messages.error(request, str(refusal.sentence))
    else:
        messages.success(request, done)


def _back(request: SiteRequest, memorial: Memorial) -> HttpResponse:
    """To the keeper's page, or to one's memorials where one has just given that page up."""
    keeps = memorial.memberships.filter(user=request.viewer.member, role=Role.KEEPER).exists()
    return redirect("memorials:access", memorial.code) if keeps else redirect("memorials:mine")
