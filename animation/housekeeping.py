"""What the sweeper does: nothing is lost, nothing runs for ever, no file is left without a row."""

import logging
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta

from django.core.files.storage import default_storage
from django.utils import timezone
from django_celery_results.models import TaskResult

from animation import pulse
from animation.handover import BROKER_AWAY, EXPIRES, TASK, messages_waiting, send
from animation.models import Animation
from memorials.models import Media, Rendition
from memorials.services.media import delete_files

logger = logging.getLogger(__name__)
#: The hand-over thread sends at once; the sweeper takes over what it has not sent by then.
GRACE = timedelta(seconds=1)
#: How long a message may lie between "sent" and being seen in the queue or claimed.
IN_FLIGHT = timedelta(seconds=5)
#: A file may be stored for a while before its row is: no render takes longer than this.
ORPHAN_AGE = timedelta(hours=2)
BATCH = 50


def sweep() -> int:
    """One round; answers with the number of wake-ups sent."""
    if (pulse.age("beat") or pulse.SILENT_AFTER) > pulse.INTERVAL:
        pulse.leave("beat")
    Animation.objects.close_overdue()
    Animation.objects.recover()
    forget_lost_messages()
    waiting = Animation.objects.due().filter(sent_at=None, created__lt=timezone.now() - GRACE)
    sent = 0
    for pk in waiting.order_by("created").values_list("pk", flat=True)[:BATCH]:
        if not send(pk):
            break  # the broker is away: the next round tries again
        sent += 1
    return sent


def forget_lost_messages() -> None:
    """Rows whose message is gone (an emptied broker, a worker killed before its claim) are sent again.

    A duplicate is harmless, because the claim admits one run.
    """
    now = timezone.now()
    sent = Animation.objects.due().filter(sent_at__lt=now - IN_FLIGHT)
    if not sent.exists():
        return
    try:
        lost = messages_waiting() == 0
    except BROKER_AWAY:
        return
    if not lost:
        sent = sent.filter(sent_at__lt=now - timedelta(seconds=EXPIRES))
    sent.update(sent_at=None)


def delete_orphans() -> int:
    """Files that no row owns, and stored outcomes whose row is gone."""
    stored = list(_stored_files())  # before the rows: a file of that moment has its row by now, or is young
    owned = _owned_files()
    orphans = [name for name in stored if name not in owned and _is_old(name)]
    delete_files(orphans)
    results = TaskResult.objects.filter(task_name=TASK, date_done__lt=timezone.now() - ORPHAN_AGE)
    results.exclude(task_id__in=Animation.objects.exclude(task_id="").values("task_id")).delete()
    return len(orphans)


def _owned_files() -> set[str]:
    animations = Animation.objects.exclude(clip="").values_list("clip", "poster")
    return {
        *(name for pair in animations for name in pair),
        *Media.objects.values_list("original", flat=True),
        *Rendition.objects.values_list("file", flat=True),
    }


def _stored_files() -> Iterator[str]:
    for folder in ("living", "originals", "renditions"):
        with suppress(FileNotFoundError):  # a folder comes with its first file; a bucket has none at all
            yield from (f"{folder}/{name}" for name in default_storage.listdir(folder)[1])


def _is_old(name: str) -> bool:
    """Asked only of what no row owns: in a bucket each question is a request."""
    try:
        return default_storage.get_modified_time(name) < timezone.now() - ORPHAN_AGE
    except FileNotFoundError:  # removed meanwhile
        return False
