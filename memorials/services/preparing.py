"""What asks a worker for further copies of something that was brought. How they are made: renditions.py."""

from django.db import transaction

from memorials.jobs.handover import hand_over
from memorials.models import Media, Preparation

BATCH = 200


def prepare_later(media: Media) -> None:
    """In the transaction that keeps the media. Nothing for those of which there is no more to make."""
    if Media.objects.filter(pk=media.pk).more_to_make().exists():
        preparation = Preparation.objects.create(media=media)
        transaction.on_commit(lambda: hand_over(preparation), robust=True)


def prepare_older() -> int:
    """Rows for what was brought before there were preparations, a batch at a time; how many it was."""
    wanting = Media.objects.filter(preparation=None).more_to_make().order_by("pk")[:BATCH]
    made = [Preparation(media=media) for media in wanting]
    return len(Preparation.objects.bulk_create(made, ignore_conflicts=True))


def retry(*, preparation: Preparation) -> bool:
    """Put a failed or stopped one back in the queue. False when it is neither."""
    with transaction.atomic():
        queued = Preparation.objects.filter(pk=preparation.pk).retry()
        if queued:
            transaction.on_commit(lambda: hand_over(preparation), robust=True)
    return bool(queued)
