"""A row that is a request, a job and its outcome in one. Each kind of job is a subclass with more columns."""

from __future__ import annotations

import uuid
from abc import abstractmethod
from datetime import timedelta
from typing import Any, ClassVar, Self, TypeVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

#: How often a run may fail by itself, and how often its worker may vanish, before the row fails.
MOST_FAILURES = 3
MOST_LOSSES = 6
#: Seconds to wait before the next try after a failure, times the failures so far.
BACK_OFF = 5


class State(models.TextChoices):
    QUEUED = "queued", _("waits its turn")
    RUNNING = "running", _("is being made")
    READY = "ready", _("is ready")
    FAILED = "failed", _("could not be made")
    CANCELLED = "cancelled", _("was stopped")


ACTIVE = (State.QUEUED, State.RUNNING)
#: What a run leaves of itself on a row that it gives back: nothing that a page or the API could show.
WAITING_AGAIN: dict[str, Any] = {
    "status": State.QUEUED,
    "stage": "",
    "progress": 0,
    "lease_until": None,
    "sent_at": None,
    "token": "",
    "task_id": "",
}
#: A row that is asked for once more, with a clean record.
ASKED_ANEW: dict[str, Any] = {
    "status": State.QUEUED,
    "failures": 0,
    "losses": 0,
    "failure": "",
    "not_before": None,
    "sent_at": None,
    "finished": None,
    "progress": 0,
    "stage": "",
    "task_id": "",
}
Row = TypeVar("Row", bound="Job", covariant=True)


class JobQuerySet(models.QuerySet[Row]):
    """The only ways from one state to another: each is one UPDATE that names the allowed state."""

    def active(self) -> Self:
        return self.filter(status__in=ACTIVE)

    def due(self) -> Self:
        now = timezone.now()
        return self.filter(Q(not_before=None) | Q(not_before__lte=now), status=State.QUEUED)

    def claim(self, pk: int, *, task_id: str) -> Row | None:
        """queued → running, for one caller only; None for everybody else."""
        now, token = timezone.now(), uuid.uuid4().hex
        claimed = (
            self.due()
            .filter(pk=pk)
            .update(
                status=State.RUNNING,
                token=token,
                task_id=task_id,
                lease_until=now + self._lease(),
                attempt=F("attempt") + 1,
                started=now,
                stage="reading",
                progress=0,
            )
        )
        return self.filter(pk=pk, token=token).first() if claimed else None

    def held(self, pk: int, token: str) -> Self:
        """The row while this run still owns it: not cancelled, not given to another, not gone."""
        return self.filter(pk=pk, token=token, status=State.RUNNING)

    def renew(self, pk: int, token: str, *, stage: str, progress: int) -> bool:
        """Say that the run lives. False when it is not its own any more."""
        until = timezone.now() + self._lease()
        return bool(self.held(pk, token).update(lease_until=until, stage=stage, progress=progress))

    def finish(self, pk: int, token: str, **product: Any) -> bool:
        """running → ready, for the run that holds the token."""
        return bool(
            self.held(pk, token).update(
                status=State.READY, finished=timezone.now(), progress=100, failure="", token="", **product
            )
        )

    def fail(self, pk: int, token: str, *, code: str) -> bool:
        """running → failed."""
        return bool(
            self.held(pk, token).update(status=State.FAILED, finished=timezone.now(), failure=code, token="")
        )

    def put_back(self, pk: int, token: str, *, failures: int) -> bool:
        """running → queued after a failure of its own, to be tried again a little later."""
        later = timezone.now() + timedelta(seconds=BACK_OFF * failures)
        return bool(self.held(pk, token).update(failures=failures, not_before=later, **WAITING_AGAIN))

    def in_hand(self) -> Self:
        """A worker has given a sign of life so lately that it may still be at it."""
        return self.filter(status=State.RUNNING, lease_until__gte=timezone.now())

    def expired(self) -> Self:
        return self.filter(status=State.RUNNING, lease_until__lt=timezone.now())

    def recover(self) -> int:
        """running → queued where the worker has vanished; → failed where that happened too often."""
        lost = self.expired().filter(losses__gte=MOST_LOSSES - 1)
        lost.update(
            status=State.FAILED,
            finished=timezone.now(),
            failure="worker_lost",
            token="",
            losses=F("losses") + 1,
        )
        return self.expired().update(losses=F("losses") + 1, **WAITING_AGAIN)

    def close_overdue(self) -> int:
        """running → failed where a run renews its lease but never comes to an end."""
        longest = timedelta(seconds=self.model.time_limit() + 60)
        overdue = self.filter(status=State.RUNNING, started__lt=timezone.now() - longest)
        return overdue.update(status=State.FAILED, finished=timezone.now(), failure="too_slow", token="")

    def cancel(self) -> int:
        """queued or running → cancelled."""
        return self.active().update(status=State.CANCELLED, finished=timezone.now(), token="")

    def retry(self) -> int:
        """failed or cancelled → queued, with a clean record."""
        ended = self.filter(status__in=(State.FAILED, State.CANCELLED))
        return ended.update(**ASKED_ANEW, created=timezone.now())

    def forget_sendings(self) -> int:
        """What was sent may have been lost with the broker, so that it has to be sent again."""
        return self.filter(status=State.QUEUED).update(sent_at=None)

    def _lease(self) -> timedelta:
        return timedelta(seconds=self.model.lease_seconds())


class Job(models.Model):
    #: The task that is sent with the row's id, and the queue from which a worker takes it.
    TASK: ClassVar[str]
    QUEUE: ClassVar[str]
    #: Of two kinds in one queue the one with the smaller number is taken first: so Redis counts, from 0 to 9,
    #: in steps of three. RabbitMQ takes what was sent first.
    PRIORITY: ClassVar[int] = 0

    created = models.DateTimeField(_("asked"), default=timezone.now)
    status = models.CharField(
        _("status"), max_length=10, choices=State.choices, default=State.QUEUED, db_index=True
    )
    stage = models.CharField(_("stage"), max_length=16, blank=True)
    progress = models.PositiveSmallIntegerField(_("done, per cent"), default=0)
    token = models.CharField(max_length=32, blank=True)
    task_id = models.CharField(max_length=64, blank=True, db_index=True)
    lease_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    not_before = models.DateTimeField(null=True)
    attempt = models.PositiveIntegerField(_("attempt"), default=0)
    failures = models.PositiveSmallIntegerField(default=0)
    losses = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(_("failure"), max_length=32, blank=True)
    started = models.DateTimeField(_("started"), null=True)
    finished = models.DateTimeField(_("finished"), null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        abstract = True
        indexes = [models.Index(fields=["status", "created"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["queued", "running", "ready", "failed", "cancelled"]),
                name="%(class)s_status_known",
            )
        ]

    @property
    def is_active(self) -> bool:
        return self.status in ACTIVE

    @classmethod
    @abstractmethod
    def lease_seconds(cls) -> float:
        """How long a silent run keeps its row."""

    @classmethod
    @abstractmethod
    def time_limit(cls) -> float:
        """Seconds after which a run is stopped."""
