"""What the sweeper does: no job is lost, and none runs for ever."""

from collections.abc import Iterator
from datetime import timedelta

from django.apps import apps
from django.utils import timezone

from memorials.jobs import pulse
from memorials.jobs.handover import BROKER_AWAY, EXPIRES, messages_waiting, send
from memorials.jobs.model import Job

#: The hand-over thread sends at once; the sweeper takes over what it has not sent by then.
GRACE = timedelta(seconds=1)
#: How long a message may lie between "sent" and being seen in the queue or claimed.
IN_FLIGHT = timedelta(seconds=5)
BATCH = 50


def kinds() -> Iterator[type[Job]]:
    """Every kind of job that an installed app has."""
    return (model for model in apps.get_models() if issubclass(model, Job))


def sweep() -> int:
    """One round over all kinds; answers with the number of wake-ups sent."""
    if (pulse.age("beat") or pulse.SILENT_AFTER) > pulse.INTERVAL:
        pulse.leave("beat")
    return sum(sweep_kind(kind) for kind in kinds())


def sweep_kind(kind: type[Job]) -> int:
    kind.objects.close_overdue()
    kind.objects.recover()
    forget_lost_messages(kind)
    waiting = kind.objects.due().filter(sent_at=None, created__lt=timezone.now() - GRACE)
    sent = 0
    for pk in waiting.order_by("created").values_list("pk", flat=True)[:BATCH]:
        if not send(kind, pk):
            break  # the broker is away: the next round tries again
        sent += 1
    return sent


def forget_lost_messages(kind: type[Job]) -> None:
    """Rows whose message is gone (an emptied broker, a worker killed before its claim) are sent again.

    A duplicate is harmless, because the claim admits one run.
    """
    now = timezone.now()
    sent = kind.objects.due().filter(sent_at__lt=now - IN_FLIGHT)
    if not sent.exists():
        return
    try:
        lost = messages_waiting(kind) == 0
    except BROKER_AWAY:
        return
    if not lost:
        sent = sent.filter(sent_at__lt=now - timedelta(seconds=EXPIRES))
    sent.update(sent_at=None)


def forget_sendings() -> int:
    """At the start of the site: what was sent may have been lost with the broker, so send it again."""
    return sum(kind.objects.forget_sendings() for kind in kinds())
