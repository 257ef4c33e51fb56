"""Sends what `notices.py` has written down. Each letter leaves once; a mail server that is away loses none.

A round takes the due notices of one recipient after the other: one UPDATE claims them, so that two
workers never send the same ones; they stay with the round until it must have ended, so that a worker which
died gives them back. Its letter may then come twice: rather twice than never.
"""

import logging
import smtplib
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from datetime import time as clock

from django.core.mail import get_connection
from django.db.models import Min, Q
from django.utils import timezone

from memorials.models import Letters, Notice, User
from memorials.models.notice import MOST_ATTEMPTS, NoticeQuerySet
from memorials.notice_letter import letter_to
from memorials.permissions import may
from memorials.services.demo import KEEPER
from memorials.services.notices import NEEDED
from memorials.viewer import viewer_of

logger = logging.getLogger(__name__)

#: When the digest of a day is written, by the clock of the site.
MORNING = clock(8)
#: Seconds for each step of the conversation with the mail server, and for one round: other housekeeping
#: waits in the same queue.
TIMEOUT = 10
ROUND = 20
#: How long a round may hold what it has claimed; longer than any round lasts.
HELD = timedelta(minutes=10)
#: Notices in one letter.
MOST_IN_LETTER = 200
#: The pause after the first failure; each further one doubles it, up to the longest.
BACK_OFF, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=6)
#: How long it is remembered that a letter was sent.
KEPT = timedelta(days=30)

#: The mail server is there and refuses this letter; any other error means that it is away.
REFUSED = (
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPSenderRefused,
    smtplib.SMTPDataError,
    smtplib.SMTPNotSupportedError,
)


class MailAway(Exception):
    """The mail server does not take anything just now."""


def send_due() -> int:
    """One round; answers with the number of letters sent."""
    _forget()
    ends, sent = time.monotonic() + ROUND, 0
    for user in _recipients():
        try:
            sent += _send_to(user)
        except MailAway:
            break  # nobody else's letter would leave either
        if time.monotonic() > ends:
            break  # the next round goes on
    return sent


def begin_again() -> int:
    """What was given up is tried once more, from the start."""
    return Notice.objects.given_up().update(attempts=0, not_before=None, claim="")


def last_morning() -> datetime:
    """What happened before it stands in the digest; what happened since waits for the next one."""
    here = timezone.localtime(timezone.now(), timezone.get_default_timezone())
    day = here.date() if here.time() >= MORNING else here.date() - timedelta(days=1)
    return datetime.combine(day, MORNING, tzinfo=here.tzinfo)


def _forget() -> None:
    """What nobody wants to be told, and what was told long ago."""
    unwanted = Q(recipient__letters=Letters.NEVER) | Q(recipient__is_active=False)
    nobody = Q(recipient__email=KEEPER)  # the keeper of the example has no address
    Notice.objects.unsent().filter(unwanted | nobody).delete()
    Notice.objects.filter(sent_at__lt=timezone.now() - KEPT).delete()


def _recipients() -> list[User]:
    """Those to whom a letter is due, the longest waiting first."""
    waiting = _due().order_by().values("recipient").annotate(first=Min("created")).order_by("first")
    people = User.objects.in_bulk([row["recipient"] for row in waiting])
    return [people[row["recipient"]] for row in waiting]


def _due() -> NoticeQuerySet:
    morning = Q(recipient__letters=Letters.DAILY, created__lt=last_morning())
    return Notice.objects.due().filter(Q(recipient__letters=Letters.AT_ONCE) | morning)


def _send_to(user: User) -> int:
    """The number of letters sent, 0 or 1. Raises MailAway, with the notices back in their place."""
    due = _due().filter(recipient=user).values_list("pk", flat=True)[:MOST_IN_LETTER]
    notices = list(Notice.objects.claim(list(due), until=timezone.now() + HELD).select_related("memorial"))
    told = _still_told(user, notices)
    if not told:
        return 0
    try:
        letter = letter_to(user, told)
        letter.connection = get_connection(timeout=TIMEOUT)
        letter.send()
    except OSError as error:  # smtplib's errors are among them
        _put_off(told, error)
        if isinstance(error, REFUSED):
            return 0
        raise MailAway from error
    Notice.objects.filter(claim=told[0].claim).update(sent_at=timezone.now(), claim="")
    return 1


def _still_told(user: User, notices: Sequence[Notice]) -> list[Notice]:
    """Who has left, lost the role, or whose memorial is deleted, is told nothing, neither now nor later."""
    viewer = viewer_of(user)
    asked = {(notice.memorial, NEEDED[Notice.Kind(notice.kind)]) for notice in notices}
    allowed = {(memorial.pk, word) for memorial, word in asked if may(viewer, word, memorial)}
    told = [n for n in notices if (n.memorial_id, NEEDED[Notice.Kind(n.kind)]) in allowed]
    if len(told) < len(notices):
        kept = [notice.pk for notice in told]
        Notice.objects.filter(claim=notices[0].claim).exclude(pk__in=kept).delete()
    return told


def _put_off(notices: Sequence[Notice], error: OSError) -> None:
    """The log names the kind of error only: a mail server's own words repeat addresses."""
    attempts = max(notice.attempts for notice in notices)
    pause = min(BACK_OFF * 2 ** (attempts - 1), LONGEST_PAUSE)
    Notice.objects.filter(claim=notices[0].claim).update(not_before=timezone.now() + pause, claim="")
    reason = f"{type(error).__name__} {getattr(error, 'smtp_code', '')}".strip()
    logger.warning("a letter was not sent: %s; try %s of %s", reason, attempts, MOST_ATTEMPTS)
    given_up = sum(notice.attempts >= MOST_ATTEMPTS for notice in notices)
    if given_up:
        logger.error("%s notices are given up; manage.py letters --again tries them once more", given_up)
