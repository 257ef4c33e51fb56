"""What people do with what they have added themselves."""

from collections.abc import Iterable

from django.db import transaction

from memorials.events import Event, tell
from memorials.models import Media, Memory, Notice, Status, User
from memorials.models.derived import write_columns
from memorials.permissions import Word, may
from memorials.reasons import EDITED
from memorials.services.media import remove_media
from memorials.services.memories import choose_media
from memorials.services.moderation import decide
from memorials.services.notices import notify_holders, where_it_waits
from memorials.services.verdicts import author_of
from memorials.viewer import viewer_of


def revise(
    *,
    item: Memory | Media,
    columns: dict[str, object],
    attached: Iterable[Media] = (),
    among: Iterable[Media] = (),
) -> None:
    """Other words from whoever added it. Unless they may approve, what stood or was declined waits again.

    A memory keeps those of `among`, what its author could choose from, that are in `attached`.

    The page shows nothing that nobody has read: not the new words, and not the old ones in their stead.
    """
    author = author_of(item)
    waits = author is not None and not may(viewer_of(author), Word.MODERATE, item.memorial)
    if isinstance(item, Memory) and item.stands and not waits:
        tell(Event.TEXTS_TO_STAND, texts=[Memory(**{"title": item.title, "text": item.text, **columns})])
    with transaction.atomic():
        kept = type(item)._default_manager.select_for_update().get(pk=item.pk)
        _write(kept, columns)
        if isinstance(kept, Memory):
            choose_media(memory=kept, attached=attached, among=among)
            tell(Event.TEXT_STANDS if kept.stands and not waits else Event.TEXT_WITHDRAWN, text=kept)
        if author and waits:
            _let_wait(kept, author)


def _write(kept: Memory | Media, columns: dict[str, object]) -> None:
    write_columns(kept, columns, *(["changed"] if isinstance(kept, Memory) else []))


def _let_wait(kept: Memory | Media, author: User) -> None:
    if decide(item=kept, status=Status.PENDING, by=author, reason=EDITED):
        memorial = kept.memorial
        path, kind = where_it_waits(memorial), Notice.Kind.WAITING
        notify_holders(Word.MODERATE, memorial=memorial, kind=kind, path=path)


def tell_words(*, by: User, changes: Iterable[tuple[Media, dict[str, object]]]) -> None:
    """What is told of several things at once. One's own wait again where that is so for a single one."""
    for media, columns in changes:
        if media.added_by_id == by.pk:
            revise(item=media, columns=columns)
        else:
            _write(media, columns)


def withdraw(*, item: Memory | Media) -> None:
    """Gone for good, with its reports, decisions and files."""
    if isinstance(item, Media):
        remove_media(photo=item)
    else:
        item.delete()
