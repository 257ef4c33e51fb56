"""Deleting one's own account. What it leaves behind belongs to the memorials and stays in them."""

from allauth.account.adapter import get_adapter
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from memorials.errors import Refusal
from memorials.events import Event, tell
from memorials.models import Membership, Memorial, Memory, Role, Tribute, Upload, User
from memorials.models.derived import save_columns
from memorials.services.sessions import end_sessions
from memorials.services.uploads import discard_uploads
from memorials.viewer import Viewer


class OnlyKeeper(Refusal):
    code = "only_keeper"
    sentence = _("You are the only keeper of a memorial. First make somebody else its keeper, or delete it.")


class LastAdministrator(Refusal):
    code = "last_administrator"
    sentence = _("You are the last administrator of this site. First give somebody else these rights.")


def kept_alone(user: User) -> QuerySet[Memorial]:
    """The memorials that would have no keeper if this one went. A closed account keeps nothing.

    A deleted one holds nobody back. It stays until its days of grace are over, for its other keepers.
    """
    others = Membership.objects.filter(memorial=OuterRef("pk"), role=Role.KEEPER, user__is_active=True)
    mine = Membership.objects.filter(memorial=OuterRef("pk"), role=Role.KEEPER, user=user)
    kept = Memorial.objects.of_member(Viewer(user)).filter(Exists(mine))
    return kept.exclude(Exists(others.exclude(user=user)))


def is_last_administrator(user: User) -> bool:
    others = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=user.pk)
    return user.is_superuser and not others.exists()


def delete_account(*, user: User, keep_memories: bool) -> None:
    """Ends all sessions and tokens and frees the address. Raises OnlyKeeper or LastAdministrator.

    What the person wrote in memorials and left at them stays under their name, or goes; photographs stay.
    So do reports, objections and decisions, which others rely on; letters to them and requests go.
    """
    with transaction.atomic():
        _let_nobody_else_leave(user)
        if is_last_administrator(user):
            raise LastAdministrator
        if kept_alone(user).exists():
            raise OnlyKeeper
        tell(Event.ACCOUNT_LEAVING, user=user)
        discard_uploads(Upload.objects.filter(owner=user))
        if keep_memories:
            _sign_memories(user)
        else:
            Memory.objects.filter(author=user).delete()
            Tribute.objects.filter(author=user).delete()
        end_sessions(user=user)
        address = user.email
        user.delete()
        transaction.on_commit(lambda: _say_goodbye(address), robust=True)


def _say_goodbye(address: str) -> None:
    """To the owner of the address, who may not be the one who pressed the button."""
    get_adapter().send_mail("account/email/account_deleted", address, {})


def _let_nobody_else_leave(user: User) -> None:
    """Two keepers, or two administrators, who leave at the same moment: the second one waits, and sees."""
    memorials = Membership.objects.filter(user=user, role=Role.KEEPER).values("memorial")
    list(Memorial.objects.filter(pk__in=memorials).order_by("pk").select_for_update())
    list(User.objects.filter(is_superuser=True).order_by("pk").select_for_update())


def _sign_memories(user: User) -> None:
    """Under a memory the name of its author stands through the account; now it becomes its own words.

    A tribute is signed already, with what its author wrote under it.
    """
    unsigned = Memory.objects.filter(author=user, teller="").select_related("memorial")
    for memory in unsigned.select_for_update(of=("self",)):
        with override(memory.memorial.language):
            memory.teller = user.shown_name
        save_columns(memory, ["teller"])
