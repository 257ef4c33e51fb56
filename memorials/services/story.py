"""What changes a story. Chapters are numbered anew at each change, so that no gaps grow."""

from django.db import transaction
from django.db.models import Max

from memorials.events import Event, tell
from memorials.models import Chapter, Memorial
from memorials.models.derived import save_columns


def add_chapter(*, memorial: Memorial, **fields: object) -> Chapter:
    """The new chapter stands last."""
    chapter = Chapter(memorial=memorial, **fields)
    tell(Event.TEXTS_TO_STAND, texts=[chapter])
    with transaction.atomic():
        last = memorial.chapters.aggregate(last=Max("position"))["last"]
        chapter.position = 0 if last is None else last + 1
        chapter.save()
        tell(Event.TEXT_STANDS, text=chapter)
    return chapter


def change_chapter(*, chapter: Chapter, **columns: object) -> None:
    for column, value in columns.items():
        setattr(chapter, column, value)
    tell(Event.TEXTS_TO_STAND, texts=[chapter])
    with transaction.atomic():
        save_columns(chapter, [*columns, "changed"])
        tell(Event.TEXT_STANDS, text=chapter)


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
