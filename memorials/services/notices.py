"""Who is told by mail of what. The row is written with what happened; a task sends it (`letters.py`)."""

from collections.abc import Iterable

from django.urls import reverse

from memorials.models import Letters, Memorial, Notice, User
from memorials.permissions import Word, roles_with


def notify(
    *, recipients: Iterable[User], memorial: Memorial, kind: Notice.Kind, path: str, about: str = ""
) -> None:
    """One notice for each recipient who wants letters. Call it in the transaction of what happened."""
    Notice.objects.bulk_create(
        Notice(recipient=user, memorial=memorial, kind=kind, path=path, about=about[:200])
        for user in recipients
        if user.is_active and user.letters != Letters.NEVER
    )


def where_it_waits(memorial: Memorial) -> str:
    """The page on which members who may moderate decide on what waits and read the reports."""
    return reverse("memorials:memorial_queue", args=[memorial.code])


def notify_holders(
    word: Word,
    *,
    memorial: Memorial,
    kind: Notice.Kind,
    path: str,
    about: str = "",
    but: User | None = None,
) -> None:
    """Tells every member who has this word in the memorial, but not the one whose doing it was."""
    holders = User.objects.filter(
        memberships__memorial=memorial, memberships__role__in=roles_with(word), is_active=True
    )
    if but:
        holders = holders.exclude(pk=but.pk)
    notify(recipients=holders, memorial=memorial, kind=kind, path=path, about=about)


def stop_letters(*, user: User) -> None:
    """No more letters, and what waits to be sent is not sent either."""
    User.objects.filter(pk=user.pk).update(letters=Letters.NEVER)
