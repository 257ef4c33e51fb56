"""How much may come in: the largest file of each kind, and the room that one memorial may take up."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from memorials.errors import FileRefused, Refusal
from memorials.models import Media, Memorial, Rendition, Upload

MEGABYTE = 2**20
#: Less than this is little, whatever the whole is.
LITTLE = 500 * MEGABYTE


class NoRoom(Refusal):
    code = "no_room"
    status = 413
    sentence = _(
        "All that is here stays safe, but there is no room for this file any more. Whoever runs this site "
        "can make room."
    )


@dataclass(frozen=True)
class Room:
    """In bytes."""

    total: int
    taken: int

    @property
    def left(self) -> int:
        return max(0, self.total - self.taken)

    @property
    def is_scarce(self) -> bool:
        return self.left < max(LITTLE, self.total // 10)


def most_bytes(kind: str = "") -> int:
    """Of a file of this kind; as long as the kind is not known, of any file at all."""
    most: dict[str, int] = {
        Media.Kind.PHOTO: settings.PHOTO_MAX_BYTES,
        Media.Kind.VIDEO: settings.FILM_MAX_BYTES,
        Media.Kind.AUDIO: settings.SOUND_MAX_BYTES,
        Media.Kind.DOCUMENT: settings.PAPER_MAX_BYTES,
    }
    return most[kind] if kind else max(most.values())


def check_size(size: int, kind: str = "") -> None:
    """Raises FileRefused where a file is empty, or larger than its kind may be."""
    if size == 0:
        raise FileRefused("empty")
    if size > most_bytes(kind):
        raise FileRefused("too_large", megabytes=most_bytes(kind) // MEGABYTE)


def room_of(memorial: Memorial) -> Room | None:
    """None where there is no limit. A file on its way counts as if all of it were here."""
    if not settings.MEMORIAL_QUOTA_BYTES:
        return None
    originals = Media.objects.filter(memorial=memorial).aggregate(bytes=Sum("size"))
    copies = Rendition.objects.filter(media__memorial=memorial).aggregate(bytes=Sum("size"))
    coming = Upload.objects.unfinished().filter(memorial=memorial).aggregate(bytes=Sum("length"))
    taken = sum(each["bytes"] or 0 for each in (originals, copies, coming))
    return Room(total=settings.MEMORIAL_QUOTA_BYTES, taken=taken)


def take_room(memorial: Memorial, size: int, *, kept_already: int = 0) -> None:
    """Inside the transaction that writes so many bytes down. Raises NoRoom.

    The memorial's row is locked till its end (SQLite has one lock for all writes, and it is held by now), so
    two that come at once do not both take the last room. `kept_already` of them were counted before.
    """
    if not settings.MEMORIAL_QUOTA_BYTES:
        return
    list(Memorial.objects.select_for_update(no_key=True).filter(pk=memorial.pk).values_list("pk"))
    room = room_of(memorial)
    if room and size > room.left + kept_already:
        raise NoRoom
