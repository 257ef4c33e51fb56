"""What changes memories."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from memorials.errors import Refusal
from memorials.events import Event, tell
from memorials.models import Media, Memorial, Memory, Status, User
from memorials.models.derived import save_columns
from memorials.permissions import Word, may
from memorials.services.blocked_words import blocked_words_in
from memorials.viewer import viewer_of

#: The columns whose words are held against the host's list.
_READ = ("title", "text", "teller", "relation", "source_name")


class ForeignPhoto(Refusal):
    code = "foreign_photograph"
    sentence = _("This photograph belongs to another memorial.")


def status_of_new(memorial: Memorial, author: User) -> Status:
    """What an editor or keeper adds stands at once; what a contributor adds waits for approval."""
    return Status.APPROVED if may(viewer_of(author), Word.MODERATE, memorial) else Status.PENDING


def add_memory(
    *, memorial: Memorial, author: User, attached: Iterable[Media] = (), **fields: object
) -> Memory:
    """A memory, with photographs of the same memorial. A word of the host's list makes it wait."""
    status = Status.PENDING if _blocked(fields) else status_of_new(memorial, author)
    memory = Memory(memorial=memorial, author=author, status=status, **fields)
    if memory.stands:
        tell(Event.TEXTS_TO_STAND, texts=[memory])
    with transaction.atomic():
        memory.save()
        attach_media(memory=memory, attached=attached)
        if memory.stands:
            tell(Event.TEXT_STANDS, text=memory)
    return memory


def change_memory(
    *, memory: Memory, attached: Iterable[Media], among: Iterable[Media], **columns: object
) -> None:
    """Other words, and other photographs. It stands as it stood, unless a word of the host's list came in.

    `among` are the photographs that the person could choose from: one that they do not see stays attached.
    """
    before = Memory.objects.filter(pk=memory.pk).values(*_READ).first() or {}
    if _blocked(columns) - _blocked(before):
        columns["status"] = Status.PENDING
    for column, value in columns.items():
        setattr(memory, column, value)
    if memory.stands:
        tell(Event.TEXTS_TO_STAND, texts=[memory])
    with transaction.atomic():
        save_columns(memory, [*columns, "changed"])
        tell(Event.TEXT_STANDS if memory.stands else Event.TEXT_WITHDRAWN, text=memory)
        choose_media(memory=memory, attached=attached, among=among)


def choose_media(*, memory: Memory, attached: Iterable[Media], among: Iterable[Media]) -> None:
    """Of those that could be chosen only these stay attached; the others stay as they are."""
    chosen = list(attached)
    memory.attached.remove(*(photo for photo in among if photo not in chosen))
    attach_media(memory=memory, attached=chosen)


def attach_media(*, memory: Memory, attached: Iterable[Media]) -> None:
    """Beside those that are attached already. Raises ForeignPhoto."""
    chosen = list(attached)
    if any(photo.memorial_id != memory.memorial_id for photo in chosen):
        raise ForeignPhoto
    memory.attached.add(*chosen)


def _blocked(columns: dict[str, object]) -> set[str]:
    return blocked_words_in(*(str(columns.get(name) or "") for name in _READ))
