"""One try of a job, from the claimed row to its end: whatever happens, the row says so."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from celery.exceptions import SoftTimeLimitExceeded
from django.core.files import File
from django.db.models.fields.files import FieldFile

from memorials.jobs.handover import name_of
from memorials.jobs.lease import Lease, NotOurs
from memorials.jobs.model import MOST_FAILURES, Job
from memorials.jobs.workplace import workplace

logger = logging.getLogger(__name__)
Outcome = TypeVar("Outcome")
Work = Callable[[Path, Lease], Outcome | None]


def run_job(job: Job, work: Work[Outcome], *, refusal: type[Exception], failure: str) -> Outcome | None:
    """Do the work in a temporary folder, while the lease is kept.

    Its outcome, or None when the row is not this run's any more or will be tried again. A `refusal`, which
    has a `code`, is final at once. Raises when the job has failed for good; then the row has the error's
    own code, or `failure`.
    """
    kind = type(job)
    try:
        with workplace() as folder, Lease(job) as lease:
            return work(folder, lease)
    except NotOurs:
        return None
    except refusal as error:
        kind.objects.fail(job.pk, job.token, code=getattr(error, "code", failure))
        raise
    except SoftTimeLimitExceeded:
        kind.objects.fail(job.pk, job.token, code="too_slow")
        raise
    except Exception as error:  # the outer edge: whatever it was, the row says so and the log says why
        _try_again_or_fail(job, error, failure)
        return None


def fetch(stored: FieldFile, into: Path) -> Path:
    """A copy on this machine: the storage may be elsewhere, and the original is never worked on."""
    with stored.open("rb") as original, into.open("wb") as file:
        for chunk in File(original).chunks():
            file.write(chunk)
    return into


def _try_again_or_fail(job: Job, error: Exception, failure: str) -> None:
    kind = type(job)
    logger.exception("%s, attempt %s failed", name_of(kind, job.pk), job.attempt)
    failures = job.failures + 1
    if failures < MOST_FAILURES:
        kind.objects.put_back(job.pk, job.token, failures=failures)
        return
    kind.objects.fail(job.pk, job.token, code=getattr(error, "code", failure))
    raise error
