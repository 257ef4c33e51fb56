"""Who may do what: one table, one function. The site's decorator, the API's permission class and the
template tag only call it. Seeing is not in the table: `Memorial.objects.visible_to` answers that."""

from enum import StrEnum

from memorials.models import Membership, Memorial, Role
from memorials.viewer import Viewer


class Word(StrEnum):
    VIEW = "view"
    TRIBUTE = "tribute"
    TALK = "talk"
    CONTRIBUTE = "contribute"
    MODERATE = "moderate"
    EDIT = "edit"
    ANIMATE = "animate"
    MANAGE = "manage"


_GUEST = {Word.VIEW, Word.TRIBUTE, Word.TALK}
_CONTRIBUTOR = _GUEST | {Word.CONTRIBUTE}
_EDITOR = _CONTRIBUTOR | {Word.MODERATE, Word.EDIT, Word.ANIMATE}

#: None is whoever sees the memorial without a role in it.
WORDS_OF: dict[str | None, set[Word]] = {
    None: _GUEST,
    Role.READER: _GUEST,
    Role.CONTRIBUTOR: _CONTRIBUTOR,
    Role.EDITOR: _EDITOR,
    Role.KEEPER: _EDITOR | {Word.MANAGE},
}


def may(viewer: Viewer, word: Word, memorial: Memorial) -> bool:
    """Nobody has a word on a memorial that is hidden from them."""
    if word not in WORDS_OF[role_of(viewer, memorial)]:
        return False
    return Memorial.objects.visible_to(viewer).filter(pk=memorial.pk).exists()


def role_of(viewer: Viewer, memorial: Memorial) -> str | None:
    if not viewer.user:
        return None
    if memorial.pk not in viewer.roles:
        membership = Membership.objects.filter(memorial=memorial, user=viewer.user)
        viewer.roles[memorial.pk] = membership.values_list("role", flat=True).first()
    return viewer.roles[memorial.pk]


def roles_with(word: Word) -> list[str]:
    return [role for role, words in WORDS_OF.items() if role and word in words]
