"""The ways into a memorial: invitations, secret links, requests. A token is shown once and kept hashed."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from memorials.errors import Refusal
from memorials.models import (
    AccessRequest,
    Invitation,
    LinkToken,
    Membership,
    Memorial,
    Notice,
    Role,
    User,
    Visibility,
)
from memorials.models.token import hashed, new_token
from memorials.permissions import Word
from memorials.services.members import join
from memorials.services.notices import notify, notify_holders

#: How many ways in one person makes, letters among them.
MADE = "60/h"
#: For how many people an invitation is at most, unless it is for as many as come.
MOST_USES = 500
KEEPER_ALONE = _("A keeper is invited alone: give the number 1.")


def invites_keepers(role: str, most_uses: int | None) -> bool:
    """Whether more than one keeper could come of it, which nobody means to do."""
    return role == Role.KEEPER and most_uses != 1


class NotByLink(Refusal):
    code = "not_by_link"
    sentence = _("This memorial is not open by secret link. First open it that way.")


class InvitationSpent(Refusal):
    code = "invitation_spent"
    sentence = _("This invitation is not valid any more. Please ask the family for a new one.")


def invite(
    *,
    memorial: Memorial,
    by: User,
    role: Role,
    expires: datetime | None = None,
    most_uses: int | None = 1,
    note: str = "",
    email: str = "",
) -> tuple[Invitation, str]:
    """The invitation, and the token that is told only now."""
    token = new_token()
    invitation = Invitation.objects.create(
        memorial=memorial, created_by=by, role=role, expires=expires, most_uses=most_uses,
        note=note, email=email, token_hash=hashed(token),
    )  # fmt: skip
    return invitation, token


def address_of_invitation(token: str) -> str:
    """The page on which it is taken up."""
    return str(settings.SITE_URL + reverse("memorials:invitation", args=[token]))


def accept_invitation(*, token: str, user: User) -> Membership:
    """As `take_up_invitation`, for whoever holds the token."""
    invitation = invitation_of(token)
    if invitation is None:
        raise InvitationSpent
    return take_up_invitation(invitation=invitation, user=user)


def take_up_invitation(*, invitation: Invitation, user: User) -> Membership:
    """Whoever is a member already keeps the higher role, and uses nothing up. Raises InvitationSpent."""
    with transaction.atomic():
        still_open = Invitation.objects.open().filter(pk=invitation.pk)
        known = Membership.objects.filter(memorial=invitation.memorial, user=user).exists()
        if not (still_open.exists() if known else still_open.update(uses=F("uses") + 1)):
            raise InvitationSpent  # revoked meanwhile, or somebody else took the last place
        asked = AccessRequest.objects.waiting().filter(memorial=invitation.memorial, user=user)
        asked.update(answer=AccessRequest.Answer.GRANTED, answered_at=timezone.now())
        return join(memorial=invitation.memorial, user=user, role=invitation.role, invitation=invitation)


def invitation_of(token: str) -> Invitation | None:
    """The invitation of a token, if it can still be taken up."""
    invitations = Invitation.objects.open().with_token(token)
    return invitations.select_related("memorial", "created_by").first()


def revoke_invitation(*, invitation: Invitation) -> None:
    Invitation.objects.filter(pk=invitation.pk, revoked_at=None).update(revoked_at=timezone.now())


def open_link(
    *, memorial: Memorial, by: User, note: str = "", expires: datetime | None = None
) -> tuple[LinkToken, str]:
    """A secret address for guests, and its token, told only now. Raises NotByLink."""
    if memorial.visibility != Visibility.LINK:
        raise NotByLink
    token = new_token()
    link = LinkToken.objects.create(
        memorial=memorial, created_by=by, note=note, expires=expires, token_hash=hashed(token)
    )
    return link, token


def address_of_link(token: str) -> str:
    return str(settings.SITE_URL + reverse("memorials:link", args=[token]))


def revoke_link(*, link: LinkToken) -> None:
    """Everybody who came by this link stops seeing the memorial with their next request."""
    LinkToken.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now())


def link_of(token: str) -> LinkToken | None:
    """The valid link of a token whose memorial is open by link."""
    links = LinkToken.objects.valid().with_token(token).select_related("memorial")
    return links.filter(
        memorial__visibility=Visibility.LINK, memorial__published=True, memorial__deleted_at=None
    ).first()


def request_access(*, code: str, user: User, words: str) -> None:
    """Asks the keepers of a memorial, if there is one with that code. The asker never learns whether."""
    with transaction.atomic():
        memorial = Memorial.objects.standing().filter(code=code).first()
        if memorial is None or Membership.objects.filter(memorial=memorial, user=user).exists():
            return
        _, new = AccessRequest.objects.get_or_create(
            memorial=memorial, user=user, answer=AccessRequest.Answer.WAITING, defaults={"words": words}
        )
        if new:
            path = reverse("memorials:access", args=[memorial.code])
            notify_holders(
                Word.MANAGE, memorial=memorial, kind=Notice.Kind.REQUEST, path=path, about=user.name
            )


def answer_request(*, request: AccessRequest, by: User, role: Role | None) -> bool:
    """Let somebody in with a role, or decline with None. False when it was answered before."""
    answer = AccessRequest.Answer.GRANTED if role else AccessRequest.Answer.DECLINED
    with transaction.atomic():
        waiting = AccessRequest.objects.filter(pk=request.pk, answer=AccessRequest.Answer.WAITING)
        if not waiting.update(answer=answer, answered_by=by, answered_at=timezone.now()):
            return False
        if role:
            join(memorial=request.memorial, user=request.user, role=role)
            path = request.memorial.get_absolute_url()
            notify(recipients=[request.user], memorial=request.memorial, kind=Notice.Kind.ANSWER, path=path)
    return True
