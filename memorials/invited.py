"""The invitation that a session has shown: with it somebody may sign in or register, and come back to it.

The session keeps which invitation it was and never the token, so that a copy of it opens no door.
"""

from django.conf import settings
from django.http import HttpRequest

from memorials.models import Invitation

INVITATION = "invitation"


def remember_invitation(request: HttpRequest, invitation: Invitation) -> None:
    request.session[INVITATION] = invitation.pk


def forget_invitation(request: HttpRequest) -> None:
    request.session.pop(INVITATION, None)


def remembered_invitation(request: HttpRequest) -> Invitation | None:
    """None too when it was revoked or used up since."""
    shown = request.session.get(INVITATION)
    if shown is None:
        return None
    return Invitation.objects.open().select_related("memorial", "created_by").filter(pk=shown).first()


def may_register(request: HttpRequest) -> bool:
    """On a site for the invited, whoever has shown an invitation that is still open."""
    if settings.REGISTRATION == "invited":
        return remembered_invitation(request) is not None
    return bool(settings.REGISTRATION == "open")
