"""What changes the order of what was brought, and the album in which it stands."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction

from memorials.models import Album, Media, Memorial


def move_media(*, media: Media, by: int, among: Sequence[int]) -> None:
    """So many places towards the end of its period, or, below nought, towards the beginning.

    `among` are the keys of what stands in the period, in its order. At either end it stays where it is.
    """
    order = list(among)
    place = order.index(media.pk)
    order.insert(max(0, place + by), order.pop(place))
    order_media(memorial=media.memorial, order=order)


def order_media(*, memorial: Memorial, order: Sequence[int]) -> None:
    """What stands in a period, by its keys, in this order: numbered anew, from 1, so that no gaps grow."""
    with transaction.atomic():
        list(Memorial.objects.select_for_update(no_key=True).filter(pk=memorial.pk).values_list("pk"))
        placed = [Media(pk=pk, position=position) for position, pk in enumerate(order, 1)]
        Media.objects.bulk_update(placed, ["position"], batch_size=200)


def placed(media: Media, columns: dict[str, Any]) -> dict[str, Any]:
    """These columns, and beside another album no place by hand: in there the old one means nothing."""
    moves = "album" in columns and (columns["album"] and columns["album"].pk) != media.album_id
    return {**columns, "position": 0} if moves else columns


def put_into_album(*, media: Iterable[Media], album: Album | None) -> None:
    """They follow what has been placed there by hand, in the order of their dates."""
    Media.objects.filter(pk__in=[each.pk for each in media]).update(album=album, position=0)
