"""What the sweeper does: nothing is lost, nothing runs for ever, no file is left without a row."""

import logging
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta

from django.core.files.storage import default_storage
from django.utils import timezone
from django_celery_results.models import TaskResult
from kombu.exceptions import OperationalError

from animation import pulse
from animation.handover import EXPIRES, TASK, messages_waiting, send
from animation.models import Animation
from memorials.models import Media, Rendition

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
    except (OperationalError, OSError):
        return
    if not lost:
        sent = sent.filter(sent_at__lt=now - timedelta(seconds=EXPIRES))
    sent.update(sent_at=None)


def delete_orphans() -> int:
    """Files that no row owns, and stored outcomes whose row is gone."""
    animations = Animation.objects.exclude(clip="").values_list("clip", "poster")
    owned = {name for pair in animations for name in pair}
    owned |= set(Media.objects.values_list("original", flat=True))
    owned |= set(Rendition.objects.values_list("file", flat=True))
    orphans = [name for name in _old_files() if name not in owned]
    for name in orphans:
        default_storage.delete(name)
    results = TaskResult.objects.filter(task_name=TASK, date_done__lt=timezone.now() - ORPHAN_AGE)
    results.exclude(task_id__in=Animation.objects.exclude(task_id="").values("task_id")).delete()
    return len(orphans)


def _old_files() -> Iterator[str]:
    newest = timezone.now() - ORPHAN_AGE
    for folder in ("living", "originals", "renditions"):
        if not default_storage.exists(folder):
            continue
        for name in default_storage.listdir(folder)[1]:
            path = f"{folder}/{name}"
            with suppress(FileNotFoundError):  # deleted with its row while we look
                if default_storage.get_modified_time(path) < newest:
                    yield path
