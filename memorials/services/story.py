"""What changes the order of a story. Chapters are numbered anew at each change, so that no gaps grow."""

from django.db import transaction
from django.db.models import Max

from memorials.models import Chapter, Memorial


def add_chapter(*, memorial: Memorial, **fields: object) -> Chapter:
    """The new chapter stands last."""
    last = memorial.chapters.aggregate(last=Max("position"))["last"]
    return Chapter.objects.create(memorial=memorial, position=0 if last is None else last + 1, **fields)


def move_chapter(*, chapter: Chapter, earlier: bool) -> None:
    """One place towards the beginning or the end; at either end nothing changes."""
    with transaction.atomic():
        Memorial.objects.select_for_update().filter(pk=chapter.memorial_id).first()
        order = list(Chapter.objects.filter(memorial=chapter.memorial_id).values_list("pk", flat=True))
        place = order.index(chapter.pk)
        other = place - 1 if earlier else place + 1
        if 0 <= other < len(order):
            order[place], order[other] = order[other], order[place]
        for position, pk in enumerate(order):
            Chapter.objects.filter(pk=pk).exclude(position=position).update(position=position)
