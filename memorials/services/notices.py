"""Who is told by mail of what. The row is written with what happened; a task sends it (`letters.py`)."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from memorials.models import Letters, Membership, Memorial, Notice, User
from memorials.models.notice import NoticeQuerySet
from memorials.permissions import WORDS_OF, Word, roles_with
from memorials.viewer import viewer_of

#: What one must still be allowed when the letter leaves, to be told of it.
NEEDED = {
    Notice.Kind.TRIBUTE: Word.MODERATE,
    Notice.Kind.WAITING: Word.MODERATE,
    Notice.Kind.REQUEST: Word.MANAGE,
    Notice.Kind.OBJECTION: Word.MANAGE,
    Notice.Kind.DECISION: Word.VIEW,
    Notice.Kind.CLIP: Word.ANIMATE,
    Notice.Kind.ANSWER: Word.VIEW,
    Notice.Kind.QUESTION: Word.MODERATE,
    Notice.Kind.TOLD: Word.TALK,
}


def notify(
    *, recipients: Iterable[User], memorial: Memorial, kind: Notice.Kind, path: str, about: str = ""
) -> None:
    """One notice for each recipient who wants letters. Call it in the transaction of what happened."""
    Notice.objects.bulk_create(
        Notice(recipient=user, memorial=memorial, kind=kind, path=path, about=about[:200])
        for user in recipients
        if user.is_active and user.letters != Letters.NEVER
    )


def told_to(user: User) -> NoticeQuerySet:
    """What somebody was or will be written of, as far as they may still know of it: `may`, as a query."""
    seen = Memorial.objects.visible_to(viewer_of(user))
    allowed = Q()
    for kind, word in NEEDED.items():
        allowed |= Q(kind=kind) & _holds(word, user)
    return Notice.objects.filter(allowed, recipient=user, memorial__in=seen).select_related("memorial")


def _holds(word: Word, user: User) -> Q:
    if word in WORDS_OF[None]:
        return Q()
    roles = Membership.objects.filter(memorial=OuterRef("memorial"), user=user, role__in=roles_with(word))
    return Q(Exists(roles))


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
