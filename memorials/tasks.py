"""Shells over services that run by the clock."""

from celery import shared_task

from memorials.services.memorials import remove_past_grace


@shared_task(ignore_result=True, soft_time_limit=300, time_limit=330)
def remove_deleted() -> None:
    remove_past_grace()
